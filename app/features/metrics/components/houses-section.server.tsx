import type { ReactNode } from 'react'
import { Concentration } from '~/components/concentration'
import { FoldTable } from '~/components/fold-table'
import { HouseBadge } from '~/components/house-badge'
import { criteria } from '~/domain/resilience'
import { toTokens } from '~/http/present'
import { formatAmount } from '~/i18n/amount'
import { formatBps, formatShare, formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Power } from '../power.server'

const MILLIONTHS = 100
/** The same line between fair and poor as in the checklist below. */
const WARNING_BPS = criteria.largest.fair / MILLIONTHS
/** What the seat contract lets one constituency have at most. */
const THIRD_BPS = 3_333

const TokenHouse = ({ power: { by, token, supply } }: { power: Power }) => {
  const intl = useIntl()
  const { t } = intl
  const idle = supply - token.total
  return (
    <Concentration
      heading={<HouseBadge house="token" name={t('house.token')} />}
      measures={token}
      points={token.points}
      says={t('power.tokenNakamoto', { count: token.nakamoto, by })}
      counted={t('power.holders', { count: token.holders, by })}
      limit={{ bps: WARNING_BPS, says: t('power.warnMark', { share: formatBps(WARNING_BPS) }) }}
      note={
        <>
          {t('power.undelegated', {
            amount: formatAmount(intl, toTokens(idle)),
            share: formatShare(idle, supply),
            supply: formatAmount(intl, toTokens(supply)),
          })}{' '}
          {t('power.linear')}
        </>
      }
    />
  )
}

const SeatHouse = ({ power: { by, seat, capacities } }: { power: Power }) => {
  const { t } = useIntl()
  const seats = capacities.reduce((sum, capacity) => sum + capacity, 0)
  return (
    <Concentration
      heading={<HouseBadge house="seat" name={t('house.seat')} />}
      measures={seat}
      points={seat.points}
      says={t('power.seatNakamoto', { count: seat.nakamoto, by })}
      counted={t('power.seats', { live: Number(seat.total), all: seats, groups: capacities.length })}
      limit={{ bps: THIRD_BPS, says: t('power.thirdMark') }}
      note={t('power.seatNote', { most: Math.max(0, ...capacities) })}
    />
  )
}

const History = ({ power: { token, seat } }: { power: Power }) => {
  const { t, locale } = useIntl()
  const seatAt = new Map(seat.points.map(({ epoch, largestBps }) => [epoch, largestBps]))
  return (
    <details>
      <summary>{t('power.history')}</summary>
      <FoldTable
        caption={t('power.housesCaption')}
        rows={token.points.toReversed()}
        rowKey={({ epoch }) => String(epoch)}
        columns={[
          { name: t('power.epoch'), cell: ({ epoch }) => formatWhole(locale, epoch) },
          {
            name: t('power.starts'),
            cell: ({ starts }) => <span className="nowrap">{formatUtc(starts.time)}</span>,
          },
          { name: t('power.tokenLargest'), numeric: true, cell: ({ largestBps }) => formatBps(largestBps) },
          { name: t('power.seatLargest'), numeric: true, cell: ({ epoch }) => formatBps(seatAt.get(epoch) ?? 0) },
        ]}
      />
    </details>
  )
}

type HousesSectionProps = { power: Power; compute: ReactNode; computeHistory: ReactNode }

/** How few hold more than half, in both houses and of the shared compute. */
export const HousesSection = ({ power, compute, computeHistory }: HousesSectionProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="concentration">
      <h2 id="concentration">{t('power.houses')}</h2>
      <div className="three">
        <TokenHouse power={power} />
        <SeatHouse power={power} />
        {compute}
      </div>
      <p className="note">{t('power.explain')}</p>
      <div>
        <History power={power} />
        {computeHistory}
      </div>
    </section>
  )
}
