import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { GuardiansHead, GuardiansPage as GuardiansText } from '~/features/guardians/components/guardians-page.server'
import { getGuardians } from '~/features/guardians/read.server'
import { buildReleaseActsData } from '~/features/models/components/build-release-acts.server'
import { ReleaseActs } from '~/features/models/components/release-acts'
import { getRelease, listReleases } from '~/features/models/read.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { findViewer } from '~/features/status/read-viewer.server'
import type { IntlShape } from '~/i18n/intl-context'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const SHOWN_RELEASES = 20

// Only the council's own account is shown buttons, and only those that the registry would accept.
const listActs = async (intl: IntlShape, council: { address: string; approval: string }, account: `0x${string}`) => {
  const viewer = await findViewer(account)
  const { data } = await listReleases({ limit: SHOWN_RELEASES })
  const releases = await Promise.all(data.map(async ({ id }) => (await getRelease(id)).data))
  return releases
    .map((release) => buildReleaseActsData(intl, release, { viewer, council }))
    .filter(({ acts }) => acts.length > 0)
}

export const loader = pageLoader(async ({ intl, request }) => {
  const account = parseViewer(request.headers.get('cookie'))
  const [{ data: guardians }, access] = await Promise.all([getGuardians(), getChainAccess()])
  const { council } = guardians
  const address = council?.active ? (council.account?.address ?? null) : null
  const isCouncil = account !== null && address === account
  return {
    title: intl.t('site.title', { page: intl.t('guardians.title') }),
    locale: intl.locale,
    access,
    label: intl.t('guardians.acts'),
    acts: isCouncil ? await listActs(intl, { address, approval: council?.approval ?? '' }, account) : [],
    html: {
      head: renderStatic(intl, <GuardiansHead />),
      page: renderStatic(intl, <GuardiansText guardians={guardians} />),
    },
  }
})

export const meta = pageMeta

export default function GuardiansPage() {
  const { html, acts, access, locale, label } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['council', 'release', 'proposal', 'grant']} />
      <StaticHtml className="head" html={html.head} />
      <div className={acts.length > 0 ? 'cols' : undefined}>
        <StaticHtml html={html.page} />
        {acts.length > 0 && (
          <aside className="side" aria-label={label}>
            {acts.map((data) => (
              <ReleaseActs key={data.releaseId} data={data} access={access} locale={locale} wallet={wallet} />
            ))}
          </aside>
        )}
      </div>
    </>
  )
}
