import type { Address } from 'viem'

/** What is evaluated, in the registry's order. */
export const EVALUATION_KINDS = ['bio-chem', 'cyber', 'autonomy', 'safeguards', 'weight-security', 'licence'] as const

/** What a release needs before a stage: least parties with a Pass per kind, and times in seconds. */
export type GateRule = { passes: readonly number[]; dwell: number; maxReportAge: number }

/** An attestation and what is known now of whoever made it. Times in UNIX seconds; party 0n is none. */
export type AttestationFacts = {
  uid: bigint
  /** Index into `EVALUATION_KINDS`. */
  kind: number
  verdict: 'pass' | 'fail'
  attester: Address
  party: bigint
  time: number
  /** 0: it does not expire. */
  expirationTime: number
  end: 'revoked' | 'replaced' | 'overruled' | null
  isEvaluator: boolean
  partyNow: bigint
  partyNext: bigint
}

/** Why an attestation counts (a Pass) or stands (a Fail), or why it does neither. */
export type AttestationStatus =
  | 'counts'
  | 'stands'
  | 'revoked'
  | 'replaced'
  | 'overruled'
  | 'expired'
  | 'too-old'
  | 'dismissed'
  | 'party-changed'
  | 'own-release'

type Judged = { releaseParty: bigint; now: number; maxReportAge: number | null }

/**
 * Judges an attestation as `ModelRegistry.passes` and `standingFails` do. `maxReportAge` in seconds is the next gate's;
 * null where no gate is ahead. A Fail outlives its evaluator's appointment; a Pass does not.
 */
export const judgeAttestation = (
  { verdict, end, party, isEvaluator, partyNow, partyNext, expirationTime, time }: AttestationFacts,
  { releaseParty, now, maxReportAge }: Judged,
): AttestationStatus => {
  if (end !== null) return end
  if (verdict === 'fail') return 'stands'
  if (!isEvaluator) return 'dismissed'
  if (partyNow !== party) return 'party-changed'
  if (partyNow === releaseParty || partyNext === releaseParty) return 'own-release'
  if (expirationTime !== 0 && expirationTime <= now) return 'expired'
  if (maxReportAge !== null && time + maxReportAge <= now) return 'too-old'
  return 'counts'
}

const CLASS_1 = 10n ** 23n
const CLASS_2 = 10n ** 25n

/** The class of a cumulative training compute in FLOP, which decides the rule. */
export const findFlopClass = (cumulativeFlop: bigint): 0 | 1 | 2 => {
  if (cumulativeFlop >= CLASS_2) return 2
  return cumulativeFlop >= CLASS_1 ? 1 : 0
}

/** The stages from which a vote can move a release up. */
export type GateStage = 'registered' | 'red-team' | 'gated'

/** All that decides whether a release passes its next gate. Times in UNIX seconds, 0 for never. */
export type GateFacts = {
  stage: GateStage
  stageSince: number
  party: bigint
  /** Null for the step into red team, which asks for no evaluation and no dwell: evaluators look at it there. */
  rule: GateRule | null
  attestations: readonly AttestationFacts[]
  heldUntil: number
  recalledUntil: number
  revokedAncestor: bigint | null
  /** Another release that is not revoked and holds the same bytes. */
  rootHolder: bigint | null
  missingAcks: number
}

type Pass = Pick<AttestationFacts, 'uid' | 'attester' | 'party'>

/** What stands in the way of a release. */
type GateReason = 'passes' | 'fail' | 'dwell' | 'held' | 'recalled' | 'ancestor' | 'acks' | 'root'

/** How a release stands before its next stage. */
export type GateStatus = {
  met: boolean
  unmet: GateReason[]
  /** In the order of `EVALUATION_KINDS`; one Pass per party. */
  kinds: { needed: number; by: Pass[] }[]
  fails: AttestationFacts[]
  dwellSeconds: number
  dwellUntil: number
}

const listPasses = (facts: GateFacts, kind: number, now: number): Pass[] => {
  if (facts.rule === null) return []
  const judged = { releaseParty: facts.party, now, maxReportAge: facts.rule.maxReportAge }
  const counting = facts.attestations.filter((one) => one.kind === kind && judgeAttestation(one, judged) === 'counts')
  return [...new Map(counting.map((one) => [one.party, one])).values()]
}

/** Judges a release as `ModelRegistry.gateOf` does at the UNIX second `now`; it depends on time, so it is never stored. */
export const judgeGate = (facts: GateFacts, now: number): GateStatus => {
  const { rule, stage, stageSince } = facts
  const kinds = EVALUATION_KINDS.map((_, kind) => ({
    needed: rule?.passes[kind] ?? 0,
    by: listPasses(facts, kind, now),
  }))
  const fails = facts.attestations.filter(({ verdict, end }) => verdict === 'fail' && end === null)
  const dwellSeconds = rule?.dwell ?? 0
  const dwellUntil = stageSince + dwellSeconds
  const stands: Record<GateReason, boolean> = {
    passes: kinds.some(({ needed, by }) => by.length < needed),
    fail: rule !== null && fails.length > 0,
    dwell: now < dwellUntil,
    held: now < facts.heldUntil,
    recalled: now < facts.recalledUntil,
    ancestor: facts.revokedAncestor !== null,
    acks: stage === 'red-team' && facts.missingAcks > 0,
    root: stage === 'registered' && facts.rootHolder !== null,
  }
  const unmet = (Object.keys(stands) as GateReason[]).filter((reason) => stands[reason])
  return { met: unmet.length === 0, unmet, kinds, fails, dwellSeconds, dwellUntil }
}
