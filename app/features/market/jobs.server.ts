import type { Address } from 'viem'
import { findJobRow, type JobRow, listJobRows, listMilestoneRows, type MilestoneRow } from '#db/queries/jobs.server'
import { AppError } from '~/domain/errors'
import type { JobState } from '~/domain/market/states'
import { type Paging, readNumbered } from '~/http/cursor'
import { toMoment } from '~/http/present'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Job, Milestone } from './schema/jobs'
import { changeOf, loadShared, type Shared, termsOf, toOccurrence, toOccurrenceOrNull } from './shared.server'

const toMilestone = ({ money, view }: Shared, row: MilestoneRow): Milestone => {
  const isWaiting = row.state === 'delivered' && row.delivered_time !== null
  return {
    index: row.milestone,
    state: row.state,
    amount: money(row.amount),
    deadline: toMoment(row.deadline),
    digest: row.digest,
    delivered: toOccurrenceOrNull(row.delivered_time, row.delivered_block, row.delivered_tx),
    payableFrom: isWaiting ? toMoment((row.delivered_time ?? 0) + view.rules.reviewTime) : null,
    rejected: toOccurrenceOrNull(row.rejected_time, row.rejected_block, row.rejected_tx),
    dispute: row.case_id === null ? null : String(row.case_id),
    settled: toOccurrenceOrNull(row.settled_time, row.settled_block, row.settled_tx),
    paid: toOccurrenceOrNull(row.paid_time, row.paid_block, row.paid_tx),
    fee: row.fee === null ? null : money(row.fee),
  }
}

const toJob = (shared: Shared, row: JobRow, milestones: readonly MilestoneRow[]): Job => {
  const { accountOf, partyOf, providerOf, money } = shared
  return {
    id: String(row.job_id),
    state: row.state,
    tenant: accountOf(row.tenant),
    party: partyOf(row.tenant_party),
    provider: providerOf(row.provider_id),
    providerParty: partyOf(row.provider_party),
    amount: money(row.amount),
    undelivered: money(row.undelivered),
    unpaid: money(row.unpaid),
    fee: money(row.fee),
    bond: money(termsOf(shared, row.version).dispute_bond),
    delivered: row.delivered,
    milestones: milestones.filter(({ job_id }) => job_id === row.job_id).map((one) => toMilestone(shared, one)),
    specDigest: row.spec_digest,
    terms: row.version,
    offered: toOccurrence(row),
    accepted: toOccurrenceOrNull(row.accepted_time, row.accepted_block, row.accepted_tx),
    ended: toOccurrenceOrNull(row.ended_time, row.ended_block, row.ended_tx),
    returned: row.returned === null ? null : money(row.returned),
  }
}

const toJobs = async (view: View, rows: readonly JobRow[]): Promise<Job[]> => {
  const milestones = await listMilestoneRows(
    view.sql,
    rows.map(({ job_id }) => job_id),
  )
  const shared = await loadShared(view, {
    accounts: rows.map(({ tenant }) => tenant),
    parties: rows.flatMap(({ tenant_party, provider_party }) => [tenant_party, provider_party]),
    providers: rows.map(({ provider_id }) => provider_id),
  })
  return rows.map((row) => toJob(shared, row, milestones))
}

type Filters = Paging & {
  state?: JobState | undefined
  tenant?: Address | undefined
  provider?: string | undefined
}

/** The same in a view that is open already. */
export const readJobs = async (view: View, filters: Filters): Promise<List<Job>> => {
  const { rows, page } = await readNumbered(filters, {
    height: view.cursor.number,
    list: (asked) =>
      listJobRows(view.sql, {
        ...asked,
        state: filters.state ?? null,
        tenant: filters.tenant ?? null,
        provider: filters.provider ?? null,
      }),
    idOf: ({ job_id }) => job_id,
  })
  return { data: await toJobs(view, rows), page, asOf: await view.asOf(rows.map(changeOf)) }
}

/** Jobs paid by the milestone, newest first. */
export const listJobs = (filters: Filters = {}): Promise<List<Job>> => withView((view) => readJobs(view, filters))

/** One job with its milestones; throws `job_unknown`. */
export const getJob = (id: string): Promise<One<Job>> =>
  withView(async (view) => {
    const row = await findJobRow(view.sql, id)
    const [data] = row === null ? [] : await toJobs(view, [row])
    if (row === null || data === undefined) {
      throw new AppError('job_unknown', `There is no job ${id}: /api/v1/compute/jobs lists them.`)
    }
    return { data, asOf: await view.asOf([changeOf(row)]) }
  })
