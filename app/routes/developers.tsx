import { DevelopersPage } from '~/components/developers-page.server'
import { pageMeta, StaticPage } from '~/components/static-page'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl }) =>
  buildPage(intl, { title: intl.t('developers.title'), body: <DevelopersPage /> }),
)

export const meta = pageMeta

export default StaticPage
