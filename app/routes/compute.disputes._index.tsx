import { pageMeta, StaticPage } from '~/components/static-page'
import { DisputesPage } from '~/features/market/components/disputes-page.server'
import { listDisputes } from '~/features/market/disputes.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const list = await listDisputes(parsePaging(url.searchParams))
  return buildPage(intl, {
    title: intl.t('market.disputes'),
    live: ['dispute'],
    body: <DisputesPage list={list} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
