import { readdir, readFile } from 'node:fs/promises'
import { AppError } from '~/domain/errors'
import type { Sql } from './client.server'
import { locks } from './locks'

const folder = new URL('./migrations/', import.meta.url)

const listMigrations = async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return files.map((file) => ({ version: Number(file.slice(0, 4)), name: file.slice(5, -4), file }))
}

/**
 * Brings the database to the code's schema, forward only; one process at a time, the others wait. Throws
 * `database_too_new` when the database has a migration that this code does not know.
 */
export const migrate = async (sql: Sql) => {
  const known = await listMigrations()
  const newest = known.at(-1)?.version ?? 0
  await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${locks.migration})`
    const [table] = await transaction<{ there: boolean }[]>`
      select to_regclass('schema_migrations') is not null as there`
    const applied = table?.there
      ? await transaction<{ version: number }[]>`select version from schema_migrations order by version`
      : []
    const isIn = (list: readonly { version: number }[], version: number) => list.some((one) => one.version === version)
    const unknown = applied.findLast(({ version }) => !isIn(known, version))
    if (unknown !== undefined) {
      throw new AppError(
        'database_too_new',
        `The database has schema ${unknown.version}, this version of ostrakon knows ${newest}: start the newer version.`,
      )
    }
    // Also one that came to the code after a later one.
    for (const migration of known.filter(({ version }) => !isIn(applied, version))) {
      await transaction.unsafe(await readFile(new URL(migration.file, folder), 'utf8'))
      await transaction`
        insert into schema_migrations (version, name) values (${migration.version}, ${migration.name})`
    }
  })
}
