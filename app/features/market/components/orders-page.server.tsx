import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import { UtcTime } from '~/components/utc-time'
import { ORDER_STATES, type OrderState } from '~/domain/market/states'
import type { List } from '~/http/shapes'
import { formatDuration } from '~/i18n/duration'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Order } from '../schema/orders'
import { formatPrice, type MoneyKind } from './format-price'
import { MarketHead } from './market-head.server'
import { TenantName } from './names.server'
import { StateFilter } from './state-filter.server'

type OrdersPageProps = { list: List<Order>; state: OrderState | null; money: MoneyKind; url: URL }

/** All orders, newest first, or those of one state. */
export const OrdersPage = ({ list, state, money, url }: OrdersPageProps) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <>
      <MarketHead place="orders" name={null} lede={t('orders.lede')} />
      <section className="sec" aria-labelledby="results">
        <h2 id="results">{t(`orders.${state ?? 'all'}`)}</h2>
        <StateFilter path="/compute/orders" states={ORDER_STATES} shown={state} textOf={(one) => t(`orders.${one}`)} />
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
