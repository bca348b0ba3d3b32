import { HouseBadge } from '~/components/house-badge'
import { Psephoi } from '~/components/psephoi'
import { formatBps, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Concentration } from '../schema'

/** How few hold more than half of each house, by party, on a card. */
export const PowerGlance = ({ concentration }: { concentration: Concentration }) => {
  const { t, locale } = useIntl()
  return (
    <section className="card">
      <h2>{t('home.power')}</h2>
      {concentration.houses.map(({ house, byParty: { holders, nakamoto = 0, largestBps } }) => (
        <div key={house} className="stack-2">
          <HouseBadge house={house} name={t(house === 'token' ? 'house.token' : 'house.seat')} small />
          <Psephoi filled={nakamoto} all={holders} />
          <p className="small">
            <strong>{formatWhole(locale, nakamoto)}</strong>{' '}
            {t(house === 'token' ? 'power.tokenNakamoto' : 'power.seatNakamoto', { count: nakamoto, by: 'party' })}.{' '}
            {holders > 0 && t('home.largestHolds', { share: formatBps(largestBps) })}
          </p>
        </div>
      ))}
      <p className="small">
        <a href="/power">{t('home.powerMore')}</a>
      </p>
    </section>
  )
}
