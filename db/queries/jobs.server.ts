import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** A job as it stands. Base units, UNIX seconds; party 0 is none. */
export type JobRow = {
  job_id: bigint
  tenant: Address
  provider_id: bigint
  tenant_party: bigint
  provider_party: bigint
  version: number
  spec_digest: Hex
  state: JobStateName
  milestones: number
  delivered: number
  amount: bigint
  undelivered: bigint
  unpaid: bigint
  fee: bigint
  returned: bigint | null
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  accepted_time: number | null
  accepted_block: number | null
  accepted_tx: Hex | null
  ended_time: number | null
  ended_block: number | null
  ended_tx: Hex | null
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

type JobStateName = 'offered' | 'running' | 'done' | 'ended' | 'withdrawn'

const jobs = (sql: Reader) => sql`
  select job_id, tenant, provider_id, tenant_party, provider_party, version::float8, spec_digest, state,
    milestones::float8, delivered::float8, amount, undelivered, unpaid, fee, returned, block_number::float8, block_hash,
    block_time::float8, tx_hash, accepted_time::float8, accepted_block::float8, accepted_tx, ended_time::float8,
    ended_block::float8, ended_tx, changed_block::float8, changed_hash, changed_time::float8
  from job_heads`

type JobFilters = { state: JobStateName | null; tenant: Address | null; provider: string | null }
type JobPage = JobFilters & { from: string | null; backwards: boolean; limit: number }

/** Jobs, newest first, or oldest first when read backwards; `from` is left out. */
export const listJobRows = async (sql: Reader, page: JobPage): Promise<JobRow[]> => {
  const beyond = page.backwards ? sql`job_id > ${page.from}` : sql`job_id < ${page.from}`
  return [
    ...(await sql<JobRow[]>`
      ${jobs(sql)}
      where ${page.from === null ? sql`true` : beyond}
        and ${page.state === null ? sql`true` : sql`state = ${page.state}`}
        and ${page.tenant === null ? sql`true` : sql`tenant = ${page.tenant}`}
        and ${page.provider === null ? sql`true` : sql`provider_id = ${page.provider}`}
      order by job_id ${page.backwards ? sql`asc` : sql`desc`} limit ${page.limit}`),
  ]
}

/** One job; null where there is none. */
export const findJobRow = async (sql: Reader, id: string): Promise<JobRow | null> => {
  const [row] = await sql<JobRow[]>`${jobs(sql)} where job_id = ${id}`
  return row ?? null
}

/** A milestone as it stands. `outcome` of its case: 1 undecided, 2 for the tenant, 3 for the provider. */
export type MilestoneRow = {
  job_id: bigint
  milestone: number
  amount: bigint
  deadline: number
  state: 'open' | 'delivered' | 'rejected' | 'paid' | 'returned'
  digest: Hex | null
  delivered_time: number | null
  delivered_block: number | null
  delivered_tx: Hex | null
  rejected_time: number | null
  rejected_block: number | null
  rejected_tx: Hex | null
  case_id: bigint | null
  outcome: number | null
  settled_time: number | null
  settled_block: number | null
  settled_tx: Hex | null
  paid_time: number | null
  paid_block: number | null
  paid_tx: Hex | null
  fee: bigint | null
}

/** The milestones of these jobs, in the order of their indices. */
export const listMilestoneRows = async (sql: Reader, ids: readonly bigint[]): Promise<MilestoneRow[]> => [
  ...(await sql<MilestoneRow[]>`
    select job_id, milestone, amount, deadline::float8, state, digest, delivered_time::float8, delivered_block::float8,
      delivered_tx, rejected_time::float8, rejected_block::float8, rejected_tx, case_id, outcome, settled_time::float8,
      settled_block::float8, settled_tx, paid_time::float8, paid_block::float8, paid_tx, fee
    from milestone_heads where job_id = any(${ids.map(String)}::bigint[]) order by job_id, milestone`),
]

/** Fees of jobs that wait to be paid, in base units: what `feesDue` of MilestoneLeases says. */
export const getJobFeesDue = async (sql: Reader): Promise<{ to_treasury: bigint; to_burn: bigint }> => {
  const [row] = await sql<{ to_treasury: bigint; to_burn: bigint }[]>`
    select coalesce(f.fee - f.burnt, 0) - coalesce(p.to_treasury, 0) as to_treasury,
      coalesce(f.burnt, 0) - coalesce(p.burnt, 0) as to_burn
    from (select sum(e.fee) as fee, sum(div(e.fee * t.burn_bps, 10000)) as burnt
      from milestone_events e join jobs j using (job_id) join market_terms t using (version)) f,
      (select sum(to_treasury) as to_treasury, sum(burnt) as burnt from job_fee_payments) p`
  return row ?? { to_treasury: 0n, to_burn: 0n }
}
