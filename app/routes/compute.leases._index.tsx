import { pageMeta, StaticPage } from '~/components/static-page'
import { LeasesPage } from '~/features/market/components/leases-page.server'
import { listLeases } from '~/features/market/leases.server'
import { getChainTime } from '~/features/status/read.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const [list, now] = await Promise.all([listLeases(parsePaging(url.searchParams)), getChainTime()])
  return buildPage(intl, {
    title: intl.t('market.leases'),
    live: ['lease'],
    body: <LeasesPage list={list} now={now} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
