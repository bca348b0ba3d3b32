import { pageMeta, StaticPage } from '~/components/static-page'
import { JOB_STATES } from '~/domain/market/states'
import { JobsPage } from '~/features/market/components/jobs-page.server'
import { listJobs } from '~/features/market/jobs.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const state = JOB_STATES.find((one) => one === url.searchParams.get('state')) ?? null
  const list = await listJobs({ ...parsePaging(url.searchParams), ...(state === null ? {} : { state }) })
  return buildPage(intl, {
    title: intl.t('market.jobs'),
    live: ['job'],
    body: <JobsPage list={list} state={state} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
