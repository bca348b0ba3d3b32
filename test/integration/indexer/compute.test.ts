import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditDatabase, listEmitted, listEvents } from '#test/support/audit'
import { startChain, type TestChain } from '#test/support/chain'
import { sayCompute, story } from '#test/support/compute-story'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestDatabase, type TestPostgres } from '#test/support/postgres'

let postgres: TestPostgres
let chain: TestChain
/** The name of a database that holds all of the story, for copies that are tampered with. */
let indexed: string
/** Followed while the story happened. */
let live: { database: TestDatabase; indexer: ReturnType<typeof startIndexer> }
let blocksBefore: bigint

const index = async () => {
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  return { database, indexer }
}

beforeAll(async () => {
  const [server, started] = await Promise.all([startTestPostgres(), startChain()])
  postgres = server
  // All of the story is to be withdrawn by one reorg, which must not be deeper than what is final.
  const deploymentFile = `${started.deploymentFile}.deep`
  await writeFile(deploymentFile, JSON.stringify({ ...started.deployment, finality: 64 }))
  chain = { ...started, deploymentFile }
  live = await index()
  blocksBefore = await chain.client.getBlockNumber()
  await sayCompute(chain)
  await waitForHead(chain, live.database)
  const { database, indexer } = await index()
  await indexer.stop()
  await database.sql.end()
  indexed = database.name
})
afterAll(async () => {
  await live.indexer.stop()
  await live.database.sql.end()
  await chain.stop()
  await postgres.stop()
})

const newTables = [
  'agents',
  'pools',
  'pool_capacities',
  'policies',
  'rounds',
  'requests',
  'settlements',
  'consumptions',
  'treasury_flows',
  'schedules',
  'budget_lines',
  'line_movements',
  'money_grants',
  'money_grant_events',
]

/** Events of libraries, which no deployment emits after its first block. */
const notOurs = ['AuthorityUpdated', 'EIP712DomainChanged']

test('B1 every event of pooled compute is a row, followed live and rebuilt with the same content hash', async () => {
  for (const contract of ['AllocationPolicy', 'ComputeTreasury'] as const) {
    const emitted = (await listEmitted(chain, contract)).filter((name) => !notOurs.includes(name))
    expect(emitted).toEqual(listEvents(contract).filter((name) => !notOurs.includes(name)))
  }
  expect(await listEmitted(chain, 'PartyRegistry')).toContain('AgentSet')
  const expected = await expectIndexEqualsChain(chain, live.database)
  expect(newTables.filter((table) => !expected.has(table))).toEqual([])
  const agents = expected.get('requests')?.map(({ agent }) => agent)
  expect(new Set(agents).size).toBe(3)

  const again = await postgres.copyDatabase(indexed)
  const [first, rebuilt] = [await auditDatabase(chain, live.database), await auditDatabase(chain, again)]
  expect(first).toMatchObject({ code: 0, report: { matches: true, mismatches: [] } })
  expect(rebuilt).toMatchObject({ code: 0, report: { matches: true } })
  expect(rebuilt.report.contentHash).toBe(first.report.contentHash)
  await again.sql.end()
})

const { scarce, paid, small } = story.pools
const round = (pool: number) => `database: round ${pool}-${story.epoch}`

