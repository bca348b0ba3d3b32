import type { MarkLabel } from '~/components/result-chart'
import { getResultGeometry, type ResultGeometry } from '~/components/result-geometry'
import { formatAmount, formatMark } from '~/i18n/amount'
import type { IntlShape } from '~/i18n/intl-context'
import type { HouseTally } from '../schema'
import { isOutvoted } from './verdict'

const toBigint = (amount: { value: string } | null): bigint | null => (amount === null ? null : BigInt(amount.value))

/** One house on one axis: votes to just beyond the marks, seats up to all of them. */
export const getTallyGeometry = (tally: HouseTally): ResultGeometry =>
  getResultGeometry(
    {
      for: BigInt(tally.for.value),
      abstain: BigInt(tally.abstain.value),
      against: BigInt(tally.against.value),
      forNeeded: toBigint(tally.forNeeded),
      quorum: toBigint(tally.quorum),
      total: BigInt(tally.total.value),
    },
    tally.house === 'seat' ? 'whole' : 'seen',
  )

export const describeMark = (intl: IntlShape, words: string, amount: HouseTally['quorum']): MarkLabel => {
  if (amount === null) return { words, amount: '', unit: '' }
  if (amount.unit === 'seat') return { words, amount: formatAmount(intl, amount), unit: '' }
  return { words, amount: formatMark(intl, amount), unit: amount.unit }
}

/** All that the bar of a house shows, in words. */
export const describeTally = (intl: IntlShape, tally: HouseTally): string => {
  const { t } = intl
  const marks = [
    tally.forNeeded && !isOutvoted(tally) && t('result.markFor', { amount: formatAmount(intl, tally.forNeeded) }),
    tally.quorum && t('result.markQuorum', { amount: formatAmount(intl, tally.quorum) }),
  ]
  return t('result.label', {
    house: t(`house.${tally.house}`),
    for: formatAmount(intl, tally.for),
    abstain: formatAmount(intl, tally.abstain),
    against: formatAmount(intl, tally.against),
    rest: formatAmount(intl, tally.notVoted),
    marks: marks.filter(Boolean).join(' '),
  })
}
