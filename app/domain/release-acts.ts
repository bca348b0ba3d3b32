/** What one account can do to a release without a vote. */
export type ReleaseAct = 'withdraw' | 'hold' | 'recall'

type Stage = 'registered' | 'red-team' | 'gated' | 'open' | 'revoked'

/** What decides which acts the registry would accept from one account. */
export type ReleaseSituation = {
  stage: Stage
  /** Whether the account belongs to the party of the release. */
  isMaintainer: boolean
  /** Whether the account is the council, within its term. */
  isCouncil: boolean
  /** Stages in which the council held it before; each only once. */
  heldIn: readonly Stage[]
  /** Whether the present approval of the council recalled it before. */
  isRecalledByApproval: boolean
}

/** The acts that the registry would accept now; anything else would revert and is never offered. */
export const buildReleaseActs = (situation: ReleaseSituation): readonly ReleaseAct[] => {
  const { stage, isMaintainer, isCouncil, heldIn, isRecalledByApproval } = situation
  const isLow = stage === 'registered' || stage === 'red-team'
  const acts: ReleaseAct[] = []
  if (isMaintainer && isLow) acts.push('withdraw')
  if (isCouncil && (isLow || stage === 'gated') && !heldIn.includes(stage)) acts.push('hold')
  if (isCouncil && (stage === 'gated' || stage === 'open') && !isRecalledByApproval) acts.push('recall')
  return acts
}
