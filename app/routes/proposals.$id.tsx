import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from '~/components/live-updates'
import { renderStatic } from '~/components/render-static.server'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { EffectSection } from '~/features/compute/components/effect-section.server'
import { type ComputeEffect, getComputeEffect } from '~/features/compute/effect.server'
import { findDraftOf } from '~/features/drafts/of-proposal.server'
import { ActionsSection } from '~/features/proposals/components/actions-section.server'
import { buildProposalActs } from '~/features/proposals/components/build-proposal-acts.server'
import { buildShare } from '~/features/proposals/components/build-share.server'
import { buildVoteCard } from '~/features/proposals/components/build-vote-card.server'
import { DescriptionSection } from '~/features/proposals/components/description-section.server'
import { EmbedSection } from '~/features/proposals/components/embed-section.server'
import { FirewallSection } from '~/features/proposals/components/firewall-section.server'
import { PageContents } from '~/features/proposals/components/page-contents.server'
import { ProposalActs } from '~/features/proposals/components/proposal-acts'
import { ProposalHead } from '~/features/proposals/components/proposal-head.server'
import { ResultSection } from '~/features/proposals/components/result-section.server'
import { TimelineSection } from '~/features/proposals/components/timeline-section.server'
import { getTitle } from '~/features/proposals/components/title'
import { VoteCard } from '~/features/proposals/components/vote-card'
import { getProposal, getViewer, peekFirewall } from '~/features/proposals/read.server'
import type { Proposal } from '~/features/proposals/schema'
import { SimulationSection } from '~/features/simulations/components/simulation-section.server'
import { peekSimulation } from '~/features/simulations/read.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getStatus } from '~/features/status/read.server'
import { NonVotersSection } from '~/features/votes/components/non-voters-section.server'
import { VotesSection } from '~/features/votes/components/votes-section.server'
import { listNonVoters, listVotes } from '~/features/votes/read.server'
import { pageLoader } from '~/page.server'
import { findPortal, getServices } from '~/services.server'
import { wallet } from '~/wallet/wallet'

const SHOWN_VOTES = 20
const SHOWN_SILENT = 10
const SEATS_AT_MOST = 63

// When the page changes although nobody acts.
const nextChange = ({ phase, snapshot, deadline, eta }: Proposal): string | null => {
  if (phase === 'upcoming') return snapshot.time
  if (phase === 'voting' || phase === 'objection') return deadline.time
  return phase === 'delayed' ? (eta?.time ?? null) : null
}

// What was decided before has had its effect, or never will.
const isOpen = ({ state }: Proposal): boolean => ['pending', 'active', 'succeeded', 'queued'].includes(state)

const hasEffect = (effect: ComputeEffect | null): effect is ComputeEffect =>
  effect !== null && (effect.policy !== null || effect.budget !== null)

