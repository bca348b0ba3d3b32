import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { prepareClaim } from '~/features/market/acts/claim-act'
import { prepareDisputeActs, roleIn } from '~/features/market/acts/dispute-acts'
import { readDigest } from '~/features/market/acts/parse-digest'
import { DisputeForm } from '~/features/market/components/dispute-form.server'
import { DisputePage } from '~/features/market/components/dispute-page.server'
import { MarketColumns } from '~/features/market/components/market-columns'
import { getDispute } from '~/features/market/disputes.server'
import { getCredit } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(async ({ intl, url, request, params: { id = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: dispute }, due, access] = await Promise.all([
    getDispute(id),
    viewer === null ? null : getCredit(viewer),
    getChainAccess(),
  ])
  const role = roleIn(dispute, viewer)
  const entered = readDigest(url.searchParams, 'digest')
  const data = buildActs(intl, {
    viewer,
    acts:
      viewer === null || due === null
        ? []
        : [...prepareDisputeActs(intl, { dispute, viewer, digest: entered.digest }), ...prepareClaim(intl, due.data)],
    shown: [
      dispute.state,
      dispute.settlement,
      dispute.arbiters.map(({ vote }) => vote?.for),
      dispute.evidence.length,
      due?.data,
    ],
    empty: intl.t(`disputeActs.nothing.${role ?? 'other'}`),
  })
  return {
    title: intl.t('site.title', { page: intl.t('disputes.number', { id: dispute.id }) }),
    locale: intl.locale,
    access,
    data,
    html: renderStatic(
      intl,
      <>
        <DisputePage dispute={dispute} />
        {role !== null && <DisputeForm id={dispute.id} role={role} entered={entered} />}
      </>,
    ),
  }
})

export const meta = pageMeta

export default function DisputeRoute() {
  const { html, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['dispute', 'lease', 'job']} />
      <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
        <StaticHtml html={html} />
      </MarketColumns>
    </>
  )
}
