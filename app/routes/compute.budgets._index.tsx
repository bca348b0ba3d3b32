import { useLoaderData } from '@remix-run/react'
import { getActTexts } from '~/components/act-texts.server'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import type { Treasury } from '~/features/compute/budget-schema'
import { listBudgetLines } from '~/features/compute/budgets.server'
import { BudgetsHead, BudgetsPage } from '~/features/compute/components/budgets-page.server'
import { type ClaimableGrant, ClaimMoney } from '~/features/compute/components/claim-money'
import { listPools } from '~/features/compute/read.server'
import { getTreasury } from '~/features/compute/treasury.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { formatMoney } from '~/i18n/amount'
import type { IntlShape } from '~/i18n/intl-context'
import { pageLoader, parsePaging } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const MOST_LINES = 24

const listClaimable = (intl: IntlShape, treasury: Treasury, viewer: string | null): ClaimableGrant[] =>
  treasury.moneyGrants
    .filter(({ recipient, accrued, claimed }) => recipient.address === viewer && accrued.value !== claimed.value)
    .map(({ id, accrued, claimed }) => {
      const due = { ...accrued, value: String(BigInt(accrued.value) - BigInt(claimed.value)) }
      return { id: Number(id), claimed: claimed.value, text: intl.t('budgets.claim', { due: formatMoney(intl, due) }) }
    })

export const loader = pageLoader(async ({ intl, url, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [{ data: treasury }, { data: pools }, list, access] = await Promise.all([
    getTreasury(),
    listPools(),
    listBudgetLines({ ...parsePaging(url.searchParams), limit: MOST_LINES }),
    getChainAccess(),
  ])
  return {
    title: intl.t('site.title', { page: intl.t('budgets.title') }),
    locale: intl.locale,
    access,
    viewer,
    grants: listClaimable(intl, treasury, viewer),
    texts: { ...getActTexts(intl.locale), title: intl.t('budgets.claimTitle') },
    html: {
      head: renderStatic(intl, <BudgetsHead />),
      body: renderStatic(intl, <BudgetsPage treasury={treasury} pools={pools} list={list} url={url} />),
    },
  }
})

export const meta = pageMeta

export default function BudgetsRoute() {
  const { html, grants, viewer, texts, access, locale } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['budget', 'pool']} />
      <StaticHtml className="head" html={html.head} />
      {viewer !== null && (
        <ClaimMoney viewer={viewer} grants={grants} texts={texts} access={access} locale={locale} wallet={wallet} />
      )}
      <StaticHtml html={html.body} />
    </>
  )
}
