import { writeFile } from 'node:fs/promises'
import { expect } from 'vitest'
import type { EventContract } from '~/chain/events'
import type { TableName } from '~/indexer/tables'
import { auditDatabase, listEmitted, listEvents } from './audit'
import { startChain, type TestChain } from './chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from './indexer'
import { startTestPostgres, type TestDatabase } from './postgres'

/** Deeper than any story: all of one is to be withdrawn by one reorg, which must not reach what is final. */
const FINALITY = 512

/** Events of libraries, which no deployment emits after its first block. */
const notOurs = ['AuthorityUpdated', 'EIP712DomainChanged']

/** Tells a story on a chain of its own, which one indexer follows while it happens and another reads when it is over. */
export const followStory = async (say: (chain: TestChain) => Promise<unknown>) => {
  const [postgres, started] = await Promise.all([startTestPostgres(), startChain()])
  const deploymentFile = `${started.deploymentFile}.deep`
  await writeFile(deploymentFile, JSON.stringify({ ...started.deployment, finality: FINALITY }))
  const chain: TestChain = { ...started, deploymentFile }
  const index = async () => {
    const database = await postgres.createDatabase()
    const indexer = startIndexer({ chain, database })
    await waitForHead(chain, database)
    return { database, indexer }
  }
  const live = await index()
  const blocksBefore = await chain.client.getBlockNumber()
  await say(chain)
  await waitForHead(chain, live.database)
  const rebuilt = await index()
  await rebuilt.indexer.stop()
  await rebuilt.database.sql.end()
  const stop = async () => {
    await live.indexer.stop()
    await live.database.sql.end()
    await chain.stop()
    await postgres.stop()
  }
  /** A copy of what the second indexer read, to be tampered with. */
  const copy = () => postgres.copyDatabase(rebuilt.database.name)
  return { chain, database: live.database, blocksBefore, copy, stop }
}

export type FollowedStory = Awaited<ReturnType<typeof followStory>>

/** The story has made these contracts emit every event that they have. */
export const expectAllEmitted = async ({ chain }: FollowedStory, contracts: readonly EventContract[]) => {
  const ours = (names: readonly string[]) => names.filter((name) => !notOurs.includes(name))
  for (const contract of contracts) {
    expect(ours(await listEmitted(chain, contract))).toEqual(ours(listEvents(contract)))
  }
}

/** Both databases equal the chain to the row, with the same content hash; each of these tables has rows, which it answers. */
export const expectRebuilt = async ({ chain, database, copy }: FollowedStory, tables: readonly TableName[]) => {
  const expected = await expectIndexEqualsChain(chain, database)
  expect(tables.filter((table) => !expected.has(table))).toEqual([])
  const again = await copy()
  const [followed, rebuilt] = [await auditDatabase(chain, database), await auditDatabase(chain, again)]
  expect(followed).toMatchObject({ code: 0, report: { matches: true, mismatches: [] } })
  expect(rebuilt).toMatchObject({ code: 0, report: { matches: true } })
  expect(rebuilt.report.contentHash).toBe(followed.report.contentHash)
  await again.sql.end()
  return expected
}

/** The audit says what this statement, which must change something, has made wrong. */
export const expectNoticed = async ({ chain, copy }: FollowedStory, statement: string, what: string) => {
  const database: TestDatabase = await copy()
  const { count } = await database.sql.unsafe(statement)
  expect(count).toBeGreaterThan(0)
  const { code, report } = await auditDatabase(chain, database)
  expect(code).toBe(1)
  expect(report.mismatches.map((mismatch) => mismatch.what).join('\n')).toContain(what)
  await database.sql.end()
}

/** A reorg of all of the story leaves these tables as they were before, `kept` rows of the deployment in some. */
export const expectWithdrawn = async (
  { chain, database, blocksBefore }: FollowedStory,
  tables: readonly TableName[],
  kept: Partial<Record<TableName, bigint>> = {},
) => {
  const depth = Number((await chain.client.getBlockNumber()) - blocksBefore)
  await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  for (const table of tables) {
    const [row] = await database.sql<{ count: bigint }[]>`select count(*) from ${database.sql(table)}`
    expect({ table, count: row?.count }).toEqual({ table, count: kept[table] ?? 0n })
  }
  expect((await auditDatabase(chain, database)).report.matches).toBe(true)
}
