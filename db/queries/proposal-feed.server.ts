import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** Which proposals a feed is about; null: all. */
export type FeedFilter = { proposer: Address | null; kinds: readonly string[] | null; limit: number }

/**
 * A transition of a proposal; of one that the clock brought (opens, ended) transaction and block are null. `at` is the
 * extended deadline or the eta. Times in UNIX seconds.
 */
export type TransitionRow = {
  kind: 'created' | 'opens' | 'ended' | 'extended' | 'queued' | 'executed' | 'canceled'
  proposal_id: bigint
  time: number
  at: number | null
  tx_hash: Hex | null
}

const matches = (sql: Reader, { proposer, kinds }: FeedFilter) => sql`
  ${proposer === null ? sql`` : sql`and p.proposer = ${proposer.toLowerCase()}`}
  ${kinds === null ? sql`` : sql`and p.kinds && ${kinds as string[]}::text[]`}`

/** The newest transitions up to `now`, newest first; of one second, what the clock brought comes last. */
export const listTransitionRows = async (
  sql: Reader,
  filter: FeedFilter & { now: number },
): Promise<TransitionRow[]> => {
  const { now, limit } = filter
  const where = matches(sql, filter)
  // Each part is read from an index, newest first; a vote that was extended ends later than its deadline's index says.
  const rows = await sql<TransitionRow[]>`
    select kind, proposal_id, time::float8, at::float8, tx_hash from (
      (select 'created' as kind, p.proposal_id, p.block_time as time, null::bigint as at, p.tx_hash, p.log_index
        from proposals p where true ${where} order by p.block_time desc, p.proposal_id desc limit ${limit})
      union all
      (select 'opens', p.proposal_id, p.snapshot, null, null, 2147483647
        from proposals p join proposal_heads h using (proposal_id)
        where p.snapshot < ${now} and (h.canceled_time is null or h.canceled_time > p.snapshot) ${where}
        order by p.snapshot desc, p.proposal_id desc limit ${limit})
      union all
      (select 'ended', p.proposal_id, p.deadline, null, null, 2147483647
        from proposals p join proposal_heads h using (proposal_id)
        where p.deadline < ${now} and h.extended_deadline is null
          and (h.canceled_time is null or h.canceled_time > p.deadline) ${where}
        order by p.deadline desc, p.proposal_id desc limit ${limit})
      union all
      (select 'ended', p.proposal_id, h.extended_deadline, null, null, 2147483647
        from proposal_events e join proposals p using (proposal_id) join proposal_heads h using (proposal_id)
        where e.kind = 'extended' and h.extended_deadline < ${now}
          and (h.canceled_time is null or h.canceled_time > h.extended_deadline) ${where}
        order by e.block_number desc, e.log_index desc limit ${limit})
      union all
      (select e.kind, e.proposal_id, e.block_time, e.at, e.tx_hash, e.log_index
        from proposal_events e join proposals p using (proposal_id) where true ${where}
        order by e.block_number desc, e.log_index desc limit ${limit})
    ) transitions
    order by time desc, log_index desc, proposal_id desc, kind limit ${limit}`
  return [...rows]
}

/** A ballot of a delegate. */
export type BallotRow = {
  proposal_id: bigint
  house: number
  support: number
  weight: bigint
  reason: string
  block_time: number
}

/** The newest ballots of one account, newest first. */
export const listNewestBallots = async (sql: Reader, filter: FeedFilter & { voter: Address }): Promise<BallotRow[]> => [
  ...(await sql<BallotRow[]>`
    select v.proposal_id, v.house, v.support, v.weight, v.reason, v.block_time::float8
    from votes v join proposals p using (proposal_id)
    where v.voter = ${filter.voter.toLowerCase()} ${matches(sql, filter)}
    order by v.block_number desc, v.log_index desc limit ${filter.limit}`),
]

/** What the council did, or what a vote did to it. What a kind does not have is null. Times in UNIX seconds. */
export type CouncilActRow = {
  kind: 'recalled' | 'held' | 'stopped-grant' | 'paused' | 'appointed'
  account: Address
  release_id: bigint | null
  release: string | null
  grant_id: bigint | null
  until: number | null
  reason: string | null
  time: number
  tx_hash: Hex
}

/** The newest acts of and about the council, newest first; `timelock` is who acts after a vote. */
export const listCouncilActs = async (
  sql: Reader,
  { timelock, limit }: { timelock: Address; limit: number },
): Promise<CouncilActRow[]> => [
  ...(await sql<CouncilActRow[]>`
    select a.kind, a.account, a.release_id, m.name || ' ' || r.version as release, a.grant_id, a.until::float8, a.reason,
      a.block_time::float8 as time, a.tx_hash
    from (
      select kind, council as account, release_id, null::bigint as grant_id, until, reason, block_number, log_index,
        block_time, tx_hash
      from release_stops
      union all
      select 'stopped-grant', v.actor, s.release_id, v.grant_id, null, null, v.block_number, v.log_index, v.block_time,
        v.tx_hash
      from grant_revocations v join grants g using (grant_id) join seals s using (seal_id)
      where v.actor <> ${timelock.toLowerCase()}
      union all
      select 'paused', council, null, null, until, null, block_number, log_index, block_time, tx_hash
      from market_pauses
      union all
      select 'appointed', account, null, null, until, null, block_number, log_index, block_time, tx_hash
      from council_appointments
    ) a left join releases r using (release_id) left join models m using (model_id)
    order by a.block_number desc, a.log_index desc limit ${limit}`),
]
