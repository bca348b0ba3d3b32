import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** Voting power of an account in the token house, and what stands behind it. */
export type DelegateRow = {
  account: Address
  votes: bigint
  changed_block: number
  changed_hash: Hex
  changed_time: number
  delegators: number
  ballots: number
  last_ballot_block: number | null
  last_ballot_time: number | null
}

const columns = (sql: Reader) => sql`
  d.account, d.votes, d.changed_block::float8, d.changed_hash, d.changed_time::float8,
  (select count(*) from holder_heads t where t.delegate = d.account and t.balance > 0)::float8 as delegators,
  coalesce(b.ballots, 0)::float8 as ballots, b.block::float8 as last_ballot_block, b.time::float8 as last_ballot_time`

// A steward's last ballot may be of the other house.
const ballots = (sql: Reader) => sql`
  left join lateral (
    select sum(ballots) filter (where house = 0) as ballots, max(last_block) as block, max(last_time) as time
    from voter_heads where voter = d.account) b on true`

/** Accounts with votes in the token house, the largest first unless `backwards`. */
export const listDelegateRows = async (
  sql: Reader,
  query: { from: { votes: string; account: Address } | null; backwards: boolean; limit: number },
): Promise<DelegateRow[]> => {
  const { from, backwards } = query
  const account = from?.account.toLowerCase() ?? ''
  const after =
    from &&
    (backwards
      ? sql`and (d.votes > ${from.votes}::numeric or (d.votes = ${from.votes}::numeric and d.account < ${account}))`
      : sql`and (d.votes < ${from.votes}::numeric or (d.votes = ${from.votes}::numeric and d.account > ${account}))`)
  const rows = await sql<DelegateRow[]>`
    select ${columns(sql)} from (
      select account, votes, changed_block, changed_hash, changed_time from delegate_heads d
      where d.house = 0 and d.votes > 0 ${after ?? sql``}
      order by ${backwards ? sql`d.votes, d.account desc` : sql`d.votes desc, d.account`} limit ${query.limit}) d
    ${ballots(sql)}
    order by ${backwards ? sql`d.votes, d.account desc` : sql`d.votes desc, d.account`}`
  return [...rows]
}

/** The same of one account; null when it never had votes. */
export const findDelegateRow = async (sql: Reader, account: Address): Promise<DelegateRow | null> => {
  const [row] = await sql<DelegateRow[]>`
    select ${columns(sql)} from delegate_heads d ${ballots(sql)}
    where d.house = 0 and d.account = ${account.toLowerCase()}`
  return row ?? null
}