export const loader = pageLoader(async ({ intl, url, request, params: { id = '' } }) => {
  const account = parseViewer(request.headers.get('cookie'))
  const cursor = url.searchParams.get('cursor')
  const [{ data: proposal, asOf }, status, firewall, votes, seatVotes, silentTokens, silentSeats, access, viewer] =
    await Promise.all([
      getProposal(id),
      getStatus(),
      peekFirewall(id),
      listVotes(id, { house: 'token', sort: 'reasons', limit: SHOWN_VOTES, ...(cursor ? { cursor } : {}) }),
      listVotes(id, { house: 'seat', sort: 'reasons', limit: SEATS_AT_MOST }),
      listNonVoters(id, { house: 'token', limit: SHOWN_SILENT }),
      listNonVoters(id, { house: 'seat', limit: SEATS_AT_MOST }),
      getChainAccess(),
      account === null ? null : getViewer(account, id),
    ])
  const { indexed } = status.data
  const now = indexed === null ? asOf : { time: indexed.time, block: indexed.number }
  const facts = { proposal, viewer: viewer?.data ?? null, now: now.time }
  const effect = isOpen(proposal) ? await getComputeEffect(proposal.actions) : null
  const simulation = isOpen(proposal) ? await peekSimulation(id) : null
  const draft = await findDraftOf(proposal)
  const portal = findPortal(await getServices(), url.origin)
  const ballots = proposal.voters.token + proposal.voters.seat
  return {
    id,
    title: intl.t('site.title', { page: `${id}: ${getTitle(intl, proposal)}` }),
    share: buildShare(intl, { proposal, portal }),
    locale: intl.locale,
    access,
    card: buildVoteCard(intl, { ...facts, governor: access.contracts.governor }),
    acts: buildProposalActs(intl, facts),
    until: nextChange(proposal),
    pending: firewall === null || (isOpen(proposal) && simulation === null),
    cardLabel: intl.t('proposal.card'),
    html: {
      head: renderStatic(intl, <ProposalHead proposal={proposal} />),
      result: renderStatic(intl, <ResultSection proposal={proposal} />),
      contents: renderStatic(intl, <PageContents isOpen={isOpen(proposal)} hasEffect={hasEffect(effect)} />),
      embed: renderStatic(intl, <EmbedSection id={id} portal={portal} />),
      effect: hasEffect(effect) ? renderStatic(intl, <EffectSection effect={effect} />) : '',
      actions: renderStatic(intl, <ActionsSection proposal={proposal} />),
      simulation: isOpen(proposal)
        ? renderStatic(intl, <SimulationSection href={`/api/v1/proposals/${id}/simulation`} simulation={simulation} />)
        : '',
      firewall: renderStatic(intl, <FirewallSection firewall={firewall?.data ?? null} />),
      text: renderStatic(intl, <DescriptionSection proposal={proposal} draft={draft} />),
      timeline: renderStatic(intl, <TimelineSection proposal={proposal} now={now} />),
      votes: renderStatic(intl, <VotesSection token={votes} seat={seatVotes} count={ballots} url={url} />),
      silent: renderStatic(
        intl,
        <NonVotersSection pending={proposal.state === 'pending'} token={silentTokens} seat={silentSeats} />,
      ),
    },
  }
})

export const meta: MetaFunction<typeof loader> = (args) => [...(pageMeta(args) ?? []), ...(args.data?.share ?? [])]

export default function ProposalPage() {
  const { id, html, card, acts, access, locale, cardLabel, until, pending } = useLoaderData<typeof loader>()
  return (
    <>
      <LiveUpdates kinds={['proposal']} id={id} until={until} pending={pending} />
      <StaticHtml className="head" html={html.head} />
      <div className="cols">
        <StaticHtml as="section" className="sec" labelledBy="result" html={html.result} />
        <aside className="side" id="vote" aria-label={cardLabel}>
          <VoteCard card={card} access={access} locale={locale} wallet={wallet} />
          <ProposalActs data={acts} access={access} locale={locale} wallet={wallet} />
          <StaticHtml html={html.contents} />
          <StaticHtml html={html.embed} />
        </aside>
        <StaticHtml as="section" className="sec" labelledBy="actions" html={html.actions} />
        {html.simulation !== '' && (
          <StaticHtml as="section" className="sec" labelledBy="simulation" html={html.simulation} />
        )}
        <StaticHtml as="section" className="sec" labelledBy="firewall" html={html.firewall} />
        {html.effect !== '' && <StaticHtml as="section" className="sec" labelledBy="effect" html={html.effect} />}
        <StaticHtml as="section" className="sec" labelledBy="text" html={html.text} />
        <StaticHtml as="section" className="sec" labelledBy="timeline" html={html.timeline} />
        <StaticHtml as="section" className="sec" labelledBy="votes" html={html.votes} />
        <StaticHtml as="section" className="sec" labelledBy="silent" html={html.silent} />
      </div>
    </>
  )
}
