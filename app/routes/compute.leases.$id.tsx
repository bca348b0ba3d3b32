import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { buildActs } from '~/features/market/acts/build-acts.server'
import { prepareClaim } from '~/features/market/acts/claim-act'
import { mostUsedOf, prepareLeaseActs } from '~/features/market/acts/lease-acts'
import { parseDigest } from '~/features/market/acts/parse-digest'
import { parseHours } from '~/features/market/acts/units'
import { LeaseForms } from '~/features/market/components/lease-forms.server'
import { LeaseMeter } from '~/features/market/components/lease-meter'
import { LeaseHead, LeasePage } from '~/features/market/components/lease-page.server'
import { MarketColumns } from '~/features/market/components/market-columns'
import { getTerms } from '~/features/market/current-terms'
import { getLease } from '~/features/market/leases.server'
import type { LeaseDetail } from '~/features/market/schema/leases'
import { getCredit, getMarket } from '~/features/market/terms.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getChainTime } from '~/features/status/read.server'
import { getAreaText } from '~/i18n/intl.server'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const MINUTE = 60

const parseMore = ({ clock, mostSeconds }: LeaseDetail, text: string) => {
  const seconds = text === '' ? null : parseHours(text)
  const fits = seconds !== null && clock.end + seconds <= clock.start + mostSeconds
  return { more: fits ? seconds : null, wrong: text === '' || fits ? null : text }
}

const parseUsed = ({ confirmed }: LeaseDetail, text: string, most: number | null) => {
  const used = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
  const fits = used !== null && most !== null && used <= most && used > Number(confirmed ?? 0)
  return { used: fits ? used : null, wrong: text === '' || fits ? null : text }
}

type Contested = { back: string; evidence: string; now: number; window: number }

const parseContest = ({ clock }: LeaseDetail, { back, evidence, now, window }: Contested) => {
  const minutes = /^[1-9]\d{0,6}$/.test(back) ? Number(back) : null
  const earliest = Math.max(clock.start, now - window)
  // Time goes on until it is signed: a second too early would be refused.
  const from = minutes === null ? null : Math.max(earliest + MINUTE, now - minutes * MINUTE)
  const fits = from !== null && minutes !== null && minutes * MINUTE <= window && from < Math.min(now, clock.end)
  const digest = parseDigest(evidence)
  return {
    contest: fits && digest !== null ? { from, evidence: digest } : null,
    wrong: {
      back: back === '' || fits ? null : back,
      evidence: back !== '' && digest === null,
    },
  }
}

export const loader = pageLoader(async ({ intl, url, request, params: { id = '' } }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: lease }, { data: market }, now, due, access] = await Promise.all([
    getLease(id),
    getMarket(),
    getChainTime(),
    viewer === null ? null : getCredit(viewer),
    getChainAccess(),
  ])
  const { disputeBond: bond, disputeWindow: window } = getTerms(market, lease.terms)
  const search = url.searchParams
  const values = {
    more: search.get('more') ?? '',
    back: search.get('back') ?? '',
    evidence: search.get('evidence') ?? '',
    used: search.get('used') ?? '',
  }
  const mostUsed = mostUsedOf(lease, now)
  const usage = parseUsed(lease, values.used, mostUsed)
  const { more, wrong } = parseMore(lease, values.more)
  const contested = parseContest(lease, { ...values, now, window })
  const isTenant = viewer !== null && lease.tenant.address === viewer
  const isRunning = lease.state === 'running'
  const data = buildActs(intl, {
    viewer,
    acts:
      viewer === null || due === null
        ? []
        : [
            ...prepareLeaseActs(intl, { lease, viewer, now, more, used: usage.used, contest: contested.contest, bond }),
            ...prepareClaim(intl, due.data),
          ],
    shown: [lease.state, lease.confirmed, lease.withdrawn.value, lease.end.time, lease.noticed?.time, due?.data],
    empty: intl.t('leaseActs.nothing'),
  })
  return {
    title: intl.t('site.title', { page: intl.t('leases.number', { id: lease.id }) }),
    locale: intl.locale,
    access,
    data,
    meter: isRunning
      ? { clock: lease.clock, now, deposit: lease.deposit, texts: getAreaText(intl.locale, 'meter') }
      : null,
    html: {
      head: renderStatic(intl, <LeaseHead lease={lease} />),
      body: renderStatic(
        intl,
        <>
          <LeasePage lease={lease} now={now} />
          <LeaseForms
            id={lease.id}
            canTopUp={isTenant && isRunning && lease.payer.kind === 'tenant' && lease.noticed === null}
            canDispute={isTenant && ['running', 'ended', 'closed'].includes(lease.state)}
            mostUsed={isTenant ? mostUsed : null}
            values={values}
            wrong={{ more: wrong, used: usage.wrong, ...contested.wrong }}
          />
        </>,
      ),
    },
  }
})

export const meta = pageMeta

export default function LeaseRoute() {
  const { html, data, meter, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['lease', 'dispute']} />
      <StaticHtml html={html.head} />
      <MarketColumns
        data={data}
        access={access}
        locale={locale}
        wallet={wallet}
        aside={meter !== null && <LeaseMeter data={meter} locale={locale} />}
      >
        <StaticHtml html={html.body} />
      </MarketColumns>
    </>
  )
}
