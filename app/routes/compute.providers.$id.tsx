import { pageMeta, StaticPage } from '~/components/static-page'
import { ProviderPage } from '~/features/market/components/provider-page.server'
import { getProvider } from '~/features/market/providers.server'
import { getChainTime } from '~/features/status/read.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, params: { id = '' } }) => {
  const [{ data: provider }, now] = await Promise.all([getProvider(id), getChainTime()])
  return buildPage(intl, {
    title: intl.t('market.node', { id: provider.id }),
    live: ['provider', 'lease'],
    body: <ProviderPage provider={provider} now={now} />,
  })
})

export const meta = pageMeta

export default StaticPage
