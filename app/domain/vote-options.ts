import { type Choice, choices } from './ballot'
import type { Phase } from './proposal-state'

/** Why an account has no ballot to give in a house. */
type BallotRefusal = 'not-open' | 'closed' | 'no-power' | 'has-voted'

/** What an account can do in one house: the choices that `castVote` would accept now, or why there are none. */
export type BallotOptions = { allowed: readonly Choice[]; refusal: BallotRefusal | null }

const onlyAgainst: readonly Choice[] = ['against']

const choicesIn = (phase: Phase): readonly Choice[] => {
  if (phase === 'voting') return choices
  return phase === 'objection' ? onlyAgainst : []
}

const refused = (refusal: BallotRefusal): BallotOptions => ({ allowed: [], refusal })

/**
 * The ballots that the governor would accept from an account in one house. `power` is the account's weight at the
 * snapshot (base units or seats; before the snapshot, its weight now), `ballot` what it has cast in this house.
 */
export const buildBallotOptions = (given: { phase: Phase; power: bigint; ballot: Choice | null }): BallotOptions => {
  if (given.ballot !== null) return refused('has-voted')
  if (given.phase === 'upcoming') return refused('not-open')
  const allowed = choicesIn(given.phase)
  if (allowed.length === 0) return refused('closed')
  return given.power === 0n ? refused('no-power') : { allowed, refusal: null }
}

/** What can be done to a proposal apart from voting. */
export type ProposalAct = 'queue' | 'execute' | 'cancel' | 'cancel-retiered'

/** What decides which acts the governor would accept from one account. */
export type ActSituation = {
  phase: Phase
  /** Whether the tier derived from the actions now is above the stored one. */
  tierRaised: boolean
  /** Only for recovery proposals: whether so many stewards are present again that the token house cannot act alone. */
  recoveryOver: boolean
  /** Whether the account made the proposal. */
  isProposer: boolean
  /** Whether the account is the council, within its term. */
  isCouncil: boolean
  /** Whether every action calls the Council, which the council cannot cancel. */
  onlyTargetsCouncil: boolean
}

/** The acts that the governor would accept now; anything else would revert and is never offered. */
export const buildProposalActs = (situation: ActSituation): readonly ProposalAct[] => {
  const { phase } = situation
  if (phase === 'closed') return []
  const acts: ProposalAct[] = []
  if (situation.tierRaised) acts.push('cancel-retiered')
  else if (!situation.recoveryOver) {
    if (phase === 'queueable') acts.push('queue')
    if (phase === 'executable') acts.push('execute')
  }
  const byProposer = situation.isProposer && phase === 'upcoming'
  const byCouncil = situation.isCouncil && !situation.onlyTargetsCouncil
  if (byProposer || byCouncil) acts.push('cancel')
  return acts
}
