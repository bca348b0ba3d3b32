import { useLoaderData } from '@remix-run/react'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { feeOn } from '~/domain/market/earnings'
import { parseViewer } from '~/domain/viewer'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { type JobDraft, parseJobDraft } from '~/features/market/acts/job-draft'
import { JobForm } from '~/features/market/components/job-form.server'
import type { PreparedAct } from '~/features/market/components/market-acts'
import { MarketColumns } from '~/features/market/components/market-columns'
import { getTerms, moneyKindOf } from '~/features/market/current-terms'
import { listProviders } from '~/features/market/providers.server'
import type { Market } from '~/features/market/schema/market'
import { getMarket } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getChainTime } from '~/features/status/read.server'
import { formatMoney } from '~/i18n/amount'
import { formatDuration } from '~/i18n/duration'
import { formatUtcSeconds } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const MOST_NODES = 200

type Offer = NonNullable<JobDraft['offer']>

const totalOf = ({ plan }: Offer): bigint => plan.reduce((sum, { amount }) => sum + BigInt(amount), 0n)

const describe = (intl: IntlShape, offer: Offer, market: Market) => {
  const { feeBps, disputeBond } = getTerms(market)
  const fee = offer.plan.reduce((sum, { amount }) => sum + feeOn(BigInt(amount), feeBps), 0n)
  const money = (value: bigint) => formatMoney(intl, { ...moneyKindOf(market), value: String(value) })
  return {
    sentence: intl.t('jobForm.sentence', {
      id: offer.providerId,
      count: offer.plan.length,
      total: money(totalOf(offer)),
      until: formatUtcSeconds(offer.plan.at(-1)?.deadline ?? 0),
    }),
    notes: [
      intl.t('jobForm.gets', { net: money(totalOf(offer) - fee), fee: money(fee) }),
      intl.t('jobForm.review', {
        time: formatDuration(intl, market.jobs.reviewSeconds),
        bond: formatMoney(intl, disputeBond),
      }),
    ],
  }
}

const prepare = (intl: IntlShape, offer: Offer, market: Market): PreparedAct => {
  const total = String(totalOf(offer))
  return {
    act: offer,
    pays: total,
    button: intl.t('jobForm.sign', { total: formatMoney(intl, { ...moneyKindOf(market), value: total }) }),
    note: intl.t('jobForm.signNote'),
  }
}

export const loader = pageLoader(async ({ intl, url, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: nodes }, { data: market }, now, access] = await Promise.all([
    listProviders({ limit: MOST_NODES }),
    getMarket(),
    getChainTime(),
    getChainAccess(),
  ])
  const { decimals, unit } = moneyKindOf(market)
  const providers = nodes.filter(({ status }) => status === 'offering')
  const draft = parseJobDraft(url.searchParams, { providers: providers.map(({ id }) => id), now, decimals })
  const { offer } = draft
  const isPaused = market.paused !== null
  const data = buildActs(intl, {
    viewer,
    acts: offer === null || isPaused ? [] : [prepare(intl, offer, market)],
    shown: null,
    empty: intl.t(isPaused ? 'jobForm.paused' : 'jobForm.nothing'),
  })
  return {
    title: intl.t('site.title', { page: intl.t('jobForm.title') }),
    locale: intl.locale,
    access,
    data,
    html: renderStatic(
      intl,
      <JobForm
        draft={draft}
        providers={providers}
        unit={unit}
        told={offer === null ? null : describe(intl, offer, market)}
      />,
    ),
  }
})

export const meta = pageMeta

export default function NewJobRoute() {
  const { html, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
      <StaticHtml html={html} />
    </MarketColumns>
  )
}