/** How many accounts have more votes in the token house. */
export const countDelegatesAbove = async (sql: Reader, votes: bigint): Promise<number> => {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::float8 as count from delegate_heads where house = 0 and votes > ${String(votes)}::numeric`
  return row.count
}

/** Balance and delegate of a token holder. */
export type HolderRow = {
  account: Address
  balance: bigint
  delegate: Address | null
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

/** A token holder; null when the account never held or delegated. */
export const findHolderRow = async (sql: Reader, account: Address): Promise<HolderRow | null> => {
  const [row] = await sql<HolderRow[]>`
    select account, balance, delegate, changed_block::float8, changed_hash, changed_time::float8
    from holder_heads where account = ${account.toLowerCase()}`
  return row ?? null
}

/** A holder who delegates to an account, and since when. */
export type DelegatorRow = {
  account: Address
  balance: bigint
  since_block: number
  since_time: number
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

/** Who delegates to an account, the largest balance first unless `backwards`. */
export const listDelegatorRows = async (
  sql: Reader,
  query: { delegate: Address; from: { balance: string; account: Address } | null; backwards: boolean; limit: number },
): Promise<DelegatorRow[]> => {
  const { from, backwards } = query
  const account = from?.account.toLowerCase() ?? ''
  const after =
    from &&
    (backwards
      ? sql`and (t.balance > ${from.balance}::numeric or (t.balance = ${from.balance}::numeric and t.account < ${account}))`
      : sql`and (t.balance < ${from.balance}::numeric or (t.balance = ${from.balance}::numeric and t.account > ${account}))`)
  const rows = await sql<DelegatorRow[]>`
    select t.account, t.balance, s.block_number::float8 as since_block, s.block_time::float8 as since_time,
      t.changed_block::float8, t.changed_hash, t.changed_time::float8
    from holder_heads t
    join lateral (select block_number, block_time from delegations
      where house = 0 and delegator = t.account order by block_number desc, log_index desc limit 1) s on true
    where t.delegate = ${query.delegate.toLowerCase()} and t.balance > 0 ${after ?? sql``}
    order by ${backwards ? sql`t.balance, t.account desc` : sql`t.balance desc, t.account`} limit ${query.limit}`
  return [...rows]
}

/** Votes in the token house after a change. */
export type PowerChangeRow = {
  votes: bigint
  block_number: number
  block_hash: Hex
  block_time: number
  log_index: number
  tx_hash: Hex
}

/** Changes of an account's votes in the token house, newest first unless `backwards`. */
export const listPowerChanges = async (
  sql: Reader,
  query: {
    account: Address
    from: { block: number; log: number } | null
    backwards: boolean
    height: number
    limit: number
  },
): Promise<PowerChangeRow[]> => {
  const { from, backwards } = query
  const place = from && sql`(${from.block}::bigint, ${from.log}::integer)`
  const after =
    place && (backwards ? sql`and (block_number, log_index) > ${place}` : sql`and (block_number, log_index) < ${place}`)
  const rows = await sql<PowerChangeRow[]>`
    select votes, block_number::float8, block_hash, block_time::float8, log_index, tx_hash
    from vote_power_changes c
    where house = 0 and account = ${query.account.toLowerCase()} and block_number <= ${query.height} ${after ?? sql``}
    order by ${backwards ? sql`c.block_number, log_index` : sql`c.block_number desc, log_index desc`} limit ${query.limit}`
  return [...rows]
}

/** In how many proposals an account could vote, with votes or with a seat, in how many it did, and how many it made. */
export const getParticipation = async (
  sql: Reader,
  account: Address,
  now: number,
): Promise<{ eligible: number; voted: number; made: number }> => {
  const key = account.toLowerCase()
  const [row] = await sql<[{ eligible: number; voted: number; made: number }]>`
    select
      (select coalesce(sum(found.count), 0) from unnest((
          select range_agg(int8range(block_time, greatest(block_time, coalesce(until, ${now}::bigint)))) from (
            select votes, block_time, lead(block_time) over (partition by house order by block_number, log_index) as until
            from vote_power_changes where account = ${key} and house in (0, 1)) spans
          where votes > 0)) span
        cross join lateral (select count(*) from proposals p
          where p.snapshot >= lower(span) and p.snapshot < upper(span)) found)::float8 as eligible,
      (select count(distinct proposal_id) from votes where voter = ${key})::float8 as voted,
      (select count(*) from proposals where proposer = ${key})::float8 as made`
  return row
}

/** A seat that stands; admission counts as presence. */
export type SeatRow = {
  seat_id: bigint
  steward: Address
  party: bigint
  constituency: number
  term_end: number
  last_present: number
}

/** The seat that an account holds; null when it holds none. */
export const findSeatOf = async (sql: Reader, account: Address): Promise<SeatRow | null> => {
  const [row] = await sql<SeatRow[]>`
    select seat_id, steward, party, constituency, term_end::float8,
      greatest(admitted_time, last_present)::float8 as last_present
    from seats where steward = ${account.toLowerCase()} and vacated_time is null`
  return row ?? null
}

/** How many seats of each constituency are taken. */
export const countSeated = async (sql: Reader): Promise<{ constituency: number; seated: number }[]> => [
  ...(await sql<{ constituency: number; seated: number }[]>`
    select constituency, count(*)::float8 as seated from seats where vacated_time is null
    group by constituency order by constituency`),
]
