import type { Hex } from 'viem'
import { formatMoney } from '~/i18n/amount'
import { formatGpuTime } from '~/i18n/compute'
import { formatDuration } from '~/i18n/duration'
import { formatUtcSeconds } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import { earnedBy } from '../components/earned-by'
import type { PreparedAct } from '../components/market-acts'
import type { LeaseDetail } from '../schema/leases'
import { costOf } from './units'

type Given = {
  lease: LeaseDetail
  viewer: string
  now: number
  /** Seconds to pay for in addition, if the reader entered any that fit. */
  more: number | null
  /** GPU-seconds to confirm, if the reader entered any that fit. */
  used: number | null
  /** What to contest, if the reader entered it. */
  contest: { from: number; evidence: Hex } | null
  bond: { value: string; decimals: number; unit: string }
}

const plain = (
  intl: IntlShape,
  lease: LeaseDetail,
  name: 'endLease' | 'giveNotice' | 'close' | 'withdraw' | 'release',
) => ({
  act: { name, id: lease.id } as const,
  pays: '0',
  button: intl.t(`leaseActs.${name}`),
  note: intl.t(`leaseActs.${name}Note`),
})

/** The most GPU-seconds that a receipt can confirm now, as UsageReceipts.submit takes them; null where all are confirmed. */
export const mostUsedOf = ({ clock, confirmed }: LeaseDetail, now: number): number | null => {
  const most = (Math.min(now, clock.end) - clock.start) * clock.units
  return most > Number(confirmed ?? 0) ? most : null
}

const prepareTenant = (intl: IntlShape, { lease, more, used, contest, bond, now }: Given): PreparedAct[] => {
  const acts: PreparedAct[] = []
  const isRunning = lease.state === 'running'
  if (isRunning && more !== null && lease.payer.kind === 'tenant' && lease.noticed === null) {
    const { start, end } = lease.clock
    const cost = costOf(lease.rate, lease.units, end + more - start) - BigInt(lease.deposit.value)
    const texts = {
      time: formatDuration(intl, more),
      cost: formatMoney(intl, { ...lease.deposit, value: String(cost) }),
    }
    acts.push({
      act: { name: 'topUp', id: lease.id, seconds: more },
      pays: String(cost),
      button: intl.t('leaseActs.topUp', texts),
      note: intl.t('leaseActs.topUpNote'),
    })
  }
  if (isRunning) acts.push(plain(intl, lease, 'endLease'))
  if (used !== null) {
    acts.push({
      act: { name: 'confirmUse', id: lease.id, gpuSeconds: String(used), signature: '0x' },
      pays: '0',
      button: intl.t('leaseActs.confirmUse', { used: formatGpuTime(intl, String(used)) }),
      note: intl.t('leaseActs.confirmUseNote'),
    })
  }
  const isDisputable = ['running', 'ended', 'closed'].includes(lease.state)
  if (isDisputable && contest !== null && now < Date.parse(lease.releasableFrom.time) / 1000) {
    acts.push({
      act: { name: 'dispute', id: lease.id, ...contest },
      pays: bond.value,
      button: intl.t('leaseActs.dispute', { bond: formatMoney(intl, bond) }),
      note: intl.t('leaseActs.disputeNote', { from: formatUtcSeconds(contest.from) }),
    })
  }
  return acts
}

const prepareProvider = (intl: IntlShape, { lease, now }: Given): PreparedAct[] => {
  const acts: PreparedAct[] = []
  if (BigInt(earnedBy(lease, now).value) > BigInt(lease.withdrawn.value)) acts.push(plain(intl, lease, 'withdraw'))
  const isLong = now + lease.notice < lease.clock.end
  if (lease.state === 'running' && lease.noticed === null && isLong) acts.push(plain(intl, lease, 'giveNotice'))
  return acts
}

/** What the reader can do with a lease. */
export const prepareLeaseActs = (intl: IntlShape, given: Given): PreparedAct[] => {
  const { lease, viewer, now } = given
  const isReleasable = ['ended', 'closed'].includes(lease.state) && now >= Date.parse(lease.releasableFrom.time) / 1000
  return [
    ...(lease.provider.operator.address === viewer ? prepareProvider(intl, given) : []),
    ...(lease.tenant.address === viewer ? prepareTenant(intl, given) : []),
    // Open to anyone.
    ...(lease.state === 'ended' ? [plain(intl, lease, 'close')] : []),
    ...(isReleasable ? [plain(intl, lease, 'release')] : []),
  ]
}
