import { pageMeta, StaticPage } from '~/components/static-page'
import { ORDER_STATES } from '~/domain/market/states'
import { OrdersPage } from '~/features/market/components/orders-page.server'
import { moneyKindOf } from '~/features/market/current-terms'
import { listOrders } from '~/features/market/orders.server'
import { getMarket } from '~/features/market/terms.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const state = ORDER_STATES.find((one) => one === url.searchParams.get('state')) ?? null
  const [list, { data: market }] = await Promise.all([
    listOrders({ ...parsePaging(url.searchParams), ...(state === null ? {} : { state }) }),
    getMarket(),
  ])
  return buildPage(intl, {
    title: intl.t('market.orders'),
    live: ['order', 'lease'],
    body: <OrdersPage list={list} state={state} money={moneyKindOf(market)} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
