import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Transaction } from '#db/client.server'
import { listReputationRows } from '#db/queries/providers.server'
import { startTestPostgres, type TestDatabase, type TestPostgres } from '#test/support/postgres'
import { createReputationSummer } from '~/cli/audit/reputation'
import { copyRows } from '~/indexer/copy-rows'
import { createWrite, type Rows, type Write } from '~/indexer/rows'

// Histories by the hundred come straight into the database: what is tested is that its query weighs them as
// app/domain/market/reputation.ts does, whatever the parties.
let postgres: TestPostgres
let database: TestDatabase
beforeAll(async () => {
  postgres = await startTestPostgres()
  database = await postgres.createDatabase()
})
afterAll(async () => {
  await database?.sql.end()
  await postgres?.stop()
})

const PROVIDERS = 6
const LEASES = 400
const JOBS = 200
const NOW = 10_000n

const hex = (value: number, bytes: number): Hex => `0x${value.toString(16).padStart(bytes * 2, '0')}`
const account = (value: number): Hex => hex(value, 20)

/** A generator with a seed, so that a failure can be made again. */
const createDraw = (seed: number) => {
  let state = seed
  return (count: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  }
}

const createHistory = () => {
  const rows: Rows = new Map()
  let block = 0n
  const write: Write = (table, row) => {
    block += 1n
    const log = { blockNumber: block, blockHash: hex(Number(block), 32), logIndex: 0, transactionHash: hex(1, 32) }
    return createWrite(rows, { ...log, address: account(0), topics: [], data: '0x' }, { timestamp: 5_000n })(table, row)
  }
  return { rows, write }
}

const nothingOfTerms = { max_bids: 2, cap_bps: 1, penalty_bps: 0, floor_units: 1, bid_seconds: 1, order_seconds: 1 }
const restOfTerms = { min_notice: 1, dispute_window: 100, max_duration: 9_999, min_stake: 1, bid_deposit: 1 }

const tell = (draw: (count: number) => number, write: Write) => {
  for (const version of [1, 2]) {
    const fees = { fee_bps: version * 250, burn_bps: 2_000, dispute_bond: 5 }
    write('market_terms', { version, ...nothingOfTerms, ...restOfTerms, ...fees })
  }
  for (let id = 1; id <= PROVIDERS; id++) {
    const declaration = { version: 1, pool: 1, units: 8, attributes: 0, hardware: hex(id, 32), endpoint: '' }
    write('provider_declarations', { provider_id: id, operator: account(id), ...declaration })
  }
  const sides = () => ({ provider_id: 1 + draw(PROVIDERS), tenant: account(1 + draw(PROVIDERS + 3)) })
  for (let id = 1; id <= LEASES; id++) {
    const { provider_id, tenant } = sides()
    const wants = {
      pool: 1,
      units: 1 + draw(4),
      duration: 9_000,
      notice: 1,
      max_rate: 1,
      attributes: 0,
      auditor_ids: 0,
    }
    const order = {
      order_id: id,
      tenant,
      party: draw(4),
      agent: 0,
      epoch: draw(3),
      version: 1 + draw(2),
      release_id: 0,
    }
    write('orders', { ...order, ...wants, bid_until: 1, open_until: 2, spec_digest: hex(7, 32) })
    const end_time = 5_000 + draw(10_000)
    const lease = { lease_id: id, provider_id, party: draw(4), rate: 1_000_000, start_time: 4_000, end_time }
    write('leases', { ...lease, deposit: 1_000_000 })
    if (draw(4) === 0) write('lease_events', { lease_id: id, kind: 'withdrawn', withdrawn: 900, fee: draw(90) })
    if (draw(3) > 0) write('lease_events', { lease_id: id, kind: 'withdrawn', withdrawn: 999, fee: 100 + draw(900) })
    // At the block's own time a tenant ends it; later, the provider gave notice.
    if (draw(4) === 0) write('lease_events', { lease_id: id, kind: 'shortened', end_time: 5_000 + draw(3), deposit: 9 })
    if (draw(4) > 0) continue
    write('lease_disputes', { lease_id: id, case_id: id, from_time: 4_500, end_time, evidence: hex(9, 32) })
    if (draw(3) > 0) {
      const upheld = draw(2) === 0
      const damages = upheld ? draw(100_000) : 0
      write('dispute_settlements', { lease_id: id, upheld, damages, slashed: 0, penalty: 0 })
    }
  }
  for (let id = 1; id <= JOBS; id++) {
    const amounts = Array.from({ length: 1 + draw(3) }, () => BigInt(1 + draw(100_000)))
    const parties = { tenant_party: draw(4), provider_party: draw(4), version: 1 + draw(2) }
    const deadlines = amounts.map(() => 9_000n)
    write('jobs', { job_id: id, ...sides(), ...parties, spec_digest: hex(id, 32), amounts, deadlines })
    if (draw(5) === 0) continue
    write('job_events', { job_id: id, kind: 'accepted' })
    const delivered = draw(amounts.length + 1)
    for (let milestone = 0; milestone < delivered; milestone++) {
      write('milestone_events', { job_id: id, milestone, kind: 'delivered', digest: hex(3, 32) })
      const end = draw(5)
      if (end === 0) continue
      if (end === 1) {
        const case_id = 10_000 + id * 10 + milestone
        write('milestone_events', { job_id: id, milestone, kind: 'rejected', case_id, digest: hex(4, 32) })
        write('milestone_events', { job_id: id, milestone, kind: 'settled', outcome: 2 })
      } else {
        write('milestone_events', {
          job_id: id,
          milestone,
          kind: 'paid',
          amount: amounts[milestone] ?? 0n,
          fee: draw(999),
        })
      }
    }
    if (delivered < amounts.length && draw(3) === 0) write('job_events', { job_id: id, kind: 'ended', returned: 1 })
  }
  for (let id = 1; id < PROVIDERS; id++) {
    for (const epoch of [1, 2, 3]) {
      const made = 1 + draw(100)
      write('challenge_reports', { provider_id: id, epoch, auditor_id: 1, party: 1, made, passed: draw(made + 1) })
    }
  }
}

const store = (rows: Rows) =>
  database.sql.begin(async (transaction) => {
    for (const [table, own] of rows) await copyRows(transaction as Transaction, table, own)
  })

test('R4 the database weighs a provider’s record as the domain’s own rule does', async () => {
  const { rows, write } = createHistory()
  tell(createDraw(20_261_126), write)
  await store(rows)
  const summer = createReputationSummer()
  summer.add(rows)
  const expected = new Map(summer.finish(NOW))
  const ids = Array.from({ length: PROVIDERS }, (_, index) => BigInt(index + 1))
  const found = await listReputationRows(database.sql, { ids, now: Number(NOW) })
  const told = new Map(
    found.flatMap((row) =>
      Object.entries({
        fees: row.fees,
        leases: row.leases,
        completed: row.completed,
        noticed: row.noticed,
        disputesLost: row.disputes_lost,
        completedBps: row.completed_bps ?? -1n,
        availabilityBps: row.availability_bps ?? -1n,
      }).map(([name, value]): [string, bigint] => [`reputation ${row.provider_id} ${name}`, BigInt(value)]),
    ),
  )
  expect(told).toEqual(expected)
  // It would prove little if one of these were the same for all.
  for (const name of ['fees', 'completed', 'noticed', 'disputesLost', 'completedBps', 'availabilityBps']) {
    expect(new Set(ids.map((id) => expected.get(`reputation ${id} ${name}`))).size).toBeGreaterThan(1)
  }
})
