import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#db/migrate'
import { listCaseRows } from '#db/queries/disputes.server'
import { listLeaseRows } from '#db/queries/leases.server'
import { listBidRows, listHeldBidRows, listOrderRows } from '#db/queries/orders.server'
import { listProviderRows, listReputationRows } from '#db/queries/providers.server'
import type { Reader } from '#db/queries/reader.server'
import { startTestPostgres, type TestDatabase, type TestPostgres } from '#test/support/postgres'

const ORDERS = 20_000
const NOW = 10_000_000
const tenant = `0x${'0'.repeat(38)}07` as const

let postgres: TestPostgres
let database: TestDatabase
beforeAll(async () => {
  postgres = await startTestPostgres()
  database = await postgres.createDatabase()
  const { sql } = database
  await migrate(sql)
  // Blocks count up with orders; each order has three bids, every second one became a lease, most of which are over.
  await sql.unsafe(`
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
    analyze`)
})
afterAll(async () => {
  await database?.sql.end()
  await postgres?.stop()
})

const big = [
  'orders',
  'bid_events',
  'leases',
  'lease_events',
  'arbitration_cases',
  'arbiter_votes',
  'case_evidence',
] as const

const countReads = async (sql: Reader): Promise<number> => {
  const [row] = await sql<{ reads: number }[]>`
    select sum(pg_stat_get_xact_tuples_returned(name::regclass))::float8 as reads from unnest(${[...big]}::text[]) name`
  return row?.reads ?? 0
}

type Counted = { reads: number; rows: number; took: number }

/** How many rows of the big tables a query reads one after the other, without an index. */
const countScanned = (query: (sql: Reader) => Promise<readonly unknown[]>): Promise<Counted> =>
  database.sql.begin(async (sql) => {
    // What the connection did before may still be counted.
    const before = await countReads(sql)
    const began = performance.now()
    const rows = (await query(sql)).length
    const took = performance.now() - began
    return { reads: (await countReads(sql)) - before, rows, took }
  }) as Promise<Counted>

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
  const { reads, rows, took } = await countScanned(query)
  expect(rows).toBeGreaterThan(0)
  expect(reads).toBeLessThan(1_000)
  expect(took).toBeLessThan(2_000)
})
