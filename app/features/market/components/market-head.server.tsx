import type { ReactNode } from 'react'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { useIntl } from '~/i18n/intl-context'

const PLACES = ['providers', 'orders', 'leases', 'jobs', 'disputes'] as const

type Place = (typeof PLACES)[number]

/** The lists of the market, and the way to an order. */
const MarketNav = ({ here }: { here: Place | null }) => {
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

type MarketHeadProps = {
  /** The list that the page is, or of which it shows one. */
  place: Place
  /** What it shows of the list; null on the list itself. */
  name: string | null
  lede: string
  children?: ReactNode
}

/** What every page of the market begins with; children are what only this page says or offers at once. */
export const MarketHead = ({ place, name, lede, children }: MarketHeadProps) => {
  const { t } = useIntl()
  const list = t(`market.${place}`)
  const compute = { name: t('compute.title'), href: '/compute' }
  return (
    <div className="head">
      <Breadcrumbs
        path={
          name === null ? [compute, { name: list }] : [compute, { name: list, href: `/compute/${place}` }, { name }]
        }
      />
      <h1>{name ?? list}</h1>
      <p className="lede">{lede}</p>
      <MarketNav here={name === null ? place : null} />
      {children}
    </div>
  )
}
