import { useLoaderData } from '@remix-run/react'
import { getActTexts } from '~/components/act-texts.server'
import { ApiReference } from '~/components/api-reference.server'
import { DevelopersPage } from '~/components/developers-page.server'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { listResources } from '~/endpoints.server'
import { KeysPanel } from '~/features/access/components/keys-panel'
import { getChainAccess } from '~/features/status/chain-access.server'
import { WebhooksPanel } from '~/features/webhooks/components/webhooks-panel'
import { webhookEventNames } from '~/features/webhooks/schema'
import { SCOPES } from '~/http/caller'
import { getAreaText } from '~/i18n/intl.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(async ({ intl, request }) => ({
  title: intl.t('site.title', { page: intl.t('developers.title') }),
  locale: intl.locale,
  access: await getChainAccess(),
  viewer: parseViewer(request.headers.get('cookie')),
  scopes: SCOPES,
  events: webhookEventNames,
  keysTexts: getAreaText(intl.locale, 'keys'),
  webhooksTexts: getAreaText(intl.locale, 'webhooks'),
  signTexts: getActTexts(intl.locale),
  html: {
    page: renderStatic(intl, <DevelopersPage />),
    reference: renderStatic(intl, <ApiReference subjects={listResources()} />),
  },
}))

export const meta = pageMeta

export default function Developers() {
  const { html, scopes, events, keysTexts, webhooksTexts, ...shared } = useLoaderData<typeof loader>()
  const { access, locale, viewer, signTexts } = shared
  return (
    <>
      <StaticHtml html={html.page} />
      <KeysPanel {...{ access, locale, wallet, viewer, signTexts, scopes }} texts={keysTexts} />
      <WebhooksPanel {...{ access, locale, wallet, viewer, signTexts, events }} texts={webhooksTexts} />
      <StaticHtml html={html.reference} />
    </>
  )
}
