import { type MarkLabel, ResultChart } from '~/components/result-chart'
import { getResultGeometry } from '~/components/result-geometry'
import { formatAmount, formatMark } from '~/i18n/amount'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { HouseTally } from '../schema'
import { isOutvoted } from './verdict'

const toBigint = (amount: { value: string } | null): bigint | null => (amount === null ? null : BigInt(amount.value))

const markLabel = (intl: IntlShape, words: string, amount: HouseTally['quorum']): MarkLabel => {
  if (amount === null) return { words, amount: '', unit: '' }
  if (amount.unit === 'seat') return { words, amount: formatAmount(intl, amount), unit: '' }
  return { words, amount: formatMark(intl, amount), unit: amount.unit }
}

const describe = (intl: IntlShape, tally: HouseTally): string => {
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

type HouseBarProps = { tally: HouseTally; small?: boolean }

/** One house on one axis: votes to just beyond the marks, seats as counted cells up to all of them. */
export const HouseBar = ({ tally, small }: HouseBarProps) => {
  const intl = useIntl()
  const { t } = intl
  const seats = tally.house === 'seat'
  const geometry = getResultGeometry(
    {
      for: BigInt(tally.for.value),
      abstain: BigInt(tally.abstain.value),
      against: BigInt(tally.against.value),
      forNeeded: toBigint(tally.forNeeded),
      quorum: toBigint(tally.quorum),
      total: BigInt(tally.total.value),
    },
    seats ? 'whole' : 'seen',
  )
  const marks = {
    forNeeded: markLabel(intl, t('result.forNeeds'), tally.forNeeded),
    quorum: markLabel(intl, t('result.quorum'), tally.quorum),
    end: formatAmount(intl, { ...tally.total, value: geometry.end.toString() }),
  }
  return (
    <ResultChart
      geometry={geometry}
      label={describe(intl, tally)}
      cells={seats ? Number(tally.total.value) : 0}
      {...(small ? {} : { marks })}
    />
  )
}
