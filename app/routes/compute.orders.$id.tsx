import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { prepareBid, prepareOrderActs } from '~/features/market/acts/order-acts'
import { parseHours, parsePrice, showHours } from '~/features/market/acts/units'
import { AcceptForm, BidForm } from '~/features/market/components/act-forms.server'
import { MarketColumns } from '~/features/market/components/market-columns'
import { OrderPage } from '~/features/market/components/order-page.server'
import { moneyKindOf } from '~/features/market/current-terms'
import { getOrder } from '~/features/market/orders.server'
import { listProviders } from '~/features/market/providers.server'
import type { OrderDetail, Provider } from '~/features/market/schema'
import { getMarket } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getChainTime } from '~/features/status/read.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const MOST_NODES = 200

/** The reader's audited nodes of the order's pool. */
const listOwnNodes = async (order: OrderDetail, viewer: string | null): Promise<Provider[]> => {
  if (viewer === null || order.state !== 'open') return []
  const { data } = await listProviders({ limit: MOST_NODES, pool: order.pool.id })
  return data.filter(({ operator, status, audited }) => operator.address === viewer && status === 'offering' && audited)
}

const parsePaid = (order: OrderDetail, text: string): { seconds: number; wrong: string | null } => {
  const seconds = text === '' ? order.duration : parseHours(text)
  const fits = seconds !== null && seconds <= order.duration
  return fits ? { seconds, wrong: null } : { seconds: order.duration, wrong: text }
}

export const loader = pageLoader(async ({ intl, url, request, params: { id = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: order }, { data: market }, now, access] = await Promise.all([
    getOrder(id),
    getMarket(),
    getChainTime(),
    getChainAccess(),
  ])
  const money = moneyKindOf(market)
  const search = url.searchParams
  const nodes = await listOwnNodes(order, viewer)
  const [hours, price] = [search.get('hours') ?? '', search.get('price') ?? '']
  const { seconds, wrong } = parsePaid(order, hours)
  const rate = price === '' ? null : parsePrice(price, money.decimals)
  const isRate = rate !== null && rate <= BigInt(order.maxRate)
  const node = nodes.find((one) => one.id === search.get('node')) ?? nodes[0]
  const auditor = node?.audits.find((audit) => audit.status === 'counts')?.auditor.id
  const chosen = search.get('provider')
  const isTenant = viewer !== null && order.tenant.address === viewer && order.state === 'open'
  const acts =
    viewer === null
      ? []
      : [
          ...(node !== undefined && isRate
            ? [prepareBid(intl, order, { providerId: node.id, rate, auditorId: auditor ?? 0, money })]
            : []),
          ...prepareOrderActs(intl, { order, viewer, seconds, chosen, now, money }),
        ]
  const data = buildActs(intl, {
    viewer,
    acts,
    shown: [order.state, order.offers.map((bid) => [bid.provider.id, bid.rate, bid.status])],
    empty: intl.t('orderActs.nothing'),
  })
  return {
    title: intl.t('site.title', { page: intl.t('orders.number', { id: order.id }) }),
    locale: intl.locale,
    access,
    data,
    html: renderStatic(
      intl,
      <>
        <OrderPage order={order} money={money} />
        {isTenant && order.bids > 0 && (
          <AcceptForm
            order={order}
            values={{
              provider: chosen ?? order.assignment?.provider?.id ?? '',
              hours: hours === '' ? showHours(order.duration) : hours,
            }}
            wrong={wrong}
          />
        )}
        {node !== undefined && (
          <BidForm
            order={order}
            nodes={nodes}
            values={{ node: node.id, price }}
            wrong={price === '' || isRate ? null : price}
            unit={money.unit}
          />
        )}
      </>,
    ),
  }
})

export const meta = pageMeta

export default function OrderRoute() {
  const { html, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['order', 'lease', 'provider']} />
      <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
        <StaticHtml html={html} />
      </MarketColumns>
    </>
  )
}
