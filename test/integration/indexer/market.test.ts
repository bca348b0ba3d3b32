import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditDatabase, listEmitted, listEvents } from '#test/support/audit'
import { startChain, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { cast, market, sayMarket } from '#test/support/market-story'
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
  await writeFile(deploymentFile, JSON.stringify({ ...started.deployment, finality: 256 }))
  chain = { ...started, deploymentFile }
  live = await index()
  blocksBefore = await chain.client.getBlockNumber()
  await sayMarket(chain)
  await waitForHead(chain, live.database)
  const { database, indexer } = await index()
  await indexer.stop()
  await database.sql.end()
  indexed = database.name
})
afterAll(async () => {
  await live?.indexer.stop()
  await live?.database.sql.end()
  await chain?.stop()
  await postgres?.stop()
})

const contracts = ['ProviderRegistry', 'OrderBook', 'ComputeMarket', 'Arbitration'] as const

const newTables = [
  'auditor_events',
  'attributes',
  'provider_declarations',
  'provider_events',
  'provider_audits',
  'market_terms',
  'market_pauses',
  'orders',
  'order_cancellations',
  'bid_events',
  'stake_events',
  'market_credits',
  'fee_payments',
  'leases',
  'lease_events',
  'lease_disputes',
  'dispute_settlements',
  'arbiter_events',
  'arbitration_cases',
  'case_evidence',
  'arbiter_votes',
  'verdicts',
]

/** Events of libraries, which no deployment emits after its first block. */
const notOurs = ['AuthorityUpdated', 'EIP712DomainChanged']

test('B1 every event of the market is a row, followed live and rebuilt with the same content hash', async () => {
  for (const contract of contracts) {
    const emitted = (await listEmitted(chain, contract)).filter((name) => !notOurs.includes(name))
    expect(emitted).toEqual(listEvents(contract).filter((name) => !notOurs.includes(name)))
  }
  const expected = await expectIndexEqualsChain(chain, live.database)
  expect(newTables.filter((table) => !expected.has(table))).toEqual([])
  const kindsOf = (table: string) => new Set(expected.get(table)?.map(({ kind }) => kind))
  expect(kindsOf('bid_events').size).toBe(5)
  expect(kindsOf('lease_events').size).toBe(5)
  expect(new Set(expected.get('dispute_settlements')?.map(({ upheld }) => upheld)).size).toBe(2)

  const again = await postgres.copyDatabase(indexed)
  const [followed, rebuilt] = [await auditDatabase(chain, live.database), await auditDatabase(chain, again)]
  expect(followed).toMatchObject({ code: 0, report: { matches: true, mismatches: [] } })
  expect(rebuilt).toMatchObject({ code: 0, report: { matches: true } })
  expect(rebuilt.report.contentHash).toBe(followed.report.contentHash)
  await again.sql.end()
})

