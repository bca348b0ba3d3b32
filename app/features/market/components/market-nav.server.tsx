import { useIntl } from '~/i18n/intl-context'

const PLACES = ['providers', 'orders', 'leases', 'disputes'] as const

/** The lists of the market, and the way to an order. */
export const MarketNav = ({ here }: { here: (typeof PLACES)[number] | null }) => {
  const { t } = useIntl()
  return (
    <nav className="row" aria-label={t('market.lists')}>
      {PLACES.map((place) => (
        <a key={place} className="btn sm" href={`/compute/${place}`} aria-current={place === here ? 'page' : undefined}>
          {t(`market.${place}`)}
        </a>
      ))}
      <a className="btn sm main" href="/compute/orders/new">
        {t('market.order')}
      </a>
    </nav>
  )
}
