import { useLoaderData } from '@remix-run/react'
import { getActTexts } from '~/components/act-texts.server'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseGpuHours } from '~/domain/gpu-hours'
import { parseViewer } from '~/domain/viewer'
import { AskCard, type AskCardData } from '~/features/compute/components/ask-card'
import { AskPage } from '~/features/compute/components/ask-page.server'
import { type Asking, getAsking } from '~/features/compute/tenant.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { formatGpuHours } from '~/i18n/compute'
import { getAreaText } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const buildAsk = (intl: IntlShape, { epoch, taking, tenant, pools, forecast }: Asking): AskCardData['ask'] => {
  if (!taking || tenant === null || forecast === null || forecast.excluded) return null
  const mine = pools.find(({ pool }) => pool.id === forecast.pool.id)?.mine ?? null
  const request = {
    pool: Number(forecast.pool.id),
    epoch,
    want: forecast.want.value,
    seq: (mine?.seq ?? 0) + 1,
    agentOf: tenant.agent === null ? null : Number(tenant.party.id),
  }
  const texts = { want: formatGpuHours(intl, forecast.want.value), pool: forecast.pool.name }
  const key = forecast.want.value === '0' ? 'ask.takeBack' : mine === null ? 'ask.sign' : 'ask.replace'
  return { request, button: intl.t(key, texts) }
}

export const loader = pageLoader(async ({ intl, url, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const hours = url.searchParams.get('hours') ?? ''
  const want = hours === '' ? null : parseGpuHours(hours)
  const pool = url.searchParams.get('pool')
  const [asking, access] = await Promise.all([getAsking({ account: viewer, pool, want }), getChainAccess()])
  const mine = asking.pools.find((one) => one.pool.id === pool)?.mine
  const data: AskCardData = {
    viewer,
    ask: buildAsk(intl, asking),
    present: mine?.seq ?? 0,
    texts: { ...getActTexts(intl.locale), ...getAreaText(intl.locale, 'askCard') },
  }
  const values = { pool: pool ?? asking.pools[0]?.pool.id ?? '', hours }
  const isUnusable = hours !== '' && want === null
  return {
    title: intl.t('site.title', { page: intl.t('ask.title') }),
    locale: intl.locale,
    access,
    data,
    label: intl.t('askCard.title'),
    html: renderStatic(
      intl,
      <AskPage asking={asking} values={values} isUnusable={isUnusable} isConnected={viewer !== null} />,
    ),
  }
})

export const meta = pageMeta

export default function RequestPage() {
  const { html, label, data, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['round', 'party', 'policy', 'pool']} />
      <div className="cols">
        <StaticHtml html={html} />
        <aside className="side" aria-label={label}>
          <AskCard data={data} access={access} locale={locale} wallet={wallet} />
        </aside>
      </div>
    </>
  )
}
