import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { prepareProviderActs } from '~/features/market/acts/provider-acts'
import { MarketColumns } from '~/features/market/components/market-columns'
import { ProviderLeases, ProviderPage } from '~/features/market/components/provider-page.server'
import { getProvider } from '~/features/market/providers.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getChainTime } from '~/features/status/read.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(async ({ intl, request, params: { id = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: provider }, now, access] = await Promise.all([getProvider(id), getChainTime(), getChainAccess()])
  const data = buildActs(intl, {
    viewer,
    acts: viewer === null ? [] : prepareProviderActs(intl, provider, viewer),
    shown: provider.rewards.map(({ epoch, state }) => [epoch, state]),
    empty: intl.t('providerActs.nothing'),
  })
  return {
    title: intl.t('site.title', { page: intl.t('market.node', { id: provider.id }) }),
    locale: intl.locale,
    access,
    data,
    html: {
      body: renderStatic(intl, <ProviderPage provider={provider} />),
      leases: renderStatic(intl, <ProviderLeases provider={provider} now={now} />),
    },
  }
})

export const meta = pageMeta

export default function ProviderRoute() {
  const { html, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['provider', 'lease', 'job']} />
      <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
        <StaticHtml html={html.body} />
      </MarketColumns>
      <StaticHtml html={html.leases} />
    </>
  )
}
