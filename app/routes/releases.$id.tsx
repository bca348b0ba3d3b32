import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { EnclavesSection } from '~/features/enclaves/components/enclaves-section.server'
import { listEnclaves } from '~/features/enclaves/read.server'
import { getGuardians } from '~/features/guardians/read.server'
import { buildReleaseActsData } from '~/features/models/components/build-release-acts.server'
import { ReleaseActs } from '~/features/models/components/release-acts'
import { getReleaseName } from '~/features/models/components/release-name'
import { ReleaseBody, ReleaseHead, ReleaseSide, ReleaseStages } from '~/features/models/components/release-page.server'
import { getDiff, getManifest } from '~/features/models/manifest.server'
import { getRelease } from '~/features/models/read.server'
import type { Release } from '~/features/models/schema'
import { getChainAccess } from '~/features/status/chain-access.server'
import { findViewer } from '~/features/status/read-viewer.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

// When the page changes although nobody acts.
const nextChange = ({ gate, recall }: Release): string | null => {
  const times = [
    gate !== null && !gate.dwell.over ? gate.dwell.until.time : null,
    gate?.held?.until.time ?? null,
    recall?.until.time ?? null,
  ].filter((time) => time !== null)
  return times.sort()[0] ?? null
}

export const loader = pageLoader(async ({ intl, request, params: { id = '' } }) => {
  const account = parseViewer(request.headers.get('cookie'))
  const { data: release } = await getRelease(id)
  const [manifest, diff, enclaves, guardians, viewer, access] = await Promise.all([
    release.hasManifest ? getManifest(id) : null,
    release.parents.length > 0 ? getDiff(id, undefined) : null,
    listEnclaves(id),
    getGuardians(),
    findViewer(account),
    getChainAccess(),
  ])
  const { council } = guardians.data
  const standing = council?.active && council.account !== null ? council : null
  const acting = standing?.account == null ? null : { address: standing.account.address, approval: standing.approval }
  const body = { release, manifest: manifest?.data ?? null, diff: diff?.data ?? null }
  return {
    id,
    title: intl.t('site.title', { page: getReleaseName(intl, release) }),
    locale: intl.locale,
    access,
    until: nextChange(release),
    side: intl.t('release.verify'),
    acts: buildReleaseActsData(intl, release, { viewer, council: acting }),
    html: {
      head: renderStatic(intl, <ReleaseHead release={release} />),
      stages: renderStatic(intl, <ReleaseStages release={release} />),
      body: renderStatic(
        intl,
        <ReleaseBody {...body}>
          <EnclavesSection enclaves={enclaves.data} />
        </ReleaseBody>,
      ),
      side: renderStatic(intl, <ReleaseSide release={release} />),
    },
  }
})

export const meta = pageMeta

export default function ReleasePage() {
  const { html, acts, access, locale, until, side } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['release', 'proposal', 'evaluator', 'seal']} until={until} />
      <StaticHtml className="head" html={html.head} />
      <StaticHtml as="section" className="steps-of-stage" labelledBy="ladder" html={html.stages} />
      <div className="cols">
        <StaticHtml html={html.body} />
        <aside className="side" aria-label={side}>
          <ReleaseActs data={acts} access={access} locale={locale} wallet={wallet} />
          <StaticHtml html={html.side} />
        </aside>
      </div>
    </>
  )
}
