import { useLoaderData } from '@remix-run/react'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { BrowserNotifications } from '~/features/push/components/browser-notifications'
import { NotificationsHead, OtherWays } from '~/features/push/components/notifications-page.server'
import { findPushKey } from '~/features/push/subscriptions.server'
import { getAreaText } from '~/i18n/intl.server'
import { pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  return {
    title: intl.t('site.title', { page: intl.t('notifications.title') }),
    locale: intl.locale,
    viewer,
    publicKey: await findPushKey(),
    texts: getAreaText(intl.locale, 'notify'),
    noScript: intl.t('notifications.noScript'),
    off: intl.t('notifications.off'),
    html: {
      head: renderStatic(intl, <NotificationsHead />),
      side: renderStatic(intl, <OtherWays viewer={viewer} />),
    },
  }
})

export const meta = pageMeta

export default function NotificationsPage() {
  const { html, texts, publicKey, noScript, off, locale, viewer } = useLoaderData<typeof loader>()
  return (
    <>
      <StaticHtml className="head" html={html.head} />
      <div className="cols">
        <section className="sec" aria-labelledby="browser">
          <h2 id="browser">{texts.title}</h2>
          {publicKey === null ? (
            <p>{off}</p>
          ) : (
            <>
              <p className="note">{texts.lede}</p>
              <BrowserNotifications publicKey={publicKey} texts={texts} locale={locale} viewer={viewer} />
              <noscript>
                <p className="note">{noScript}</p>
              </noscript>
            </>
          )}
        </section>
        <StaticHtml as="aside" className="side" html={html.side} />
      </div>
    </>
  )
}
