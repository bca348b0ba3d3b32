import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** A lease as it stands, with what it keeps of its order. Base units, seconds; 0 is none. */
export type LeaseRow = {
  lease_id: bigint
  provider_id: bigint
  operator: Address
  party: bigint
  rate: bigint
  start_time: number
  first_end_time: number
  end_time: number
  deposit: bigint
  withdrawn: bigint
  fee: bigint
  /** GPU-seconds that its tenant confirmed, and where; null: none. */
  confirmed: bigint | null
  confirmed_block: number | null
  confirmed_hash: Hex | null
  confirmed_time: number | null
  tenant: Address
  tenant_party: bigint
  agent: bigint
  epoch: number
  pool: bigint
  units: number
  duration: number
  notice: number
  version: number
  spec_digest: Hex
  release_id: bigint
  lock: bigint
  dispute_window: number
  dispute_bond: bigint
  fee_bps: number
  burn_bps: number
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  noticed_time: number | null
  noticed_block: number | null
  closed_time: number | null
  closed_block: number | null
  released_time: number | null
  released_block: number | null
  case_id: bigint | null
  from_time: number | null
  disputed_time: number | null
  disputed_block: number | null
  disputed_tx: Hex | null
  upheld: boolean | null
  damages: bigint | null
  slashed: bigint | null
  penalty: bigint | null
  settled_time: number | null
  settled_block: number | null
  settled_tx: Hex | null
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

const leases = (sql: Reader) => sql`
  select h.lease_id, h.provider_id, d.operator, h.party, h.rate, h.start_time::float8, h.first_end_time::float8,
    h.end_time::float8, h.deposit, h.withdrawn, h.fee, u.gpu_seconds as confirmed,
    u.block_number::float8 as confirmed_block, u.block_hash as confirmed_hash, u.block_time::float8 as confirmed_time, h.tenant, h.tenant_party, h.agent, h.epoch::float8, h.pool,
    h.units::float8, h.duration::float8, h.notice::float8, h.version::float8, h.spec_digest, h.release_id, h.lock,
    t.dispute_window::float8, t.dispute_bond, t.fee_bps, t.burn_bps, h.block_number::float8, h.block_hash,
    h.block_time::float8, h.tx_hash, h.noticed_time::float8, h.noticed_block::float8, h.closed_time::float8,
    h.closed_block::float8, h.released_time::float8, h.released_block::float8, h.case_id, h.from_time::float8,
    h.disputed_time::float8, h.disputed_block::float8, h.disputed_tx, h.upheld, h.damages, h.slashed, h.penalty,
    h.settled_time::float8, h.settled_block::float8, h.settled_tx, h.changed_block::float8, h.changed_hash,
    h.changed_time::float8
  from lease_heads h
  join provider_declarations d on d.provider_id = h.provider_id and d.version = 1
  join market_terms t on t.version = h.version
  left join lateral (select gpu_seconds, block_number, block_hash, block_time from usage_receipts
    where lease_id = h.lease_id order by gpu_seconds desc limit 1) u on true`

type LeaseStateName = 'running' | 'ended' | 'closed' | 'disputed' | 'released'

const inState = (sql: Reader, state: LeaseStateName, now: number) => {
  if (state === 'released') return sql`h.released_time is not null`
  if (state === 'disputed') return sql`h.case_id is not null and h.released_time is null`
  const undisputed = sql`h.case_id is null and h.released_time is null`
  if (state === 'closed') return sql`${undisputed} and h.closed_time is not null`
  const held = sql`${undisputed} and h.closed_time is null`
  return state === 'running' ? sql`${held} and h.end_time > ${now}` : sql`${held} and h.end_time <= ${now}`
}

type LeaseFilters = { state: LeaseStateName | null; tenant: Address | null; provider: string | null }

type LeasePage = LeaseFilters & { from: string | null; backwards: boolean; limit: number; now: number }

/** Leases, newest order first, or oldest first when read backwards; `from` is left out, `now` decides which run. */
export const listLeaseRows = async (sql: Reader, page: LeasePage): Promise<LeaseRow[]> => {
  const beyond = page.backwards ? sql`h.lease_id > ${page.from}` : sql`h.lease_id < ${page.from}`
  return [
    ...(await sql<LeaseRow[]>`
      ${leases(sql)}
      where ${page.from === null ? sql`true` : beyond}
        and ${page.state === null ? sql`true` : inState(sql, page.state, page.now)}
        and ${page.tenant === null ? sql`true` : sql`h.tenant = ${page.tenant}`}
        and ${page.provider === null ? sql`true` : sql`h.provider_id = ${page.provider}`}
      order by h.lease_id ${page.backwards ? sql`asc` : sql`desc`} limit ${page.limit}`),
  ]
}

/** One lease; null where there is none. */
export const findLeaseRow = async (sql: Reader, id: string): Promise<LeaseRow | null> => {
  const [row] = await sql<LeaseRow[]>`${leases(sql)} where h.lease_id = ${id}`
  return row ?? null
}

/** What happened to a lease after it began. */
export type LeaseEventRow = {
  kind: 'extended' | 'shortened' | 'closed' | 'withdrawn' | 'released' | 'confirmed'
  account: Address | null
  end_time: number | null
  deposit: bigint | null
  withdrawn: bigint | null
  gpu_seconds: bigint | null
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

/** The events of a lease in the order of the chain. */
export const listLeaseEventRows = async (sql: Reader, id: string): Promise<LeaseEventRow[]> => [
  ...(await sql<LeaseEventRow[]>`
    select kind, account, end_time::float8, deposit, withdrawn, gpu_seconds, block_number::float8, block_hash,
      block_time::float8, tx_hash
    from (select kind, account, end_time, deposit, withdrawn, null::numeric as gpu_seconds, block_number, block_hash,
        log_index, block_time, tx_hash
      from lease_events where lease_id = ${id}
      union all select 'confirmed', null, null, null, null, gpu_seconds, block_number, block_hash, log_index, block_time,
        tx_hash
      from usage_receipts where lease_id = ${id}) events
    order by block_number, log_index`),
]
