import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { prepareClaim } from '~/features/market/acts/claim-act'
import { prepareDisputeActs } from '~/features/market/acts/dispute-acts'
import { DisputePage } from '~/features/market/components/dispute-page.server'
import { MarketColumns } from '~/features/market/components/market-columns'
import { getDispute } from '~/features/market/disputes.server'
import { getCredit } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(async ({ intl, request, params: { id = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: dispute }, due, access] = await Promise.all([
    getDispute(id),
    viewer === null ? null : getCredit(viewer),
    getChainAccess(),
  ])
  const data = buildActs(intl, {
    viewer,
    acts:
      viewer === null || due === null
        ? []
        : [...prepareDisputeActs(intl, dispute, viewer), ...prepareClaim(intl, due.data.claimable)],
    shown: [
      dispute.state,
      dispute.settlement,
      dispute.arbiters.map(({ vote }) => vote?.for),
      due?.data.claimable.value,
    ],
    empty: intl.t('disputeActs.nothing'),
  })
  return {
    title: intl.t('site.title', { page: intl.t('disputes.number', { id: dispute.id }) }),
    locale: intl.locale,
    access,
    data,
    html: renderStatic(intl, <DisputePage dispute={dispute} />),
  }
})

export const meta = pageMeta

export default function DisputeRoute() {
  const { html, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['dispute', 'lease']} />
      <MarketColumns data={data} access={access} locale={locale} wallet={wallet}>
        <StaticHtml html={html} />
      </MarketColumns>
    </>
  )
}
