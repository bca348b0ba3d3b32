import { useLoaderData } from '@remix-run/react'
import { getActTexts } from '~/components/act-texts.server'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { CustodyBody, CustodyHead, CustodySide } from '~/features/custody/components/custody-page.server'
import { StopGrants } from '~/features/custody/components/stop-grants'
import { getCustody } from '~/features/custody/read.server'
import { getGuardians } from '~/features/guardians/read.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(async ({ intl, request, params: { id = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: custody }, { data: guardians }, access] = await Promise.all([
    getCustody(id),
    getGuardians(),
    getChainAccess(),
  ])
  const { council } = guardians
  const isCouncil = viewer !== null && council?.active === true && council.account?.address === viewer
  const live = custody.grants.filter(({ status }) => status === 'live' || status === 'suspended')
  const { model, version } = custody.release
  const name = intl.t('release.title', { model: model.name, version })
  return {
    title: intl.t('site.title', { page: intl.t('custody.title', { name }) }),
    locale: intl.locale,
    access,
    viewer,
    label: intl.t('custody.limits'),
    grants: isCouncil
      ? live.map((grant) => ({ id: Number(grant.id), text: intl.t('custody.stop', { id: grant.id }) }))
      : [],
    texts: { ...getActTexts(intl.locale), title: intl.t('custody.stopTitle'), note: intl.t('custody.stopNote') },
    html: {
      head: renderStatic(intl, <CustodyHead custody={custody} />),
      body: renderStatic(intl, <CustodyBody custody={custody} />),
      side: renderStatic(intl, <CustodySide custody={custody} />),
    },
  }
})

export const meta = pageMeta

export default function CustodyPage() {
  const { html, label, grants, viewer, texts, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['seal', 'grant', 'release', 'seat']} />
      <StaticHtml className="head" html={html.head} />
      <div className="cols">
        <StaticHtml html={html.body} />
        <aside className="side" aria-label={label}>
          {viewer !== null && (
            <StopGrants viewer={viewer} grants={grants} texts={texts} access={access} locale={locale} wallet={wallet} />
          )}
          <StaticHtml html={html.side} />
        </aside>
      </div>
    </>
  )
}
