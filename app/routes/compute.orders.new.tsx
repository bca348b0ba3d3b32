import { useLoaderData } from '@remix-run/react'
import { parseUnits } from 'viem'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { getAsking } from '~/features/compute/tenant.server'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { type OrderDraft, parseOrderDraft } from '~/features/market/acts/order-draft'
import { costOf } from '~/features/market/acts/units'
import type { MoneyKind } from '~/features/market/components/format-price'
import type { PreparedAct } from '~/features/market/components/market-acts'
import { MarketColumns } from '~/features/market/components/market-columns'
import { OrderForm } from '~/features/market/components/order-form.server'
import { getTerms, moneyKindOf } from '~/features/market/current-terms'
import { getMarket } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { formatMoney } from '~/i18n/amount'
import { formatDuration } from '~/i18n/duration'
import { formatWhole } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

type Order = NonNullable<OrderDraft['order']>

type Told = { pool: string; price: string; money: MoneyKind }

const describe = (intl: IntlShape, { wants }: Order, { pool, price, money }: Told): string => {
  const cost = costOf(wants.maxRate, wants.units, wants.duration)
  return intl.t('orderForm.sentence', {
    units: formatWhole(intl.locale, wants.units),
    pool,
    time: formatDuration(intl, wants.duration),
    // As it was typed: the rate is cut to a millionth of a base unit per second.
    price: intl.t('market.perHour', {
      price: formatMoney(intl, { ...money, value: String(parseUnits(price, money.decimals)) }),
    }),
    cost: formatMoney(intl, { ...money, value: String(cost) }),
  })
}

const prepare = (intl: IntlShape, order: Order | null): PreparedAct[] =>
  order === null
    ? []
    : [
        {
          act: { name: 'placeOrder', ...order },
          pays: '0',
          button: intl.t('orderForm.sign'),
          note: intl.t('orderForm.signNote'),
        },
      ]

export const loader = pageLoader(async ({ intl, url, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [asking, { data: market }, access] = await Promise.all([
    getAsking({ account: viewer, pool: null, want: null }),
    getMarket(),
    getChainAccess(),
  ])
  const money = moneyKindOf(market)
  const terms = getTerms(market)
  const party = asking.tenant?.party.id
  const draft = parseOrderDraft(url.searchParams, {
    pools: asking.pools.map(({ pool }) => pool.id),
    parties: party === undefined ? [] : [party],
    minNotice: terms.minNotice,
    maxDuration: terms.maxDuration,
    decimals: money.decimals,
  })
  const { order } = draft
  const pool = asking.pools.find((one) => one.pool.id === draft.values.pool)?.pool.name ?? ''
  const data = buildActs(intl, {
    viewer,
    acts: prepare(intl, order),
    shown: null,
    empty: intl.t('orderForm.nothing'),
  })
  return {
    title: intl.t('site.title', { page: intl.t('orderForm.title') }),
    locale: intl.locale,
    access,
    data,
    html: renderStatic(
      intl,
      <OrderForm
        draft={draft}
        pools={asking.pools.map((one) => ({ value: one.pool.id, text: one.pool.name }))}
        attributes={market.attributes.map(({ id, name }) => ({ value: String(id), text: name }))}
        parties={
          asking.tenant === null
            ? []
            : [{ value: asking.tenant.party.id, text: intl.t('party.number', { id: asking.tenant.party.id }) }]
        }
        unit={money.unit}
        sentence={order === null ? null : describe(intl, order, { pool, price: draft.values.price, money })}
      />,
    ),
  }
})

export const meta = pageMeta

export default function NewOrderRoute() {
  const { html, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
      <StaticHtml html={html} />
    </MarketColumns>
  )
}
