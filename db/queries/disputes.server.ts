import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** A case before the arbiters, and the lease or the milestone that it is about. */
export type CaseRow = {
  case_id: bigint
  court: Address
  claimant: Address
  respondent: Address
  claimant_party: bigint
  respondent_party: bigint
  arbiters: Address[]
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  /** Of the newest verdict: 2 for the claimant, 3 for the respondent. */
  verdict: number | null
  by_vote: boolean | null
  verdict_block: number | null
  verdict_time: number | null
  verdict_tx: Hex | null
  proposal_id: bigint | null
  lease_id: bigint | null
  from_time: number | null
  contested_end: number | null
  rate: bigint | null
  units: number | null
  lease_start: number | null
  dispute_bond: bigint | null
  job_id: bigint | null
  milestone: number | null
  job_amount: bigint | null
  upheld: boolean | null
  damages: bigint | null
  slashed: bigint | null
  penalty: bigint | null
  settled_block: number | null
  settled_time: number | null
  settled_tx: Hex | null
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

const cases = (sql: Reader) => sql`
  select c.case_id, c.court, c.claimant, c.respondent, c.claimant_party, c.respondent_party, c.arbiters,
    c.block_number::float8, c.block_hash, c.block_time::float8, c.tx_hash, v.verdict, v.by_vote,
    v.block_number::float8 as verdict_block, v.block_time::float8 as verdict_time, v.tx_hash as verdict_tx,
    (select e.proposal_id from proposal_events e where e.block_number = v.block_number and e.tx_hash = v.tx_hash
      and e.kind = 'executed' limit 1) as proposal_id,
    d.lease_id, d.from_time::float8, d.end_time::float8 as contested_end, l.rate, o.units::float8,
    l.start_time::float8 as lease_start, t.dispute_bond, r.job_id, r.milestone, j.amounts[r.milestone + 1] as job_amount,
    case when r.job_id is null then s.upheld else m.outcome = 2 end as upheld,
    case when m.outcome = 2 then j.amounts[r.milestone + 1] else s.damages end as damages, s.slashed, s.penalty,
    coalesce(s.block_number, m.block_number)::float8 as settled_block,
    coalesce(s.block_time, m.block_time)::float8 as settled_time, coalesce(s.tx_hash, m.tx_hash) as settled_tx,
    x.block_number::float8 as changed_block, x.block_hash as changed_hash, x.block_time::float8 as changed_time
  from arbitration_cases c
  left join lateral (select * from verdicts where case_id = c.case_id order by block_number desc, log_index desc limit 1) v
    on true
  left join lease_disputes d on d.case_id = c.case_id
  left join leases l on l.lease_id = d.lease_id
  left join orders o on o.order_id = d.lease_id
  left join milestone_events r on r.case_id = c.case_id
  left join jobs j on j.job_id = r.job_id
  left join milestone_events m on m.job_id = r.job_id and m.milestone = r.milestone and m.kind = 'settled'
  left join market_terms t on t.version = coalesce(o.version, j.version)
  left join dispute_settlements s on s.lease_id = d.lease_id
  left join lateral (select block_number, block_hash, block_time from (
    select c.block_number, c.block_hash, c.block_time
    union all select block_number, block_hash, block_time from case_evidence where case_id = c.case_id
    union all select block_number, block_hash, block_time from arbiter_votes where case_id = c.case_id
    union all select block_number, block_hash, block_time from verdicts where case_id = c.case_id
    union all select s.block_number, s.block_hash, s.block_time where s.block_number is not null
    union all select m.block_number, m.block_hash, m.block_time where m.block_number is not null) changes
    order by block_number desc limit 1) x on true`

type CasePage = { from: string | null; backwards: boolean; limit: number }

/** Cases, newest first, or oldest first when read backwards; `from` is left out. */
export const listCaseRows = async (sql: Reader, { from, backwards, limit }: CasePage): Promise<CaseRow[]> => {
  const beyond = backwards ? sql`c.case_id > ${from}` : sql`c.case_id < ${from}`
  return [
    ...(await sql<CaseRow[]>`
      ${cases(sql)} where ${from === null ? sql`true` : beyond}
      order by c.case_id ${backwards ? sql`asc` : sql`desc`} limit ${limit}`),
  ]
}

/** Some cases, in the order of ids. */
export const listCaseRowsById = async (sql: Reader, ids: readonly string[]): Promise<CaseRow[]> => [
  ...(await sql<CaseRow[]>`${cases(sql)} where c.case_id = any(${[...ids]}::bigint[]) order by c.case_id`),
]

export type ArbiterVoteRow = {
  case_id: bigint
  arbiter: Address
  for_claimant: boolean
  reason: Hex
  block_number: number
  block_time: number
  tx_hash: Hex
}

/** Votes on these cases, in the order of the chain. */
export const listArbiterVotes = async (sql: Reader, ids: readonly bigint[]): Promise<ArbiterVoteRow[]> => [
  ...(await sql<ArbiterVoteRow[]>`
    select case_id, arbiter, for_claimant, reason, block_number::float8, block_time::float8, tx_hash
    from arbiter_votes where case_id = any(${ids.map(String)}::bigint[]) order by block_number, log_index`),
]

export type EvidenceRow = {
  case_id: bigint
  account: Address
  evidence: Hex
  block_number: number
  block_time: number
  tx_hash: Hex
}

/** What sides brought forward in these cases, in the order of the chain. */
export const listEvidenceRows = async (sql: Reader, ids: readonly bigint[]): Promise<EvidenceRow[]> => [
  ...(await sql<EvidenceRow[]>`
    select case_id, account, evidence, block_number::float8, block_time::float8, tx_hash
    from case_evidence where case_id = any(${ids.map(String)}::bigint[]) order by block_number, log_index`),
]
