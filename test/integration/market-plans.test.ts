import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCaseRows } from '#db/queries/disputes.server'
import { listLeaseRows } from '#db/queries/leases.server'
import { listBidRows, listHeldBidRows, listOrderRows } from '#db/queries/orders.server'
import { listProviderRows, listReputationRows } from '#db/queries/providers.server'
import type { Reader } from '#db/queries/reader.server'
import { type FilledDatabase, startFilledDatabase } from '#test/support/postgres'
import { findCostly, readPlans } from '#test/support/read-plans'

const ORDERS = 20_000
const LEASES_EACH = 50
const NOW = 10_000_000
const tenant = `0x${'0'.repeat(38)}07` as const

let database: FilledDatabase
beforeAll(async () => {
  // Blocks count up with orders; each order has three bids, every second one became a lease, most of which are over.
  database = await startFilledDatabase(`
    insert into market_terms select 1, 8, 100, 0, 3300, 0, 48, 60, 600, 300, 3600, 2592000, 1, 1, 1, 1, 'a', 0, 'a', 1;
    insert into provider_declarations
      select id, decode(lpad(to_hex(id), 40, '0'), 'hex'), 1, 1 + id % 8, 8, 0, 'a', 'https://a.example', id, 'a', 0, 'a', id
      from generate_series(1, 500) id;
    insert into stake_events select id, 'added', 'a', 1000000000, id, 'a', 1, 'a', id from generate_series(1, 500) id;
    insert into orders
      select id, decode(lpad(to_hex(id % 300), 40, '0'), 'hex'), 0, 0, 0, 0,
        case when id % 2 = 0 then ${NOW} + 500 else 100 end, 1, 1 + id % 8, 2, 600, 300, 1000000, 0, 0, 0, 'a', 1000 + id,
        'a', 0, 'a', id
      from generate_series(1, ${ORDERS}) id;
    insert into bid_events
      select id, 1 + (id * 3 + n) % 500, 'placed', 0, 1, 0, 5000 + n, 1000 + id, 'a', n, 'a', id
      from generate_series(1, ${ORDERS}) id, generate_series(1, 3) n;
    insert into leases
      select id, 1 + (id * 3 + 1) % 500, 0, 5001, 100, case when id % 50 = 0 then ${NOW} + 500 else 700 end, 60, 1000 + id, 'a',
        9, 'a', id
      from generate_series(2, ${ORDERS}, 2) id;
    insert into lease_events
      select id, kind, null, null, null, case when kind = 'withdrawn' then 60 end, case when kind = 'withdrawn' then 0 end,
        1000 + id, 'a', n, 'a', id
      from generate_series(2, ${ORDERS}, 2) id,
        (values ('withdrawn', 10), ('closed', 11), ('released', 12)) kinds(kind, n)
      where id % 50 <> 0;
    insert into arbitration_cases
      select id, 'a', 'b', 'c', 0, 0, '{}', 1000 + id, 'a', 20, 'a', id from generate_series(1, 5000) id;
    insert into arbiter_votes select id, 'a', true, 'a', 1000 + id, 'a', 21, 'a', id from generate_series(1, 5000) id;
    insert into case_evidence select id, 'a', 'a', 1000 + id, 'a', 22, 'a', id from generate_series(1, 5000) id;
  `)
})
afterAll(() => database?.stop())

const page = { from: null, backwards: false, limit: 51, now: NOW }
const orders = { ...page, state: null, pool: null, tenant: null }
const leases = { ...page, state: null, provider: null, tenant: null }
const bids = { ...page, order: null, provider: null }
const middle = String(ORDERS / 2)

test.each<[string, (sql: Reader) => Promise<readonly unknown[]>]>([
  ['the newest orders', (sql) => listOrderRows(sql, orders)],
  ['orders from the middle on', (sql) => listOrderRows(sql, { ...orders, from: middle })],
  ['orders backwards', (sql) => listOrderRows(sql, { ...orders, from: middle, backwards: true })],
  ['orders of a pool', (sql) => listOrderRows(sql, { ...orders, pool: '3' })],
  ['orders of a tenant', (sql) => listOrderRows(sql, { ...orders, tenant })],
  ['leased orders', (sql) => listOrderRows(sql, { ...orders, state: 'leased' })],
  ['expired orders', (sql) => listOrderRows(sql, { ...orders, state: 'expired' })],
  ['the newest leases', (sql) => listLeaseRows(sql, leases)],
  ['leases from the middle on', (sql) => listLeaseRows(sql, { ...leases, from: middle })],
  ['leases of a provider', (sql) => listLeaseRows(sql, { ...leases, provider: '8' })],
  ['released leases', (sql) => listLeaseRows(sql, { ...leases, state: 'released' })],
  ['running leases', (sql) => listLeaseRows(sql, { ...leases, state: 'running' })],
  ['the newest bids', (sql) => listBidRows(sql, bids)],
  ['bids of a provider', (sql) => listBidRows(sql, { ...bids, provider: '8' })],
  ['bids of an order', (sql) => listBidRows(sql, { ...bids, order: '8' })],
  ['held bids of an order', (sql) => listHeldBidRows(sql, [8n])],
  ['providers', (sql) => listProviderRows(sql, { ...page, pool: null, operator: null })],
  ['reputations', (sql) => listReputationRows(sql, { ids: [8n, 9n], now: NOW })],
  ['cases', (sql) => listCaseRows(sql, page)],
])('reads %s through indexes, whatever there is besides', async (_name, query) => {
  let rows = 0
  const works = await readPlans(database.sql, async () => {
    rows = (await query(database.sql)).length
  })
  expect(rows).toBeGreaterThan(0)
  // What changed last of a provider is sought among its own leases, which are computed from their events.
  expect(findCostly(works, { sorted: 120 * LEASES_EACH })).toEqual([])
})
