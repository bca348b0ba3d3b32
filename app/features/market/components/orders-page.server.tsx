import { Breadcrumbs } from '~/components/breadcrumbs'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import { UtcTime } from '~/components/utc-time'
import type { List } from '~/http/shapes'
import { formatDuration } from '~/i18n/duration'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Order } from '../schema'
import { formatPrice, type MoneyKind } from './format-price'
import { MarketNav } from './market-nav.server'
import { TenantName } from './names.server'

type OrdersPageProps = { list: List<Order>; state: string | null; money: MoneyKind; url: URL }

const STATES = ['open', 'leased', 'canceled', 'expired'] as const

/** All orders, newest first, or those of one state. */
export const OrdersPage = ({ list, state, money, url }: OrdersPageProps) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <>
      <div className="head">
        <Breadcrumbs path={[{ name: t('compute.title'), href: '/compute' }, { name: t('market.orders') }]} />
        <h1>{t('market.orders')}</h1>
        <p className="lede">{t('orders.lede')}</p>
        <MarketNav here="orders" />
      </div>
      <section className="sec" aria-labelledby="results">
        <h2 id="results">{t(state === null ? 'orders.all' : `orders.${state as (typeof STATES)[number]}`)}</h2>
        <nav className="row" aria-label={t('orders.states')}>
          <a className="btn sm" href="/compute/orders" aria-current={state === null ? 'page' : undefined}>
            {t('orders.all')}
          </a>
          {STATES.map((one) => (
            <a
              key={one}
              className="btn sm"
              href={`/compute/orders?state=${one}`}
              aria-current={state === one ? 'page' : undefined}
            >
              {t(`orders.${one}`)}
            </a>
          ))}
        </nav>
        {list.data.length === 0 ? (
          <p>{t('orders.none')}</p>
        ) : (
          <FoldTable
            caption={t('orders.caption')}
            rows={list.data}
            rowKey={({ id }) => id}
            columns={[
              {
                name: t('market.orderName'),
                cell: ({ id }) => <a href={`/compute/orders/${id}`}>{t('orders.number', { id })}</a>,
              },
              { name: t('market.tenant'), cell: (order) => <TenantName order={order} /> },
              {
                name: t('providers.units'),
                cell: ({ units, pool }) => t('market.unitsOf', { units: formatWhole(locale, units), pool: pool.name }),
              },
              { name: t('orders.atMost'), numeric: true, cell: ({ maxRate }) => formatPrice(intl, maxRate, money) },
              { name: t('orders.duration'), cell: ({ duration }) => formatDuration(intl, duration) },
              {
                name: t('orders.bids'),
                numeric: true,
                cell: ({ bids, lowestRate }) =>
                  lowestRate === null
                    ? formatWhole(locale, bids)
                    : t('orders.bidsFrom', { count: bids, price: formatPrice(intl, lowestRate, money) }),
              },
              {
                name: t('compute.state'),
                cell: (order) => (
                  <>
                    {t(`orders.state.${order.state}`)}
                    {order.state === 'open' && (
                      <>
                        {' '}
                        <UtcTime at={order.openUntil.time} />
                      </>
                    )}
                  </>
                ),
              },
            ]}
          />
        )}
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
