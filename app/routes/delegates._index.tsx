import { pageMeta, StaticPage } from '~/components/static-page'
import { DelegatesPage } from '~/features/delegates/components/delegates-page.server'
import { listDelegates } from '~/features/delegates/read.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const list = await listDelegates(parsePaging(url.searchParams))
  return buildPage(intl, {
    live: ['delegate'],
    title: intl.t('delegates.title'),
    body: <DelegatesPage list={list} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
