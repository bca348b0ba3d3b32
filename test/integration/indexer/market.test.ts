import { afterAll, beforeAll, expect, test } from 'vitest'
import { listUseRows } from '#db/queries/providers.server'
import {
  expectAllEmitted,
  expectNoticed,
  expectRebuilt,
  expectWithdrawn,
  type FollowedStory,
  followStory,
} from '#test/support/followed-story'
import { cast, market, sayMarket } from '#test/support/market-story'
import { computeMarketAbi, epochClockAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'

let story: FollowedStory
beforeAll(async () => {
  story = await followStory(sayMarket)
})
afterAll(() => story?.stop())

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
] as const

test('B1 every event of the market is a row, followed live and rebuilt with the same content hash', async () => {
  await expectAllEmitted(story, ['ProviderRegistry', 'OrderBook', 'ComputeMarket', 'Arbitration'])
  const expected = await expectRebuilt(story, newTables)
  const kindsOf = (table: string) => new Set(expected.get(table)?.map(({ kind }) => kind))
  expect(kindsOf('bid_events').size).toBe(5)
  expect(kindsOf('lease_events').size).toBe(5)
  expect(new Set(expected.get('dispute_settlements')?.map(({ upheld }) => upheld)).size).toBe(2)
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
])('B1 the audit of the market notices %s', (_name, statement, what) => expectNoticed(story, statement, what))

test('R6 the use of a pool by each party is what the market counts, of leases that grew, shrank and were contested too', async () => {
  const { client, deployment } = story.chain
  const [clock, use] = [addressOf(deployment, 'EpochClock'), addressOf(deployment, 'ComputeMarket')]
  const epoch = Number(await client.readContract({ address: clock, abi: epochClockAbi, functionName: 'current' }))
  const since = Number(
    await client.readContract({ address: clock, abi: epochClockAbi, functionName: 'startOf', args: [epoch] }),
  )
  const rows = await listUseRows(story.database.sql, { pools: [1n, 2n, 3n], since })
  expect(rows.map(({ pool, party }) => [pool, party])).toEqual([
    [BigInt(market.pool), 1n],
    [BigInt(market.pool), 2n],
  ])
  for (const { pool, party, units, gpu_seconds } of rows) {
    const args = [Number(pool), Number(party)] as const
    const told = await client.readContract({ address: use, abi: computeMarketAbi, functionName: 'useOf', args })
    const load = told.epoch === epoch ? Number(told.gpuSeconds) : 0
    expect({ party, units, gpu_seconds }).toEqual({ party, units: told.units, gpu_seconds: load })
  }
})

type Told = { kind: string; payload: Record<string, unknown> & { id?: string; changes?: string[] } }

test('listeners hear which providers, orders, leases, disputes, credits and terms changed, and how', async () => {
  const told = await story.database.sql<Told[]>`
    select kind, payload from outbox where block_number > ${story.blocksBefore} order by id`
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
  // The first terms come with the deployment.
  await expectWithdrawn(story, newTables, { market_terms: 1n })
})
