import { readdir, readFile } from 'node:fs/promises'
import { AppError } from '~/domain/errors'
import type { Sql } from './client.server'

const folder = new URL('./migrations/', import.meta.url)
// Any number will do, as long as nothing else in this database locks on it.
const migrationLock = 7_236_001

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
    await transaction`select pg_advisory_xact_lock(${migrationLock})`
    const [table] = await transaction<{ there: boolean }[]>`
      select to_regclass('schema_migrations') is not null as there`
    const [row] = table?.there
      ? await transaction<{ version: number }[]>`select max(version) as version from schema_migrations`
      : [{ version: 0 }]
    const current = row?.version ?? 0
    if (current > newest) {
      throw new AppError(
        'database_too_new',
        `The database has schema ${current}, this version of ostrakon knows ${newest}: start the newer version.`,
      )
    }
    for (const migration of known.filter(({ version }) => version > current)) {
      await transaction.unsafe(await readFile(new URL(migration.file, folder), 'utf8'))
      await transaction`
        insert into schema_migrations (version, name) values (${migration.version}, ${migration.name})`
    }
  })
}
