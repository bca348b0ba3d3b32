import { sha256, stringToHex } from 'viem'
import type { IntlShape } from '~/i18n/intl-context'
import type { PreparedAct } from '../components/market-acts'
import type { Dispute } from '../schema'

const FINAL = ['for-claimant', 'for-respondent', 'undecided']

/** What the reader can do about a dispute: vote, as one of its arbiters; carry a final verdict out, as anyone. */
export const prepareDisputeActs = (intl: IntlShape, dispute: Dispute, viewer: string): PreparedAct[] => {
  const seat = dispute.arbiters.find(({ arbiter }) => arbiter.address === viewer)
  const { t } = intl
  if (dispute.state === 'voting' && seat !== undefined && seat.vote === null) {
    return (['claimant', 'respondent'] as const).map((side) => ({
      act: {
        name: 'vote',
        caseId: dispute.id,
        forClaimant: side === 'claimant',
        // The digest of no text: who publishes reasons signs with a tool that has them.
        reason: sha256(stringToHex('')),
      },
      pays: '0',
      button: t(`disputeActs.${side}`),
      note: t(`disputeActs.${side}Note`),
    }))
  }
  if (!FINAL.includes(dispute.state) || dispute.settlement !== null || dispute.lease === null) return []
  return [
    {
      act: { name: 'settleDispute', id: dispute.lease },
      pays: '0',
      button: t('disputeActs.settle'),
      note: t('disputeActs.settleNote'),
    },
  ]
}
