import { pageMeta, StaticPage } from '~/components/static-page'
import { listReleases } from '~/features/models/read.server'
import { parseFilters } from '~/features/proposals/components/parse-filters'
import { ProposalsPage } from '~/features/proposals/components/proposals-page.server'
import { listProposals } from '~/features/proposals/read.server'
import { getStatus } from '~/features/status/read.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const filters = parseFilters(url.searchParams)
  const [list, recalled, status] = await Promise.all([
    listProposals(filters),
    listReleases({ recalled: true }),
    getStatus(),
  ])
  const now = status.data.indexed?.time ?? list.asOf.time
  return buildPage(intl, {
    live: ['proposal'],
    title: intl.t('proposals.title'),
    body: <ProposalsPage list={list} recalled={recalled.data} filters={filters} url={url} now={now} />,
  })
})

export const meta = pageMeta

export default StaticPage
