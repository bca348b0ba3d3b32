import { formatAmount } from '~/i18n/amount'
import type { IntlShape } from '~/i18n/intl-context'
import type { Check, HouseTally, ProposalSummary, Tally } from '../schema'

const hasVotes = ({ for: yes, abstain, against }: HouseTally): boolean =>
  [yes, abstain, against].some(({ value }) => value !== '0')

const describeMissing = (intl: IntlShape, { rule, missing }: Check, past: 'yes' | 'no'): string => {
  const { t } = intl
  if (rule === 'seat-no-block') return t('reason.blocked', { past })
  if (rule.startsWith('seat-')) return t('reason.seats', { past, count: Number(missing.value) })
  const key = rule === 'quorum' ? 'reason.quorum' : 'reason.more'
  return t(key, { past, amount: formatAmount(intl, missing) })
}

// One reason per house: the check that is furthest from met, since meeting it is what the house needs.
const worst = ({ checks }: HouseTally): Check | undefined =>
  checks
    .filter(({ met }) => !met)
    .sort((left, right) => (BigInt(right.missing.value) > BigInt(left.missing.value) ? 1 : -1))[0]

/** Whether so many seats are Against that no number of seats For is enough. */
export const isOutvoted = ({ forNeeded, total }: HouseTally): boolean =>
  forNeeded !== null && BigInt(forNeeded.value) > BigInt(total.value)

const describeHouse = (intl: IntlShape, tally: HouseTally, past: 'yes' | 'no'): string | null => {
  const check = worst(tally)
  if (check === undefined) return null
  if (!isOutvoted(tally)) return describeMissing(intl, check, past)
  return intl.t('reason.outvoted', { past, against: tally.against.value, total: tally.total.value })
}

const listReasons = (intl: IntlShape, { token, seat }: Tally, past: 'yes' | 'no'): string => {
  if (!hasVotes(token) && !hasVotes(seat)) return intl.t('reason.nobody')
  return [describeHouse(intl, token, past), describeHouse(intl, seat, past)]
    .filter((reason) => reason !== null)
    .join(intl.t('reason.and'))
}

type Judged = Pick<ProposalSummary, 'state' | 'phase' | 'tally'>

/** The answer before the figures: whether it passes, and what is missing. */
export const describeVerdict = (intl: IntlShape, { state, phase, tally }: Judged): string => {
  const { t } = intl
  if (state === 'active') {
    if (phase === 'objection' && tally.passing) return t('verdict.objecting')
    return tally.passing ? t('verdict.passing') : t('verdict.notYet', { reasons: listReasons(intl, tally, 'no') })
  }
  if (state === 'defeated') return t('verdict.defeated', { reasons: listReasons(intl, tally, 'yes') })
  if (state === 'queued') return phase === 'executable' ? t('verdict.executable') : t('verdict.delayed')
  return state === 'succeeded' ? t('verdict.queueable') : t(`verdict.${state}`)
}
