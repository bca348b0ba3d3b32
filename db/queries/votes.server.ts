import type { Address, Hex } from 'viem'
import { powerAt } from './power-at.server'
import type { Reader } from './reader.server'

/** A ballot; `house` 0 token, 1 seat; `support` 0 Against, 1 For, 2 Abstain. */
export type VoteRow = {
  proposal_id: bigint
  house: number
  voter: Address
  support: number
  weight: bigint
  reason: string
  block_number: number
  block_hash: Hex
  log_index: number
  tx_hash: Hex
  block_time: number
}

/** The place of a ballot in the chain. */
export type VotePlace = { block: number; log: number }

type VoteFilter = { proposal: string; house: number | null; support: number | null; height: number }

// Orders name the table: a bare block_number is the column of the answer, a float8 that no index is in the order of.
const columns = (sql: Reader) => sql`
  proposal_id, house, voter, support, weight, reason, block_number::float8, block_hash, log_index, tx_hash,
  block_time::float8`

// Seats have an index of their own, which is found by the number itself: a crowd of holders would hide them.
const where = (sql: Reader, { proposal, house, support, height }: VoteFilter) => sql`
  proposal_id = ${proposal} and block_number <= ${height}
  ${house === null ? sql`` : house === 1 ? sql`and house = 1` : sql`and house = ${house}`}
  ${support === null ? sql`` : sql`and support = ${support}`}`

/** Ballots by their place in the chain; `rising` is oldest first. */
export const listVotesByPlace = async (
  sql: Reader,
  query: VoteFilter & { rising: boolean; from: VotePlace | null; limit: number; withoutReason: boolean },
): Promise<VoteRow[]> => {
  const { from, rising } = query
  const place = from && sql`(${from.block}::bigint, ${from.log}::integer)`
  const after =
    place && (rising ? sql`and (block_number, log_index) > ${place}` : sql`and (block_number, log_index) < ${place}`)
  const rows = await sql<VoteRow[]>`
    select ${columns(sql)} from votes where ${where(sql, query)}
      ${query.withoutReason ? sql`and reason = ''` : sql``} ${after ?? sql``}
    order by ${rising ? sql`votes.block_number, log_index` : sql`votes.block_number desc, log_index desc`} limit ${query.limit}`
  return [...rows]
}

/** Ballots with a reason, the heaviest first; `backwards` is the opposite order. */
export const listVotesByReason = async (
  sql: Reader,
  query: VoteFilter & { backwards: boolean; from: (VotePlace & { weight: string }) | null; limit: number },
): Promise<VoteRow[]> => {
  const { from, backwards } = query
  const later = from && sql`(block_number, log_index) > (${from.block}::bigint, ${from.log}::integer)`
  const earlier = from && sql`(block_number, log_index) < (${from.block}::bigint, ${from.log}::integer)`
  const after =
    from &&
    (backwards
      ? sql`and (weight > ${from.weight}::numeric or (weight = ${from.weight}::numeric and ${earlier}))`
      : sql`and (weight < ${from.weight}::numeric or (weight = ${from.weight}::numeric and ${later}))`)
  const rows = await sql<VoteRow[]>`
    select ${columns(sql)} from votes where ${where(sql, query)} and reason <> '' ${after ?? sql``}
    order by ${backwards ? sql`weight, votes.block_number desc, log_index desc` : sql`weight desc, votes.block_number, log_index`}
    limit ${query.limit}`
  return [...rows]
}

/** The ballots of one account on one proposal, at most one per house. */
export const listReceipts = async (sql: Reader, proposal: string, voter: Address): Promise<VoteRow[]> => [
  ...(await sql<VoteRow[]>`
    select ${columns(sql)} from votes where proposal_id = ${proposal} and voter = ${voter.toLowerCase()} order by house`),
]

/** The ballots of one account on all proposals, by (proposal, house), newest proposal first unless `backwards`. */
export const listBallots = async (
  sql: Reader,
  query: {
    voter: Address
    from: { proposal: string; house: number } | null
    backwards: boolean
    height: number
    limit: number
  },
): Promise<VoteRow[]> => {
  const { from, backwards } = query
  const place = from && sql`(${from.proposal}::bigint, ${from.house}::smallint)`
  const after =
    place && (backwards ? sql`and (proposal_id, house) > ${place}` : sql`and (proposal_id, house) < ${place}`)
  const rows = await sql<VoteRow[]>`
    select ${columns(sql)} from votes
    where voter = ${query.voter.toLowerCase()} and block_number <= ${query.height} ${after ?? sql``}
    order by ${backwards ? sql`proposal_id, house` : sql`proposal_id desc, house desc`} limit ${query.limit}`
  return [...rows]
}

/** Who could vote at a snapshot in a house and has not, the heaviest first. */
export type NonVoterRow = { account: Address; weight: bigint }

/** Accounts with power at `snapshot` (UNIX seconds) and no ballot, the heaviest first unless `backwards`. */
export const listNonVoterRows = async (
  sql: Reader,
  query: {
    proposal: string
    house: number
    snapshot: number
    from: { weight: string; account: Address } | null
    backwards: boolean
    limit: number
  },
): Promise<NonVoterRow[]> => {
  const { from, backwards } = query
  const after =
    from &&
    (backwards
      ? sql`and (weight > ${from.weight}::numeric or (weight = ${from.weight}::numeric and account < ${from.account.toLowerCase()}))`
      : sql`and (weight < ${from.weight}::numeric or (weight = ${from.weight}::numeric and account > ${from.account.toLowerCase()}))`)
  const rows = await sql<NonVoterRow[]>`
    with electors as materialized (
      select d.account, ${powerAt(sql, { time: query.snapshot })} as weight from delegate_heads d where d.house = ${query.house})
    select account, weight from electors
    where weight > 0 ${after ?? sql``}
      and not exists (select from votes v
        where v.proposal_id = ${query.proposal} and v.house = ${query.house} and v.voter = electors.account)
    order by ${backwards ? sql`weight, account desc` : sql`weight desc, account`} limit ${query.limit}`
  return [...rows]
}

/** The power of an account in both houses at a time (UNIX seconds), in base units and seats. */
export const getPowerAt = async (
  sql: Reader,
  account: Address,
  time: number,
): Promise<{ token: bigint; seat: bigint }> => {
  const [row] = await sql<[{ token: bigint | null; seat: bigint | null }]>`
    select
      (select votes from vote_power_changes where house = 0 and account = ${account.toLowerCase()}
        and block_time <= ${time} order by block_number desc, log_index desc limit 1) as token,
      (select votes from vote_power_changes where house = 1 and account = ${account.toLowerCase()}
        and block_time <= ${time} order by block_number desc, log_index desc limit 1) as seat`
  return { token: row.token ?? 0n, seat: row.seat ?? 0n }
}
