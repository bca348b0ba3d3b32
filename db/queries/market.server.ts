import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'
import { executedIn, place, type SetByRow } from './set-by.server'

/** The numbers of the market under one version. Basis points, seconds, base units. */
export type TermsRow = SetByRow & {
  version: number
  max_bids: number
  fee_bps: number
  burn_bps: number
  cap_bps: number
  penalty_bps: number
  floor_units: number
  bid_seconds: number
  order_seconds: number
  min_notice: number
  dispute_window: number
  max_duration: number
  min_stake: bigint
  bid_deposit: bigint
  dispute_bond: bigint
}

/** Every version of the terms, in their order. */
export const listTermsRows = async (sql: Reader): Promise<TermsRow[]> => [
  ...(await sql<TermsRow[]>`
    select c.version::float8, c.max_bids, c.fee_bps, c.burn_bps, c.cap_bps, c.penalty_bps, c.floor_units::float8,
      c.bid_seconds::float8, c.order_seconds::float8, c.min_notice::float8, c.dispute_window::float8,
      c.max_duration::float8, c.min_stake, c.bid_deposit, c.dispute_bond, ${place(sql)}, ${executedIn(sql)}
    from market_terms c order by c.version`),
]

export type PauseRow = SetByRow & { council: Address; approval: bigint; until: number }

/** Every pause of the council, newest first. */
export const listPauseRows = async (sql: Reader): Promise<PauseRow[]> => [
  ...(await sql<PauseRow[]>`
    select c.council, c.approval, c.until::float8, ${place(sql)}, null::bigint as proposal_id
    from market_pauses c order by c.block_number desc, c.log_index desc`),
]

export type ArbiterRow = SetByRow & { account: Address; appointed: boolean }

/** Every account that ever was an arbiter, and what last changed that. */
export const listArbiterRows = async (sql: Reader): Promise<ArbiterRow[]> => [
  ...(await sql<ArbiterRow[]>`
    select c.account, c.kind = 'appointed' as appointed, ${place(sql)}, ${executedIn(sql)}
    from (select distinct on (account) * from arbiter_events order by account, block_number desc, log_index desc) c
    order by c.block_number, c.log_index`),
]

/** Fees and penalties that wait to be paid, in base units. */
export type FeesRow = { to_treasury: bigint; to_burn: bigint }

/** What `feesDue` of the market says: fees of all leases and penalties, less what was paid. */
export const getFeesDue = async (sql: Reader): Promise<FeesRow> => {
  const [row] = await sql<FeesRow[]>`
    select coalesce(f.fee, 0) - coalesce(f.burnt, 0) + coalesce(s.penalty, 0) - coalesce(p.to_treasury, 0) as to_treasury,
      coalesce(f.burnt, 0) - coalesce(p.burnt, 0) as to_burn
    from (select sum(fee) as fee, sum(div(fee * burn_bps, 10000)) as burnt
      from lease_heads join market_terms using (version)) f,
      (select sum(penalty) as penalty from dispute_settlements) s,
      (select sum(to_treasury) as to_treasury, sum(burnt) as burnt from fee_payments) p`
  return row ?? { to_treasury: 0n, to_burn: 0n }
}

type CreditRow = { amount: bigint; block_number: number; block_hash: Hex; block_time: number }

/** What an account can claim of the market, or of jobs, in base units, and where that last changed; null where it never did. */
export const findCredit = async (
  sql: Reader,
  { account, of }: { account: Address; of: 'market' | 'jobs' },
): Promise<CreditRow | null> => {
  const table = sql(of === 'market' ? 'market_credits' : 'job_credits')
  const [row] = await sql<CreditRow[]>`
    select s.amount, c.block_number::float8, c.block_hash, c.block_time::float8
    from ${table} c,
      (select sum(case when kind = 'credited' then amount else -amount end) as amount
        from ${table} where account = ${account}) s
    where c.account = ${account} order by c.block_number desc, c.log_index desc limit 1`
  return row ?? null
}

/** The kinds of these parties, which never change. */
export const listPartyKinds = async (
  sql: Reader,
  ids: readonly bigint[],
): Promise<{ party: bigint; party_kind: number }[]> => {
  const known = [...new Set(ids)].filter((id) => id !== 0n)
  if (known.length === 0) return []
  return [
    ...(await sql<{ party: bigint; party_kind: number }[]>`
      select party, party_kind from party_events where kind = 'admitted' and party = any(${known.map(String)}::bigint[])`),
  ]
}

export type MarketPoolRow = { pool: bigint; name: string }

/** How pools are called. */
export const listPoolNames = async (sql: Reader): Promise<MarketPoolRow[]> => [
  ...(await sql<MarketPoolRow[]>`select pool, name from pools order by pool`),
]
