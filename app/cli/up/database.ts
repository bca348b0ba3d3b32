import { createClient, http } from 'viem'
import { getBlock } from 'viem/actions'
import { createSql, type Sql } from '#db/client.server'
import { type EmbeddedPostgres, startPostgres } from '#db/embedded'
import { migrate } from '#db/migrate'
import { storeManifest } from '#db/queries/manifests.server'
import { AppError } from '~/domain/errors'
import { listManifests } from '../demo/weights'
import { say, sentenceOf } from '../log'
import type { DataFolder } from './data-folder'

/** The database of this start: our own server, or the one in DATABASE_URL. */
export type Database = { url: string; isEmbedded: boolean; stop: () => Promise<void> }

export const openDatabase = async (folder: DataFolder, given: string | undefined): Promise<Database> => {
  if (given) {
    await withDatabase(given, async (sql) => void (await sql`select 1`))
    say('postgres', `using ${describe(given)}`)
    return { url: given, isEmbedded: false, stop: async () => undefined }
  }
  const server: EmbeddedPostgres = await startPostgres({ folder: folder.file('postgres') })
  say('postgres', `ready at ${describe(server.url)}`)
  return { url: server.url, isEmbedded: true, stop: server.stop }
}

/** Brings the schema up to date. Throws `database_too_new`, or `database_unreachable`. */
export const prepareDatabase = (url: string): Promise<void> => withDatabase(url, migrate)

/**
 * Empties the embedded index when it does not belong to the embedded chain: the chain was made anew, or it was killed
 * before it could write its last blocks. The indexer reads everything again from the chain.
 */
export const matchToChain = async (database: Database, rpcUrl: string): Promise<void> => {
  if (!database.isEmbedded || (await isOfChain(database.url, rpcUrl))) return
  say('postgres', 'the index is of another history of the chain: it is made anew')
  const admin = new URL(database.url)
  admin.pathname = '/postgres'
  await withDatabase(admin.href, async (sql) => {
    await sql`drop database if exists ostrakon with (force)`
    await sql`create database ostrakon`
  })
}

/** Puts the lists of the demo's files where everybody's go; what is there already stays. */
export const storeDemoManifests = (url: string): Promise<void> =>
  withDatabase(url, async (sql) => {
    await migrate(sql)
    for (const list of listManifests()) await storeManifest(sql, list)
  })

const isOfChain = (url: string, rpcUrl: string): Promise<boolean> =>
  withDatabase(url, async (sql) => {
    const [table] = await sql<{ there: boolean }[]>`select to_regclass('cursor') is not null as there`
    if (!table?.there) return true
    const [cursor] = await sql<{ number: bigint; hash: string }[]>`select number, hash from cursor`
    if (!cursor) return true
    const client = createClient({ transport: http(rpcUrl) })
    const block = await getBlock(client, { blockNumber: cursor.number }).catch(() => null)
    return block?.hash === cursor.hash
  })

/** The newest indexed block; null before there is an index. */
export const findIndexedBlock = (url: string): Promise<bigint | null> =>
  withDatabase(url, async (sql) => {
    const [table] = await sql<{ there: boolean }[]>`select to_regclass('cursor') is not null as there`
    if (!table?.there) return null
    const [row] = await sql<{ number: bigint }[]>`select number from cursor`
    return row?.number ?? null
  })

const withDatabase = async <Result>(url: string, use: (sql: Sql) => Promise<Result>): Promise<Result> => {
  const sql = createSql(url, { max: 1, name: 'ostrakon up' })
  try {
    return await use(sql)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const hint = 'start it, or set DATABASE_URL to another'
    throw new AppError(
      'database_unreachable',
      `The database at ${describe(url)} does not answer (${sentenceOf(cause)}): ${hint}.`,
      {
        cause,
      },
    )
  } finally {
    await sql.end({ timeout: 1 })
  }
}

// Without user and password: this goes into the log.
const describe = (url: string) => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
