import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { listEnclaves } from '~/features/enclaves/read.server'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { prepareBid, prepareOrderActs } from '~/features/market/acts/order-acts'
import { isFit, takesBids } from '~/features/market/acts/own-nodes'
import { parseHours, parsePrice, showHours } from '~/features/market/acts/units'
import { AcceptForm, BidForm } from '~/features/market/components/bid-forms.server'
import { MarketColumns } from '~/features/market/components/market-columns'
import { OrderPage } from '~/features/market/components/order-page.server'
import { moneyKindOf } from '~/features/market/current-terms'
import { getOrder } from '~/features/market/orders.server'
import { listProviders } from '~/features/market/providers.server'
import type { OrderDetail } from '~/features/market/schema/orders'
import type { Provider } from '~/features/market/schema/providers'
import { getMarket } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getChainTime } from '~/features/status/read.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const MOST_NODES = 200

/** When time alone changes what is shown: bids on what the budget pays end, then the order does. */
const findChange = (order: OrderDetail, now: number): string | null => {
  if (order.state !== 'open') return null
  return order.payer.kind !== 'tenant' && takesBids(order, now) ? order.bidsUntil.time : order.openUntil.time
}

type Options = { nodes: Provider[]; enclaveId: number }

/** With which of the reader's nodes they could bid now, and with which enclave, 0 where the order asks for none. */
const listOptions = async (order: OrderDetail, viewer: string | null, now: number): Promise<Options> => {
  const none = { nodes: [], enclaveId: 0 }
  if (viewer === null || !takesBids(order, now)) return none
  const enclaves = order.release === null ? [] : (await listEnclaves(order.release)).data
  const enclave = enclaves.find(({ operator, status }) => operator.address === viewer && status === 'live')
  if (order.release !== null && enclave === undefined) return none
  const { data } = await listProviders({ limit: MOST_NODES, pool: order.pool.id })
  return { nodes: data.filter((node) => isFit(order, node, viewer)), enclaveId: Number(enclave?.id ?? 0) }
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
  const { nodes, enclaveId } = await listOptions(order, viewer, now)
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
            ? [prepareBid(intl, order, { providerId: node.id, rate, auditorId: auditor ?? 0, enclaveId, money })]
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
    until: findChange(order, now),
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
  const { html, data, access, locale, until } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['order', 'lease', 'provider']} until={until} />
      <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
        <StaticHtml html={html} />
      </MarketColumns>
    </>
  )
}
