import type { Address, Hex } from 'viem'
import { getActTexts } from '~/components/act-texts.server'
import type { ProposalAct } from '~/domain/vote-options'
import type { IntlShape } from '~/i18n/intl-context'
import type { CardFacts } from './build-vote-card.server'
import type { ProposalActsData } from './proposal-acts-props'

// Without a viewer, what is open to everyone: `next` names whoever may act, and from when until when.
const listActs = ({ proposal, viewer, now }: Omit<CardFacts, 'governor'>): readonly ProposalAct[] => {
  if (viewer !== null) return viewer.acts
  return proposal.timeline.next.flatMap(({ act, who, from, until }): ProposalAct[] => {
    if (act === 'vote' || act === 'object' || who !== 'anyone') return []
    return (from?.time ?? now) <= now && now <= (until?.time ?? now) ? [act] : []
  })
}

/** Prepares the buttons that the governor would accept from this reader now. */
export const buildProposalActs = (intl: IntlShape, facts: Omit<CardFacts, 'governor'>): ProposalActsData => {
  const { locale, t } = intl
  const { proposal, viewer } = facts
  return {
    proposalId: proposal.id,
    viewer: viewer === null ? null : (viewer.account.address as Address),
    acts: listActs(facts)
      .filter((act) => act !== 'execute' || proposal.actions.every(({ gate }) => gate === null || gate.met))
      .map((act) => ({ act, note: t(`act.${act}Note`), label: t(`act.${act}`) })),
    calls: proposal.actions.map(({ target, value, calldata }) => ({
      target: target as Address,
      value,
      calldata: calldata as Hex,
    })),
    descriptionHash: proposal.descriptionHash as Hex,
    texts: { ...getActTexts(locale), title: t('act.title'), sure: t('act.sure'), keep: t('act.keep') },
  }
}
