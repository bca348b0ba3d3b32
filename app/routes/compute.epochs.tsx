import { pageMeta, StaticPage } from '~/components/static-page'
import { EpochsPage } from '~/features/compute/components/epochs-page.server'
import { listComputeEpochs } from '~/features/compute/read.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

const MOST_EPOCHS = 10

export const loader = pageLoader(async ({ intl, url }) =>
  buildPage(intl, {
    title: intl.t('compute.history'),
    live: ['round'],
    body: (
      <EpochsPage list={await listComputeEpochs({ ...parsePaging(url.searchParams), limit: MOST_EPOCHS })} url={url} />
    ),
  }),
)

export const meta = pageMeta

export default StaticPage