test.each([
  ['another want', `update requests set want = want + 1 where pool = ${paid} and party = 3`, `${round(paid)} demand`],
  ['a request less', `delete from requests where party = 9`, `${round(scarce)} allocated`],
  ['an older request', `delete from requests where seq = 7`, `${round(scarce)} demand`],
  ['a want below nothing', `update requests set want = -1 where party = 9`, `${round(scarce)} demand`],
  ['a party of another kind', `update party_events set party_kind = 0 where party = 3`, `${round(paid)} allocated`],
  ['another cap', `update policies set cap_bps = 1 where version = 2`, `${round(paid)} demand`],
  ['another capacity', `update rounds set capacity = capacity - 1 where pool = ${small}`, `${round(small)} allocated`],
  ['no settlement', `delete from settlements where pool = ${scarce}`, `${round(scarce)} settled`],
  ['a settlement too many', `update settlements set pool = ${small} where pool = ${paid}`, `${round(small)} settled`],
  ['other levels', `update settlements set levels[2] = 1 where pool = ${scarce}`, 'table settlements'],
  ['more drawn', `update line_movements set money = money + 1 where kind = 'drawn'`, 'table line_movements'],
  ['a longer term', `update agents set until = until + 1 where party = 11`, 'table agents'],
])('the audit notices %s', async (_name, statement, what) => {
  const database = await postgres.copyDatabase(indexed)
  const { count } = await database.sql.unsafe(statement)
  expect(count).toBeGreaterThan(0)
  const { code, report } = await auditDatabase(chain, database)
  expect(code).toBe(1)
  expect(report.mismatches.map((mismatch) => mismatch.what).join('\n')).toContain(what)
  await database.sql.end()
})

type Told = { kind: string; payload: Record<string, unknown> & { changes?: string[] } }

test('listeners hear which rounds, pools, policies, budgets and parties changed, and how', async () => {
  const told = await live.database.sql<Told[]>`
    select kind, payload from outbox where block_number > ${blocksBefore} order by id`
  const listOf = (kind: string, name: string) =>
    [...new Set(told.filter((one) => one.kind === kind).map(({ payload }) => String(payload[name])))].sort()
  expect(listOf('pool', 'id')).toEqual(['1', '2', '3', '4'])
  expect(listOf('policy', 'version')).toEqual(['1', '2'])
  // Admitted ones, and those whose controller named an agent; nobody else's members changed.
  expect(listOf('party', 'id')).toEqual(['10', '11', '9'])
  expect(told.filter(({ kind }) => kind === 'budget').every(({ payload }) => Object.keys(payload).length === 0)).toBe(
    true,
  )

  const rounds: Record<string, string[]> = {}
  for (const { payload } of told.filter(({ kind }) => kind === 'round')) {
    const key = `${payload['pool']}-${payload['epoch']}`
    rounds[key] = [...new Set([...(rounds[key] ?? []), ...(payload.changes ?? [])])].sort()
  }
  expect(rounds).toEqual({
    '1-2': ['consumed', 'opened', 'requested', 'restored', 'settled'],
    '2-2': ['opened', 'requested', 'settled'],
    '3-2': ['opened', 'settled'],
    '4-2': ['opened', 'requested'],
    '1-3': ['opened', 'requested'],
  })
})

const movesMoney = [
  'treasury_flows',
  'schedules',
  'budget_lines',
  'line_movements',
  'money_grants',
  'money_grant_events',
]

test('budgets are told of in the batch in which money, schedules or lines moved, and in no other', async () => {
  const { sql } = live.database
  const moves = movesMoney.map((table) => `select block_number from ${table}`).join(' union ')
  const blocks = (await sql.unsafe<{ block_number: bigint }[]>(moves)).map(({ block_number }) => block_number)
  const batches = await sql<{ to: bigint; told: boolean }[]>`
    select block_number as to, bool_or(kind = 'budget') as told from outbox where block_number > ${blocksBefore}
    group by block_number order by block_number`
  let from = blocksBefore
  for (const { to, told } of batches) {
    const moved = blocks.some((block) => block > from && block <= to)
    expect({ to, told }).toEqual({ to, told: moved })
    from = to
  }
})

test('B1 a reorg withdraws all that was said of compute', async () => {
  const head = await chain.client.getBlockNumber()
  const depth = Number(head - blocksBefore)
  await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })
  await waitForHead(chain, live.database)
  await expectIndexEqualsChain(chain, live.database)
  for (const table of newTables) {
    const [row] = await live.database.sql<{ count: bigint }[]>`select count(*) from ${live.database.sql(table)}`
    // The first policy comes with the deployment.
    expect({ table, count: row?.count }).toEqual({ table, count: table === 'policies' ? 1n : 0n })
  }
  expect((await auditDatabase(chain, live.database)).report.matches).toBe(true)
})
