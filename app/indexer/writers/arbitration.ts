import type { CreateWriter } from './writer'

export const createArbitrationWriter: CreateWriter<'Arbitration'> = () => ({
  ArbiterAppointed: ({ arbiter: account }, write) => {
    write('arbiter_events', { account, kind: 'appointed' })
  },
  ArbiterDismissed: ({ arbiter: account }, write) => {
    write('arbiter_events', { account, kind: 'dismissed' })
  },
  CaseOpened: (
    {
      caseId: case_id,
      court,
      claimant,
      respondent,
      claimantParty: claimant_party,
      respondentParty: respondent_party,
      arbiters,
    },
    write,
  ) => {
    write('arbitration_cases', { case_id, court, claimant, respondent, claimant_party, respondent_party, arbiters })
  },
  EvidenceGiven: ({ caseId: case_id, by: account, evidence }, write) => {
    write('case_evidence', { case_id, account, evidence })
  },
  ArbiterVoted: ({ caseId: case_id, arbiter, forClaimant: for_claimant, reason }, write) => {
    write('arbiter_votes', { case_id, arbiter, for_claimant, reason })
  },
  VerdictGiven: ({ caseId: case_id, verdict, byVote: by_vote }, write) => {
    write('verdicts', { case_id, verdict, by_vote })
  },
})
