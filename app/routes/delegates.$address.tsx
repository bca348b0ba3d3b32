import { useLoaderData, useRevalidator } from '@remix-run/react'
import { getActTexts } from '~/components/act-texts.server'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { buildDelegationCard } from '~/features/delegates/components/build-delegation-card.server'
import { DelegateFacts } from '~/features/delegates/components/delegate-facts.server'
import { DelegateHead } from '~/features/delegates/components/delegate-head.server'
import { DelegationCard } from '~/features/delegates/components/delegation-card'
import { DelegatorList } from '~/features/delegates/components/delegator-list.server'
import { PowerHistory } from '~/features/delegates/components/power-history.server'
import { StatementForm } from '~/features/delegates/components/statement-form'
import { StatementSection } from '~/features/delegates/components/statement-section.server'
import { getConcentration } from '~/features/delegates/concentration.server'
import { getHolding } from '~/features/delegates/holding.server'
import { getDelegate, listDelegators, listPowerHistory } from '~/features/delegates/read.server'
import { getStatements } from '~/features/delegates/statement.server'
import { renderMarkdown } from '~/features/proposals/components/markdown.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { BallotsSection } from '~/features/votes/components/ballots-section.server'
import { listBallots } from '~/features/votes/read.server'
import { getAreaText } from '~/i18n/intl.server'
import { pageLoader, parseAddress } from '~/page.server'
import { wallet } from '~/wallet/wallet'

const SHOWN = 20

export const loader = pageLoader(async ({ intl, url, request, params }) => {
  const { address: given = '' } = params
  const address = parseAddress(given)
  const account = parseViewer(request.headers.get('cookie'))
  const cursor = url.searchParams.get('cursor')
  const [{ data: delegate }, delegators, history, ballots, said, access, concentration, viewer] = await Promise.all([
    getDelegate(address),
    listDelegators(address, { limit: SHOWN }),
    listPowerHistory(address, { limit: SHOWN }),
    listBallots(address, { limit: SHOWN, ...(cursor ? { cursor } : {}) }),
    getStatements(address, { limit: 2 }),
    getChainAccess(),
    getConcentration(address),
    account === null ? null : getHolding(account),
  ])
  const { text = '', interests = '' } = said.data.current ?? {}
  return {
    address,
    title: intl.t('site.title', { page: `${intl.t('delegate.account')} ${address.slice(0, 10)}` }),
    locale: intl.locale,
    access,
    card: buildDelegationCard(intl, { delegate, viewer, ...concentration }),
    cardLabel: intl.t('delegate.card'),
    own: viewer?.account === address && {
      ...{ account: address, text, interests },
      texts: getAreaText(intl.locale, 'statementAct'),
      signTexts: getActTexts(intl.locale),
    },
    html: {
      head: renderStatic(intl, <DelegateHead delegate={delegate} />),
      facts: renderStatic(intl, <DelegateFacts delegate={delegate} />),
      statement: renderStatic(
        intl,
        <StatementSection statements={said.data} text={renderMarkdown(text)} interests={renderMarkdown(interests)} />,
      ),
      ballots: renderStatic(intl, <BallotsSection votes={ballots} url={url} />),
      delegators: renderStatic(intl, <DelegatorList delegators={delegators.data} />),
      history: renderStatic(intl, <PowerHistory points={history.data} />),
    },
  }
})

export const meta = pageMeta

export default function DelegatePage() {
  const { html, card, own, access, locale, cardLabel } = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  return (
    <>
      <LiveUpdates kinds={['delegate', 'proposal']} />
      <StaticHtml className="head" html={html.head} />
      <div className="cols">
        <StaticHtml as="section" className="sec" labelledBy="facts" html={html.facts} />
        <aside className="side" aria-label={cardLabel}>
          <DelegationCard card={card} access={access} locale={locale} wallet={wallet} />
          {own && <StatementForm own={own} access={access} locale={locale} wallet={wallet} onDone={revalidate} />}
        </aside>
        <StaticHtml as="section" className="sec" labelledBy="statement" html={html.statement} />
        <StaticHtml as="section" className="sec" labelledBy="ballots" html={html.ballots} />
        <StaticHtml as="section" className="sec" labelledBy="delegators" html={html.delegators} />
        <StaticHtml as="section" className="sec" labelledBy="history" html={html.history} />
      </div>
    </>
  )
}
