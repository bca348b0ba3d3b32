import { AppError } from '~/domain/errors'
import { feeOn } from '~/domain/market/earnings'
import { type Rows, rowsOf } from '~/indexer/rows'
import type { RowOf } from '~/indexer/tables'

/** What is summed up of a job: base units that lie in escrow before and after delivery. */
export const jobNames = ['undelivered', 'unpaid'] as const

/** What is summed up of all jobs and of the money for rewards, in base units. */
export const jobTotalNames = ['fees_treasury', 'fees_burn', 'reward_pot'] as const

type Job = { row: RowOf<'jobs'>; open: Set<bigint>; pending: Set<bigint>; isEnded: boolean }

const amountOf = ({ row }: Job, milestone: bigint): bigint => row.amounts[Number(milestone)] ?? 0n

const sumOf = (job: Job, milestones: ReadonlySet<bigint>): bigint =>
  [...milestones].reduce((sum, milestone) => sum + amountOf(job, milestone), 0n)

/** Keeps the books of jobs, rewards and receipts from rows that come in chain order. */
export const createJobSummer = () => {
  const burnBps = new Map<bigint, bigint>()
  const jobs = new Map<bigint, Job>()
  const credits = new Map<string, bigint>()
  const confirmed = new Map<bigint, bigint>()
  const totals = { fees_treasury: 0n, fees_burn: 0n, reward_pot: 0n }

  const jobOf = (id: bigint): Job => {
    const job = jobs.get(id)
    if (job !== undefined) return job
    throw new AppError('unexpected_log', `A milestone names job ${id}, of which no log stands before.`)
  }
  const readMilestone = ({ job_id, milestone, kind, outcome, fee }: RowOf<'milestone_events'>) => {
    const job = jobOf(job_id)
    if (kind === 'delivered') {
      job.open.delete(milestone)
      job.pending.add(milestone)
    }
    if (kind === 'paid' || outcome === 2n) job.pending.delete(milestone)
    if (fee === null) return
    const burnt = feeOn(fee, Number(burnBps.get(job.row.version) ?? 0n))
    totals.fees_treasury += fee - burnt
    totals.fees_burn += burnt
  }
  const readMoney = (rows: Rows) => {
    for (const { kind, account, amount } of rowsOf(rows, 'job_credits')) {
      credits.set(account, (credits.get(account) ?? 0n) + (kind === 'credited' ? amount : -amount))
    }
    for (const { to_treasury, burnt } of rowsOf(rows, 'job_fee_payments')) {
      totals.fees_treasury -= to_treasury
      totals.fees_burn -= burnt
    }
    for (const { amount } of rowsOf(rows, 'reward_funds')) totals.reward_pot += amount
    for (const { amount } of rowsOf(rows, 'reward_claims')) totals.reward_pot -= amount
  }
  return {
    add: (rows: Rows) => {
      for (const { version, burn_bps } of rowsOf(rows, 'market_terms')) burnBps.set(version, burn_bps)
      for (const row of rowsOf(rows, 'jobs')) {
        const open = new Set(row.amounts.map((_, index) => BigInt(index)))
        jobs.set(row.job_id, { row, open, pending: new Set(), isEnded: false })
      }
      for (const row of rowsOf(rows, 'milestone_events')) readMilestone(row)
      for (const { job_id, kind } of rowsOf(rows, 'job_events')) if (kind === 'ended') jobOf(job_id).isEnded = true
      for (const { lease_id, gpu_seconds } of rowsOf(rows, 'usage_receipts')) confirmed.set(lease_id, gpu_seconds)
      readMoney(rows)
    },
    finish: (): [subject: string, amount: bigint][] => [
      ...[...jobs].flatMap(([id, job]): [string, bigint][] => [
        [`job ${id} undelivered`, job.isEnded ? 0n : sumOf(job, job.open)],
        [`job ${id} unpaid`, sumOf(job, job.pending)],
      ]),
      ...[...credits].map(([account, amount]): [string, bigint] => [`claimable of jobs ${account}`, amount]),
      ...[...confirmed].map(([id, amount]): [string, bigint] => [`use ${id}`, amount]),
      ...jobTotalNames.map((name): [string, bigint] => [`jobs ${name}`, totals[name]]),
    ],
  }
}
