import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSql } from '#db/client.server'
import { startPostgres } from '#db/embedded'
import { migrate } from '#db/migrate'

/**
 * Starts a real Postgres for one test file; each test takes its own database, copied from a migrated template, or from
 * another database to which nobody is connected any more.
 */
export const startTestPostgres = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ostrakon-test-'))
  // The server runs as another user when the tests run as root.
  await chmod(folder, 0o755)
  let server = await startPostgres({ folder })
  const admin = createSql(server.url, { max: 1 })
  await admin`create database migrated`
  const urlOf = (name: string) => server.url.replace(/ostrakon$/, name)
  const template = createSql(urlOf('migrated'), { max: 1 })
  await migrate(template)
  await template.end()

  const copyDatabase = async (template: string) => {
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await admin`create database ${admin(name)} template ${admin(template)}`
    const sql = createSql(urlOf(name))
    return { name, url: urlOf(name), sql }
  }
  /** Stops the server, as a restart does; the result's call starts it again where it was. */
  const pause = async () => {
    const port = Number(new URL(server.url).port)
    await server.stop()
    return async () => {
      server = await startPostgres({ folder, port })
    }
  }
  const createDatabase = () => copyDatabase('migrated')
  const stop = async () => {
    await admin.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { createDatabase, copyDatabase, pause, stop }
}

/** A database of its own, on a server of its own, in which statements have put much and Postgres knows how much. */
export const startFilledDatabase = async (statements: string) => {
  const postgres = await startTestPostgres()
  const { sql } = await postgres.createDatabase()
  const stop = async () => {
    await sql.end()
    await postgres.stop()
  }
  try {
    await sql.unsafe(`${statements} analyze`)
  } catch (error) {
    await stop()
    throw error
  }
  return { sql, stop }
}

export type FilledDatabase = Awaited<ReturnType<typeof startFilledDatabase>>
export type TestPostgres = Awaited<ReturnType<typeof startTestPostgres>>
export type TestDatabase = Awaited<ReturnType<TestPostgres['createDatabase']>>
