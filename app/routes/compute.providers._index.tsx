import { pageMeta, StaticPage } from '~/components/static-page'
import { ProvidersPage } from '~/features/market/components/providers-page.server'
import { listProviders } from '~/features/market/providers.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const list = await listProviders(parsePaging(url.searchParams))
  return buildPage(intl, {
    title: intl.t('market.providers'),
    live: ['provider'],
    body: <ProvidersPage list={list} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
