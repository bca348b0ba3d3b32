import { pageMeta, StaticPage } from '~/components/static-page'
import { ComputePage } from '~/features/compute/components/compute-page.server'
import { showCompute } from '~/features/compute/show-compute.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) =>
  buildPage(intl, {
    title: intl.t('compute.title'),
    live: ['round', 'pool', 'policy'],
    body: <ComputePage {...(await showCompute(url.searchParams))} />,
  }),
)

export const meta = pageMeta

export default StaticPage
