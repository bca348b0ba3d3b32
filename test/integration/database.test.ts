import { readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSql } from '#db/client.server'
import { migrate } from '#db/migrate'
import { startChain, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestPostgres } from '#test/support/postgres'

const migrations = new URL('../../db/migrations/', import.meta.url)

let postgres: TestPostgres
let chain: TestChain
beforeAll(async () => {
  ;[postgres, chain] = await Promise.all([startTestPostgres(), startChain()])
})
afterAll(async () => {
  await chain.stop()
  await postgres.stop()
})

test('migrating an empty database from several processes at once applies each migration once', async () => {
  const { url, sql } = await postgres.createDatabase()
  await sql`drop schema public cascade`
  await sql`create schema public`
  const pools = [createSql(url), createSql(url), createSql(url)]
  await Promise.all(pools.map((pool) => migrate(pool)))
  const applied = await sql<{ version: number }[]>`select version from schema_migrations order by version`
  const files = (await readdir(migrations)).sort()
  expect(applied.map(({ version }) => version)).toEqual(files.map((file) => Number(file.slice(0, 4))))
  await Promise.all([...pools, sql].map((pool) => pool.end()))
})

test('a migration that came to the code after a later one is applied where that one already is', async () => {
  const { sql } = await postgres.createDatabase()
  await sql`drop table poll_ballots, polls, delegate_statements`
  await sql`delete from schema_migrations where name = 'polls'`
  await migrate(sql)
  expect((await sql`select 1 from schema_migrations where name = 'polls'`).length).toBe(1)
  expect((await sql`select 1 from polls`).length).toBe(0)
  await sql.end()
})

test('a database of a newer schema is refused, by the indexer too', async () => {
  const database = await postgres.createDatabase()
  await database.sql`insert into schema_migrations (version, name) values (9999, 'from_the_future')`
  await expect(migrate(database.sql)).rejects.toMatchObject({ code: 'database_too_new' })
  const indexer = startIndexer({ chain, database })
  await indexer.running
  expect(indexer.failure()).toMatchObject({ code: 'database_too_new' })
  expect(String(indexer.failure())).toContain('9999')
  await database.sql.end()
})

test('an index that is older than some of its tables is made again from the first block', async () => {
  const database = await postgres.createDatabase()
  const { sql } = database
  const first = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await first.stop()
  await sql`drop view served, job_heads, milestone_heads`
  const newer = ['jobs', 'job_events', 'milestone_events', 'job_credits', 'job_fee_payments', 'reward_rules']
  const more = ['reward_multipliers', 'reward_funds', 'challenge_reports', 'reward_claims', 'usage_receipts']
  for (const table of [...newer, ...more]) await sql`drop table ${sql(table)}`
  // Of a later migration, and not to be emptied.
  await sql`drop table audit_log`
  await sql`delete from schema_migrations where version = 6`
  await migrate(sql)
  const again = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await again.stop()
  await expectIndexEqualsChain(chain, database)
  expect((await sql`select 1 from reward_rules`).length).toBe(1)
  await sql.end()
})

test('a database of another deployment is refused', async () => {
  const database = await postgres.createDatabase()
  const first = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await first.stop()
  const governor = chain.deployment.contracts.VotingToken
  const other = { ...chain.deployment, contracts: { ...chain.deployment.contracts, StewardGovernor: governor } }
  const deploymentFile = `${chain.deploymentFile}.other`
  await writeFile(deploymentFile, JSON.stringify(other))
  const second = startIndexer({ chain: { ...chain, deploymentFile }, database })
  await second.running
  expect(second.failure()).toMatchObject({ code: 'wrong_database' })
  await database.sql.end()
})

test('the same deployment on a chain with another history is refused', async () => {
  const database = await postgres.createDatabase()
  const first = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await first.stop()
  const again = await startChain({ args: ['--timestamp', '1700000000'] })
  const second = startIndexer({ chain: again, database })
  await second.running
  expect(second.failure()).toMatchObject({ code: 'wrong_chain' })
  await again.stop()
  await database.sql.end()
})

test('a database that is not there ends the start with one sentence that hides its password', async () => {
  const database = await postgres.createDatabase()
  const url = 'postgres://user:secret@127.0.0.1:1/nowhere'
  const indexer = startIndexer({ chain, database: { ...database, url } })
  await indexer.running
  expect(indexer.failure()).toMatchObject({ code: 'database_unreachable' })
  expect(String(indexer.failure())).not.toContain('secret')
  await database.sql.end()
})
