import { useLoaderData } from '@remix-run/react'
import { shorten } from '~/components/address-chip'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { getAsking } from '~/features/compute/tenant.server'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { describeOrder } from '~/features/market/acts/describe-order'
import { type OrderDraft, parseOrderDraft } from '~/features/market/acts/order-draft'
import type { PreparedAct } from '~/features/market/components/market-acts'
import { MarketColumns } from '~/features/market/components/market-columns'
import { OrderForm } from '~/features/market/components/order-form.server'
import { getTerms, moneyKindOf } from '~/features/market/current-terms'
import type { AuditorRef } from '~/features/market/schema/parts'
import { getMarket } from '~/features/market/terms.server'
import { listReleases } from '~/features/models/read.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import type { IntlShape } from '~/i18n/intl-context'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

type Choice = { value: string; text: string }
type Order = NonNullable<OrderDraft['order']>

const MOST_RELEASES = 200

/** What an enclave can serve, as Enclaves says: what is gated or open; newest first. */
const listServable = async ({ t }: IntlShape): Promise<Choice[]> => {
  const lists = await Promise.all([
    listReleases({ limit: MOST_RELEASES, stage: 'gated' }),
    listReleases({ limit: MOST_RELEASES, stage: 'open' }),
  ])
  return lists
    .flatMap(({ data }) => data)
    .sort((one, other) => Number(other.id) - Number(one.id))
    .map(({ id, model, version }) => ({ value: id, text: t('release.title', { model: model.name, version }) }))
}

const nameAuditor = ({ t }: IntlShape, { account: { party, address } }: AuditorRef): string =>
  t('orderForm.auditorName', {
    party: party === null ? t('party.none') : t('party.number', { id: party.id }),
    address: shorten(address),
  })

const namesOf = (choices: readonly Choice[], chosen: readonly string[]): string[] =>
  choices.filter(({ value }) => chosen.includes(value)).map(({ text }) => text)

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
  const [asking, { data: market }, releases, access] = await Promise.all([
    getAsking({ account: viewer, pool: null, want: null }),
    getMarket(),
    listServable(intl),
    getChainAccess(),
  ])
  const money = moneyKindOf(market)
  const terms = getTerms(market)
  const party = asking.tenant?.party.id
  const pools = asking.pools.map(({ pool }) => ({ value: pool.id, text: pool.name }))
  const parties = party === undefined ? [] : [{ value: party, text: intl.t('party.number', { id: party }) }]
  const attributes = market.attributes.map(({ id, name }) => ({ value: String(id), text: name }))
  const auditors = market.auditors
    .filter(({ appointed }) => appointed)
    .map((auditor) => ({ value: String(auditor.id), text: nameAuditor(intl, auditor) }))
  const valuesOf = (choices: readonly Choice[]) => choices.map(({ value }) => value)
  const { values, chosen, errors, order } = parseOrderDraft(url.searchParams, {
    pools: valuesOf(pools),
    parties: valuesOf(parties),
    attributes: valuesOf(attributes),
    auditors: valuesOf(auditors),
    releases: valuesOf(releases),
    minNotice: terms.minNotice,
    maxDuration: terms.maxDuration,
    decimals: money.decimals,
  })
  const sentence =
    order === null
      ? null
      : describeOrder(intl, {
          wants: order.wants,
          price: values.price,
          money,
          pool: namesOf(pools, [values.pool]).join(),
          attributes: namesOf(attributes, chosen.attribute),
          auditors: namesOf(auditors, chosen.auditor),
          release: namesOf(releases, [values.release])[0] ?? null,
        })
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
        draft={{ values, chosen, errors }}
        choices={{ pools, parties, attributes, auditors, releases }}
        unit={money.unit}
        sentence={sentence}
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
