import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { isFinalCase } from '~/domain/market/states'
import { parseViewer } from '~/domain/viewer'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { prepareClaim } from '~/features/market/acts/claim-act'
import { listRejectable, nextOf, prepareJobActs } from '~/features/market/acts/job-acts'
import { readDigest } from '~/features/market/acts/parse-digest'
import { DeliverForm, RejectForm } from '~/features/market/components/job-forms.server'
import { JobPage } from '~/features/market/components/job-page.server'
import { MarketColumns } from '~/features/market/components/market-columns'
import { getDispute } from '~/features/market/disputes.server'
import { getJob } from '~/features/market/jobs.server'
import { getProvider } from '~/features/market/providers.server'
import type { Job } from '~/features/market/schema/jobs'
import { getCredit, getMarket } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getChainTime } from '~/features/status/read.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

/** Cases over milestones that wait for a verdict, and have one that is final. */
const listFinalCases = async ({ milestones }: Job): Promise<string[]> => {
  const ids = milestones.flatMap(({ state, dispute }) => (state === 'rejected' && dispute !== null ? [dispute] : []))
  const cases = await Promise.all(ids.map(getDispute))
  return cases.filter(({ data }) => isFinalCase(data.state)).map(({ data }) => data.id)
}

const isOffering = async ({ state, provider }: Job): Promise<boolean> =>
  state === 'offered' && (await getProvider(provider.id)).data.status === 'offering'

export const loader = pageLoader(async ({ intl, url, request, params: { id = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: job }, { data: market }, now, due, access] = await Promise.all([
    getJob(id),
    getMarket(),
    getChainTime(),
    viewer === null ? null : getCredit(viewer),
    getChainAccess(),
  ])
  const search = url.searchParams
  const delivery = readDigest(search, 'digest')
  const rejection = readDigest(search, 'evidence')
  const chosen = search.get('reject') ?? ''
  const next = nextOf(job, now)
  const isNext = next !== null && search.get('deliver') === String(next.index)
  const rejectable = listRejectable(job, now)
  const rejected = rejectable.find(({ index }) => String(index) === chosen)
  const isOperator = job.provider.operator.address === viewer
  const isTenant = job.tenant.address === viewer
  const data = buildActs(intl, {
    viewer,
    acts:
      viewer === null || due === null
        ? []
        : [
            ...prepareJobActs(intl, {
              job,
              viewer,
              now,
              isOpen: market.paused === null && (await isOffering(job)),
              digest: isNext ? delivery.digest : null,
              rejection:
                rejected === undefined || rejection.digest === null
                  ? null
                  : { index: rejected.index, evidence: rejection.digest },
              finalCases: await listFinalCases(job),
            }),
            ...prepareClaim(intl, due.data),
          ],
    shown: [job.state, job.milestones.map(({ state }) => state), due?.data],
    empty: intl.t(`jobActs.nothing.${isOperator && next !== null ? 'deliver' : 'other'}`),
  })
  const noDigest = { value: '', digest: null, wrong: false }
  return {
    title: intl.t('site.title', { page: intl.t('jobs.number', { id: job.id }) }),
    locale: intl.locale,
    access,
    data,
    html: renderStatic(
      intl,
      <>
        <JobPage job={job} market={market} />
        {isOperator && next !== null && <DeliverForm job={job} next={next} digest={isNext ? delivery : noDigest} />}
        {isTenant && rejectable.length > 0 && (
          <RejectForm job={job} rejectable={rejectable} chosen={chosen} evidence={rejection} />
        )}
      </>,
    ),
  }
})

export const meta = pageMeta

export default function JobRoute() {
  const { html, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['job', 'dispute']} />
      <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
        <StaticHtml html={html} />
      </MarketColumns>
    </>
  )
}
