import { ResultChart } from '~/components/result-chart'
import { formatAmount } from '~/i18n/amount'
import { useIntl } from '~/i18n/intl-context'
import type { HouseTally } from '../schema'
import { describeMark, describeTally, getTallyGeometry } from './describe-tally'

type HouseBarProps = { tally: HouseTally; small?: boolean }

/** The bar of one house; seats are counted cells. */
export const HouseBar = ({ tally, small }: HouseBarProps) => {
  const intl = useIntl()
  const { t } = intl
  const geometry = getTallyGeometry(tally)
  const marks = {
    forNeeded: describeMark(intl, t('result.forNeeds'), tally.forNeeded),
    quorum: describeMark(intl, t('result.quorum'), tally.quorum),
    end: formatAmount(intl, { ...tally.total, value: geometry.end.toString() }),
  }
  return (
    <ResultChart
      geometry={geometry}
      label={describeTally(intl, tally)}
      cells={tally.house === 'seat' ? Number(tally.total.value) : 0}
      {...(small ? {} : { marks })}
    />
  )
}
