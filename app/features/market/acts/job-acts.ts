import type { Hex } from 'viem'
import type { Moment } from '~/http/shapes'
import { formatMoney } from '~/i18n/amount'
import { formatUtc } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import type { PreparedAct } from '../components/market-acts'
import type { Job, Milestone } from '../schema/jobs'

type Given = {
  job: Job
  viewer: string
  now: number
  /** Whether jobs of this provider can be accepted: the market is not paused, and the provider has not retired. */
  isOpen: boolean
  /** What is delivered next, if the reader entered its digest. */
  digest: Hex | null
  /** What is rejected, if the reader entered why. */
  rejection: { index: number; evidence: Hex } | null
  /** Cases with a verdict that nothing changes any more. */
  finalCases: readonly string[]
}

const isPast = ({ time }: Moment, now: number) => now >= Date.parse(time) / 1000

/** The milestone that its provider can deliver now; null where there is none, or it is too late. */
export const nextOf = ({ state, milestones, delivered }: Job, now: number): Milestone | null => {
  const next = milestones[delivered]
  return state === 'running' && next !== undefined && !isPast(next.deadline, now) ? next : null
}

/** Deliveries that the tenant can reject now. */
export const listRejectable = ({ milestones }: Job, now: number): Milestone[] =>
  milestones.filter(({ payableFrom }) => payableFrom !== null && !isPast(payableFrom, now))

type PlainName = 'withdrawOffer' | 'acceptJob' | 'reclaim'
type IndexedName = 'acceptMilestone' | 'releaseMilestone' | 'settleMilestone'

const plain = ({ t }: IntlShape, { id }: Job, name: PlainName): PreparedAct => ({
  act: { name, job: id },
  pays: '0',
  button: t(`jobActs.${name}`),
  note: t(`jobActs.${name}Note`),
})

const ofMilestone = ({ t }: IntlShape, { id }: Job, { name, index }: { name: IndexedName; index: number }) => ({
  act: { name, job: id, index },
  pays: '0',
  button: t(`jobActs.${name}`, { number: index + 1 }),
  note: t(`jobActs.${name}Note`),
})

const prepareRejection = (intl: IntlShape, { job, now, rejection }: Given): PreparedAct[] => {
  if (rejection === null || !listRejectable(job, now).some(({ index }) => index === rejection.index)) return []
  const texts = { number: rejection.index + 1, bond: formatMoney(intl, job.bond) }
  return [
    {
      act: { name: 'rejectMilestone', job: job.id, ...rejection },
      pays: job.bond.value,
      button: intl.t('jobActs.reject', texts),
      note: intl.t('jobActs.rejectNote'),
    },
  ]
}

const prepareTenant = (intl: IntlShape, given: Given): PreparedAct[] => {
  const { job, now } = given
  const next = job.milestones[job.delivered]
  const isMissed = job.state === 'running' && next !== undefined && isPast(next.deadline, now)
  return [
    ...prepareRejection(intl, given),
    ...job.milestones
      .filter(({ state }) => state === 'delivered')
      .map(({ index }) => ofMilestone(intl, job, { name: 'acceptMilestone', index })),
    ...(job.state === 'offered' ? [plain(intl, job, 'withdrawOffer')] : []),
    ...(isMissed ? [plain(intl, job, 'reclaim')] : []),
  ]
}

const prepareOperator = (intl: IntlShape, { job, now, isOpen, digest }: Given): PreparedAct[] => {
  const [first] = job.milestones
  if (job.state === 'offered') {
    return isOpen && first !== undefined && !isPast(first.deadline, now) ? [plain(intl, job, 'acceptJob')] : []
  }
  const next = nextOf(job, now)
  if (next === null || digest === null) return []
  const texts = { number: next.index + 1, bond: formatMoney(intl, job.bond), until: formatUtc(next.deadline.time) }
  return [
    {
      act: { name: 'deliver', job: job.id, digest },
      pays: job.bond.value,
      button: intl.t('jobActs.deliver', texts),
      note: intl.t('jobActs.deliverNote', texts),
    },
  ]
}

/** What anyone may do: pay a delivery after the time to reject it, and carry a final verdict out. */
const prepareAnyone = (intl: IntlShape, { job, viewer, now, finalCases }: Given): PreparedAct[] =>
  job.milestones.flatMap(({ index, payableFrom, state, dispute }) => {
    // The tenant accepts it, which is the same.
    const isDue = payableFrom !== null && isPast(payableFrom, now) && job.tenant.address !== viewer
    if (isDue) return [ofMilestone(intl, job, { name: 'releaseMilestone', index })]
    const isDecided = state === 'rejected' && dispute !== null && finalCases.includes(dispute)
    return isDecided ? [ofMilestone(intl, job, { name: 'settleMilestone', index })] : []
  })

/** What the reader can do with a job. */
export const prepareJobActs = (intl: IntlShape, given: Given): PreparedAct[] => {
  const { job, viewer } = given
  return [
    ...(job.provider.operator.address === viewer ? prepareOperator(intl, given) : []),
    ...(job.tenant.address === viewer ? prepareTenant(intl, given) : []),
    ...prepareAnyone(intl, given),
  ]
}
