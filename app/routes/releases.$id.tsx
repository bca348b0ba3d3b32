import { pageMeta, StaticPage } from '~/components/static-page'
import { getReleaseName } from '~/features/models/components/release-name'
import { ReleasePage } from '~/features/models/components/release-page.server'
import { getRelease } from '~/features/models/read.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, params: { id = '' } }) => {
  const { data: release } = await getRelease(id)
  return buildPage(intl, {
    live: ['release', 'proposal'],
    title: getReleaseName(intl, release),
    body: <ReleasePage release={release} />,
  })
})

export const meta = pageMeta

export default StaticPage
