import type { Hex } from 'viem'
import { isFinalCase } from '~/domain/market/states'
import type { MarketAct } from '~/domain/wallet'
import type { IntlShape } from '~/i18n/intl-context'
import type { PreparedAct } from '../components/market-acts'
import type { Dispute } from '../schema/disputes'

/** What the reader is to a case while its arbiters vote: one that has yet to vote, or a side; null for everybody else. */
export const roleIn = ({ state, arbiters, ...sides }: Dispute, viewer: string | null): 'arbiter' | 'side' | null => {
  if (state !== 'voting') return null
  if (arbiters.some(({ arbiter, vote }) => arbiter.address === viewer && vote === null)) return 'arbiter'
  return [sides.claimant, sides.respondent].some(({ address }) => address === viewer) ? 'side' : null
}

type Given = {
  dispute: Dispute
  viewer: string
  /** Of the reasons for a vote, or of evidence; null while none was entered that is one. */
  digest: Hex | null
}

const prepareVotes = ({ t }: IntlShape, { dispute, digest }: Given): PreparedAct[] =>
  digest === null
    ? []
    : (['claimant', 'respondent'] as const).map((side) => ({
        act: { name: 'vote', caseId: dispute.id, forClaimant: side === 'claimant', reason: digest },
        pays: '0',
        button: t(`disputeActs.${side}`),
        note: t(`disputeActs.${side}Note`),
      }))

const prepareEvidence = ({ t }: IntlShape, { dispute, viewer, digest }: Given): PreparedAct[] => {
  const isGiven = dispute.evidence.some((one) => one.by.address === viewer && one.digest === digest)
  if (digest === null || isGiven) return []
  return [
    {
      act: { name: 'giveEvidence', caseId: dispute.id, evidence: digest },
      pays: '0',
      button: t('disputeActs.evidence'),
      note: t('disputeActs.evidenceNote'),
    },
  ]
}

/** What carries a verdict out: where its subject is, a lease or a milestone; null of another court. */
const settlingOf = ({ lease, milestone }: Dispute): MarketAct | null => {
  if (milestone !== null) return { name: 'settleMilestone', job: milestone.job, index: milestone.index }
  return lease === null ? null : { name: 'settleDispute', id: lease }
}

/** What the reader can do about a dispute: vote, as an arbiter; give evidence, as a side; carry a final verdict out. */
export const prepareDisputeActs = (intl: IntlShape, given: Given): PreparedAct[] => {
  const { dispute, viewer } = given
  const role = roleIn(dispute, viewer)
  if (role !== null) return role === 'arbiter' ? prepareVotes(intl, given) : prepareEvidence(intl, given)
  const act = settlingOf(dispute)
  if (!isFinalCase(dispute.state) || dispute.settlement !== null || act === null) return []
  return [
    {
      act,
      pays: '0',
      button: intl.t('disputeActs.settle'),
      note: intl.t('disputeActs.settleNote'),
    },
  ]
}
