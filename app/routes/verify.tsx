import { useLoaderData } from '@remix-run/react'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { getReleaseName } from '~/features/models/components/release-name'
import { VerifyFiles } from '~/features/models/components/verify-files'
import { VerifyHead, VerifySide } from '~/features/models/components/verify-page.server'
import { getRelease } from '~/features/models/read.server'
import { getAreaText } from '~/i18n/intl.server'
import { pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const id = url.searchParams.get('release')
  const release = id === null || id === '' ? null : (await getRelease(id)).data
  const target = release === null ? null : { id: release.id, name: getReleaseName(intl, release) }
  return {
    title: intl.t('site.title', { page: intl.t('verifyPage.title') }),
    locale: intl.locale,
    texts: getAreaText(intl.locale, 'verify'),
    stages: getAreaText(intl.locale, 'stage'),
    label: intl.t('verifyPage.pick'),
    noScript: intl.t('verifyPage.noScript'),
    target,
    html: {
      head: renderStatic(intl, <VerifyHead target={target} />),
      side: renderStatic(intl, <VerifySide release={release} />),
    },
  }
})

export const meta = pageMeta

export default function VerifyPage() {
  const { html, texts, stages, locale, label, noScript, target } = useLoaderData<typeof loader>()
  return (
    <>
      <StaticHtml className="head" html={html.head} />
      <div className="cols">
        <section className="sec" aria-labelledby="pick">
          <h2 id="pick">{label}</h2>
          <VerifyFiles key={target?.id ?? ''} texts={texts} stages={stages} locale={locale} target={target} />
          <noscript>
            <p className="note">{noScript}</p>
          </noscript>
        </section>
        <StaticHtml as="aside" className="side" html={html.side} />
      </div>
    </>
  )
}
