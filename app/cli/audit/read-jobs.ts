import type { Transaction } from '#db/client.server'
import { listReputationRows } from '#db/queries/providers.server'
import { jobNames, jobTotalNames } from './jobs'
import { sumReputation } from './reputation'

const pageSize = 2_000

/** What the database says of jobs, rewards, confirmed use and the reputation at a UNIX second, named as in `Sums`. */
export const readJobs = async (transaction: Transaction, now: number): Promise<[subject: string, amount: string][]> => {
  const sums: [string, string][] = []
  const jobs = transaction<Record<string, bigint>[]>`select job_id, undelivered, unpaid from job_heads`
  for await (const page of jobs.cursor(pageSize)) {
    for (const row of page) for (const name of jobNames) sums.push([`job ${row['job_id']} ${name}`, String(row[name])])
  }
  const credits = transaction<{ account: string; amount: bigint }[]>`
    select account, sum(case when kind = 'credited' then amount else -amount end) as amount
    from job_credits group by account`
  for await (const page of credits.cursor(pageSize)) {
    for (const { account, amount } of page) sums.push([`claimable of jobs ${account}`, String(amount)])
  }
  const uses = transaction<{ lease_id: bigint; amount: bigint }[]>`
    select lease_id, max(gpu_seconds) as amount from usage_receipts group by lease_id`
  for await (const page of uses.cursor(pageSize)) {
    for (const { lease_id, amount } of page) sums.push([`use ${lease_id}`, String(amount)])
  }
  const [totals] = await transaction<Record<string, bigint>[]>`
    select coalesce(sum(e.fee - div(e.fee * t.burn_bps, 10000)), 0)
        - (select coalesce(sum(to_treasury), 0) from job_fee_payments) as fees_treasury,
      coalesce(sum(div(e.fee * t.burn_bps, 10000)), 0)
        - (select coalesce(sum(burnt), 0) from job_fee_payments) as fees_burn,
      (select coalesce(sum(amount), 0) from reward_funds) - (select coalesce(sum(amount), 0) from reward_claims)
        as reward_pot
    from milestone_events e join jobs j using (job_id) join market_terms t using (version) where e.fee is not null`
  for (const name of jobTotalNames) sums.push([`jobs ${name}`, String(totals?.[name] ?? 0)])
  const providers = await transaction<{ provider_id: bigint }[]>`
    select provider_id from provider_declarations where version = 1`
  const ids = providers.map(({ provider_id }) => provider_id)
  for (const row of await listReputationRows(transaction, { ids, now })) {
    const { provider_id, fees, leases, completed, noticed, disputes_lost: disputesLost } = row
    const { completed_bps: completedBps, availability_bps: availabilityBps } = row
    const told = { fees, leases, completed, noticed, disputesLost, completedBps, availabilityBps }
    for (const [subject, amount] of sumReputation(provider_id, told)) sums.push([subject, String(amount)])
  }
  return sums
}
