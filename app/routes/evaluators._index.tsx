import { useLoaderData } from '@remix-run/react'
import { getActTexts } from '~/components/act-texts.server'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { EvaluatorsHead, EvaluatorsTable } from '~/features/evaluations/components/evaluators-page.server'
import { SubmitSigned } from '~/features/evaluations/components/submit-signed'
import { listEvaluators } from '~/features/evaluations/read.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getAreaText } from '~/i18n/intl.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(async ({ intl, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const { data } = await listEvaluators()
  const isMine = data.some(({ account }) => account.address === viewer)
  return {
    title: intl.t('site.title', { page: intl.t('evaluators.title') }),
    locale: intl.locale,
    label: intl.t('evaluators.title'),
    viewer,
    access: await getChainAccess(),
    texts: {
      ...getActTexts(intl.locale),
      ...getAreaText(intl.locale, 'submit'),
      title: intl.t('evaluators.submit'),
      connect: intl.t('account.connect'),
    },
    html: {
      head: renderStatic(intl, <EvaluatorsHead mine={isMine ? viewer : null} />),
      table: renderStatic(intl, <EvaluatorsTable list={data} />),
    },
  }
})

export const meta = pageMeta

export default function EvaluatorsPage() {
  const { html, texts, viewer, access, locale, label } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['evaluator', 'release', 'proposal']} />
      <StaticHtml className="head" html={html.head} />
      <section className="sec" aria-label={label}>
        <StaticHtml html={html.table} />
      </section>
      <SubmitSigned viewer={viewer} texts={texts} access={access} locale={locale} wallet={wallet} />
    </>
  )
}
