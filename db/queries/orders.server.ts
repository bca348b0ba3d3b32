import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** An order and what became of it. Seconds, millionths of a base unit per unit and second; 0 is none. */
export type OrderRow = {
  order_id: bigint
  tenant: Address
  party: bigint
  agent: bigint
  epoch: number
  bid_until: number
  open_until: number
  version: number
  pool: bigint
  units: number
  duration: number
  notice: number
  max_rate: bigint
  attributes: bigint
  auditor_ids: bigint
  release_id: bigint
  spec_digest: Hex
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  canceled_block: number | null
  canceled_time: number | null
  canceled_tx: Hex | null
  leased_block: number | null
  leased_time: number | null
  leased_tx: Hex | null
  leased_to: bigint | null
  leased_rate: bigint | null
  declined: bigint | null
  bids: number
  lowest_rate: bigint | null
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

const orders = (sql: Reader) => sql`
  select o.order_id, o.tenant, o.party, o.agent, o.epoch::float8, o.bid_until::float8, o.open_until::float8,
    o.version::float8, o.pool, o.units::float8, o.duration::float8, o.notice::float8, o.max_rate, o.attributes,
    o.auditor_ids, o.release_id, o.spec_digest, o.block_number::float8, o.block_hash, o.block_time::float8, o.tx_hash,
    c.block_number::float8 as canceled_block, c.block_time::float8 as canceled_time, c.tx_hash as canceled_tx,
    l.block_number::float8 as leased_block, l.block_time::float8 as leased_time, l.tx_hash as leased_tx,
    l.provider_id as leased_to, l.rate as leased_rate, d.provider_id as declined, b.bids::float8, b.lowest_rate,
    x.block_number::float8 as changed_block, x.block_hash as changed_hash, x.block_time::float8 as changed_time
  from orders o
  left join order_cancellations c on c.order_id = o.order_id
  left join leases l on l.lease_id = o.order_id
  left join lateral (select provider_id from bid_events where order_id = o.order_id and kind = 'declined' limit 1) d on true
  left join lateral (select count(*) as bids, min(rate) as lowest_rate from held_bids where order_id = o.order_id) b on true
  left join lateral (select block_number, block_hash, block_time from (
    select o.block_number, o.block_hash, o.block_time
    union all select c.block_number, c.block_hash, c.block_time where c.block_number is not null
    union all select l.block_number, l.block_hash, l.block_time where l.block_number is not null
    union all select block_number, block_hash, block_time from bid_events where order_id = o.order_id) changes
    order by block_number desc limit 1) x on true`

type OrderStateName = 'open' | 'leased' | 'canceled' | 'expired'

const inState = (sql: Reader, state: OrderStateName, now: number) => {
  if (state === 'leased') return sql`l.lease_id is not null`
  if (state === 'canceled') return sql`c.order_id is not null`
  const pending = sql`l.lease_id is null and c.order_id is null`
  return state === 'open' ? sql`${pending} and o.open_until > ${now}` : sql`${pending} and o.open_until <= ${now}`
}

export type OrderFilters = {
  state: OrderStateName | null
  pool: string | null
  tenant: Address | null
}

type OrderPage = OrderFilters & { from: string | null; backwards: boolean; limit: number; now: number }

/** Orders, newest first, or oldest first when read backwards; `from` is left out, `now` decides which are open. */
export const listOrderRows = async (sql: Reader, page: OrderPage): Promise<OrderRow[]> => {
  const beyond = page.backwards ? sql`o.order_id > ${page.from}` : sql`o.order_id < ${page.from}`
  return [
    ...(await sql<OrderRow[]>`
      ${orders(sql)}
      where ${page.from === null ? sql`true` : beyond}
        and ${page.state === null ? sql`true` : inState(sql, page.state, page.now)}
        and ${page.pool === null ? sql`true` : sql`o.pool = ${page.pool}`}
        and ${page.tenant === null ? sql`true` : sql`o.tenant = ${page.tenant}`}
      order by o.order_id ${page.backwards ? sql`asc` : sql`desc`} limit ${page.limit}`),
  ]
}

/** One order; null where there is none. */
export const findOrderRow = async (sql: Reader, id: string): Promise<OrderRow | null> => {
  const [row] = await sql<OrderRow[]>`${orders(sql)} where o.order_id = ${id}`
  return row ?? null
}

/** A bid as it was made. `party` 0: the operator had none; `auditor_id` and `enclave_id` 0: none. */
export type BidRow = {
  order_id: bigint
  provider_id: bigint
  party: bigint
  auditor_id: number
  enclave_id: bigint
  rate: bigint
  block_number: number
  block_hash: Hex
  log_index: number
  block_time: number
  tx_hash: Hex
}

const bidColumns = (sql: Reader) => sql`
  b.order_id, b.provider_id, b.party, b.auditor_id::float8, b.enclave_id, b.rate, b.block_number::float8, b.block_hash,
  b.log_index, b.block_time::float8, b.tx_hash`

/** The bids that orders hold, the accepted one of a lease among them, in the order of providers. */
export const listHeldBidRows = async (sql: Reader, orderIds: readonly bigint[]): Promise<BidRow[]> => [
  ...(await sql<BidRow[]>`
    select ${bidColumns(sql)} from held_bids b where b.order_id = any(${orderIds.map(String)}::bigint[])
    order by b.order_id, b.provider_id`),
]

/** A bid as it was made, and what ended it; null: it is held, or was accepted. */
export type BidEventRow = BidRow & {
  ended_by: 'placed' | 'withdrawn' | 'displaced' | 'declined' | 'released' | null
  ended_block: number | null
  ended_hash: Hex | null
  ended_time: number | null
  accepted: boolean
}

type BidPage = {
  from: [string, string] | null
  backwards: boolean
  limit: number
  order: string | null
  provider: string | null
}

/** Bids as they were made, newest first, or oldest first when read backwards; `from` is left out. */
export const listBidRows = async (sql: Reader, page: BidPage): Promise<BidEventRow[]> => {
  const [block, log] = page.from ?? ['0', '0']
  const spot = sql`(b.block_number, b.log_index)`
  const beyond = page.backwards ? sql`${spot} > (${block}, ${log})` : sql`${spot} < (${block}, ${log})`
  return [
    ...(await sql<BidEventRow[]>`
      select ${bidColumns(sql)}, n.kind as ended_by, n.block_number::float8 as ended_block, n.block_hash as ended_hash,
        n.block_time::float8 as ended_time,
        n.kind is null and l.provider_id is not distinct from b.provider_id as accepted
      from bid_events b
      left join lateral (select kind, block_number, block_hash, block_time from bid_events
        where order_id = b.order_id and provider_id = b.provider_id
          and (block_number, log_index) > (b.block_number, b.log_index)
        order by block_number, log_index limit 1) n on true
      left join lateral (select provider_id from leases where lease_id = b.order_id limit 1) l on true
      where b.kind = 'placed' and ${page.from === null ? sql`true` : beyond}
        and ${page.order === null ? sql`true` : sql`b.order_id = ${page.order}`}
        and ${page.provider === null ? sql`true` : sql`b.provider_id = ${page.provider}`}
      order by b.block_number ${page.backwards ? sql`asc` : sql`desc`}, b.log_index ${page.backwards ? sql`asc` : sql`desc`}
      limit ${page.limit}`),
  ]
}