test.each([
  [
    'more stake',
    `update stake_events set amount = amount + 1 where provider_id = 1 and kind = 'added'`,
    'database: provider 1 stake',
  ],
  ['a bid less', `delete from bid_events where order_id = 13 and provider_id = 3`, 'database: market bids_held'],
  ['a deposit that is free', `delete from bid_events where order_id = 13 and provider_id = 3`, 'provider 3 locked'],
  ['another rate', `update leases set rate = rate + 1000000 where lease_id = 10`, 'database: provider 2 locked'],
  ['other units', `update orders set units = units + 1 where order_id = 11`, 'database: provider 1 units_in_use'],
  ['a larger deposit', `update leases set deposit = deposit + 1 where lease_id = 10`, 'database: lease 10 deposit'],
  ['a smaller refund', `update lease_events set deposit = deposit + 1 where lease_id = 1`, 'database: market escrow'],
  ['more withdrawn', `update lease_events set withdrawn = withdrawn + 1 where lease_id = 10`, 'lease 10 withdrawn'],
  ['a larger fee', `update lease_events set fee = fee + 10 where lease_id = 10`, 'database: market fees_treasury'],
  ['no dispute', `delete from lease_disputes where lease_id = 9`, 'database: market bonds'],
  ['a verdict upside down', `update dispute_settlements set upheld = not upheld where lease_id = 6`, 'lease 6 deposit'],
  ['a claim less', `delete from market_credits where kind = 'claimed'`, 'database: claimable '],
  ['an order that nobody canceled', `delete from order_cancellations`, 'database: market orders_pending'],
  ['a lease that is released', `delete from lease_events where kind = 'released'`, 'market leases_unreleased'],
  ['another endpoint', `update provider_declarations set endpoint = 'https://other.example'`, 'table provider_decl'],
  ['another audit', `update provider_audits set until = until + 1 where kind = 'audited'`, 'table provider_audits'],
  ['another vote', `update arbiter_votes set for_claimant = not for_claimant`, 'table arbiter_votes'],
  ['other evidence', `update case_evidence set account = '\\x00'`, 'table case_evidence'],
])('B1 the audit of the market notices %s', async (_name, statement, what) => {
  const database = await postgres.copyDatabase(indexed)
  const { count } = await database.sql.unsafe(statement)
  expect(count).toBeGreaterThan(0)
  const { code, report } = await auditDatabase(chain, database)
  expect(code).toBe(1)
  expect(report.mismatches.map((mismatch) => mismatch.what).join('\n')).toContain(what)
  await database.sql.end()
})

type Told = { kind: string; payload: Record<string, unknown> & { id?: string; changes?: string[] } }

test('listeners hear which providers, orders, leases, disputes, credits and terms changed, and how', async () => {
  const told = await live.database.sql<Told[]>`
    select kind, payload from outbox where block_number > ${blocksBefore} order by id`
  const changesOf = (kind: string) => {
    const changes: Record<string, string[]> = {}
    for (const { payload } of told.filter((one) => one.kind === kind)) {
      const id = payload.id ?? ''
      changes[id] = [...new Set([...(changes[id] ?? []), ...(payload.changes ?? [])])].sort()
    }
    return changes
  }
  expect(Object.keys(changesOf('provider'))).toEqual(Object.values(market.providers).map(String))
  expect(Object.keys(changesOf('order'))).toEqual(Object.values(market.orders).map(String))
  expect(Object.keys(changesOf('dispute'))).toEqual(Object.values(market.cases).map(String))
  expect(changesOf('terms')).toEqual({
    '': ['arbiter_events', 'attributes', 'auditor_events', 'market_pauses', 'market_terms'],
  })
  const [orders, leases] = [changesOf('order'), changesOf('lease')]
  expect(orders['1']).toEqual(['bid-displaced', 'bid-placed', 'bid-released', 'leased', 'placed'])
  expect(orders['2']).toEqual(['bid-placed', 'bid-released', 'bid-withdrawn', 'canceled', 'placed'])
  expect(orders['4']).toEqual(['bid-declined', 'bid-placed', 'leased', 'placed'])
  expect(leases['1']).toEqual(['closed', 'extended', 'released', 'shortened', 'started', 'withdrawn'])
  expect(leases['6']).toEqual(['closed', 'disputed', 'settled', 'shortened', 'started', 'withdrawn'])
  const credited = told.filter(({ kind }) => kind === 'credit').flatMap(({ payload }) => payload['accounts'])
  expect(new Set(credited)).toContain(cast.tenant.address.toLowerCase())
})

test('B1 a reorg withdraws all that was said of the market', async () => {
  const head = await chain.client.getBlockNumber()
  const depth = Number(head - blocksBefore)
  await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })
  await waitForHead(chain, live.database)
  await expectIndexEqualsChain(chain, live.database)
  for (const table of newTables) {
    const [row] = await live.database.sql<{ count: bigint }[]>`select count(*) from ${live.database.sql(table)}`
    // The first terms come with the deployment.
    expect({ table, count: row?.count }).toEqual({ table, count: table === 'market_terms' ? 1n : 0n })
  }
  expect((await auditDatabase(chain, live.database)).report.matches).toBe(true)
})
