import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { AttestForm } from '~/features/evaluations/components/attest-form'
import { buildAttestForm } from '~/features/evaluations/components/build-attest-form.server'
import { EvaluatorHead, EvaluatorList, EvaluatorWaiting } from '~/features/evaluations/components/evaluator-page.server'
import { RevokeList } from '~/features/evaluations/components/revoke-list'
import { getEvaluator } from '~/features/evaluations/read.server'
import { listReleases } from '~/features/models/read.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getStatus } from '~/features/status/read.server'
import { pageLoader, parseAddress } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const MOST_RELEASES = 200

export const loader = pageLoader(async ({ intl, request, params: { address = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const { data: evaluator } = await getEvaluator(parseAddress(address))
  const isOwn = viewer === evaluator.account.address
  const [releases, status, access] = await Promise.all([
    isOwn ? listReleases({ limit: MOST_RELEASES }) : null,
    getStatus(),
    getChainAccess(),
  ])
  const time = status.data.indexed?.time
  const now = time === undefined ? 0 : Date.parse(time) / 1000
  return {
    title: intl.t('site.title', { page: `${intl.t('evaluator.title')} ${evaluator.account.address}` }),
    locale: intl.locale,
    access,
    active: evaluator.active,
    label: intl.t('attest.title'),
    form: releases === null ? null : buildAttestForm(intl, evaluator, { releases: releases.data, now }),
    html: {
      head: renderStatic(intl, <EvaluatorHead evaluator={evaluator} />),
      waiting: renderStatic(intl, <EvaluatorWaiting evaluator={evaluator} />),
      list: renderStatic(intl, <EvaluatorList evaluator={evaluator} />),
    },
  }
})

export const meta = pageMeta

export default function EvaluatorPage() {
  const { html, form, active, label, access, locale } = useLoaderData<typeof loader>()
  const props = { access, locale, wallet }
  return (
    <>
      <LiveUpdates kinds={['evaluator', 'release', 'proposal']} />
      <StaticHtml className="head" html={html.head} />
      <div className={form === null ? 'stack' : 'cols'}>
        <StaticHtml as="section" className="sec" labelledBy="waiting" html={html.waiting} />
        {form !== null && (
          <aside className="side" aria-label={label}>
            {active && <AttestForm form={form} {...props} />}
            <RevokeList form={form} {...props} />
          </aside>
        )}
        <StaticHtml as="section" className="sec" labelledBy="stated" html={html.list} />
      </div>
    </>
  )
}
