/** Where a lease stands, with what follows from time alone: `ended` is over, but holds its units until somebody closes it. */
export const LEASE_STATES = ['running', 'ended', 'closed', 'disputed', 'released'] as const
export type LeaseState = (typeof LEASE_STATES)[number]

/** What the chain recorded of a lease; times in UNIX seconds. */
export type LeaseMarks = { end: number; isClosed: boolean; isDisputed: boolean; isReleased: boolean }

/** The state of a lease at `now`. A dispute counts until its verdict was carried out, which releases the lease. */
export const leaseStateAt = ({ end, isClosed, isDisputed, isReleased }: LeaseMarks, now: number): LeaseState => {
  if (isReleased) return 'released'
  if (isDisputed) return 'disputed'
  if (isClosed) return 'closed'
  return now < end ? 'running' : 'ended'
}

/** Where an order stands: `expired` was neither leased nor canceled in time. */
export const ORDER_STATES = ['open', 'leased', 'canceled', 'expired'] as const
export type OrderState = (typeof ORDER_STATES)[number]

export type OrderMarks = { openUntil: number; isCanceled: boolean; isLeased: boolean }

/** The state of an order at `now`, UNIX seconds. */
export const orderStateAt = ({ openUntil, isCanceled, isLeased }: OrderMarks, now: number): OrderState => {
  if (isLeased) return 'leased'
  if (isCanceled) return 'canceled'
  return now < openUntil ? 'open' : 'expired'
}

/**
 * How a case stands: votes are taken, arbiters gave no verdict in time or one that a vote of the DAO can still answer, or it
 * ended one way or the other.
 */
export const CASE_STATES = [
  'voting',
  'unanswered',
  'appealable',
  'for-claimant',
  'for-respondent',
  'undecided',
] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Whether no vote can change how it ended any more. */
export const isFinalCase = (state: CaseState): boolean =>
  state === 'for-claimant' || state === 'for-respondent' || state === 'undecided'

export type Verdict = 'for-claimant' | 'for-respondent'

/** What the chain recorded of a case; times in UNIX seconds. A verdict by vote is final at once. */
export type CaseMarks = { openedAt: number; verdict: Verdict | null; decidedAt: number | null; byVote: boolean }

/** For how long arbiters vote, and for how long a verdict can be overturned, in seconds. */
export type CaseRules = { verdictTime: number; appealTime: number }

/** The UNIX second from which on the present result is final. Source: Arbitration.finalAt. */
export const finalAtOf = (
  { openedAt, decidedAt, byVote }: CaseMarks,
  { verdictTime, appealTime }: CaseRules,
): number => {
  if (decidedAt === null) return openedAt + verdictTime + appealTime
  return byVote ? decidedAt : decidedAt + appealTime
}

/** The state of a case at `now`, UNIX seconds; with a final result as Arbitration.outcomeOf answers. */
export const caseStateAt = (marks: CaseMarks, { rules, now }: { rules: CaseRules; now: number }): CaseState => {
  const isFinal = now >= finalAtOf(marks, rules)
  if (marks.verdict !== null) return isFinal ? marks.verdict : 'appealable'
  if (isFinal) return 'undecided'
  return now < marks.openedAt + rules.verdictTime ? 'voting' : 'unanswered'
}

/**
 * Where a job of milestones stands. done: every milestone was paid or returned. ended: its provider let a deadline pass, and
 * the tenant took the rest back. withdrawn: taken back before the provider accepted.
 */
export const JOB_STATES = ['offered', 'running', 'done', 'ended', 'withdrawn'] as const
export type JobState = (typeof JOB_STATES)[number]

/** Where a milestone stands. returned: arbiters found for the tenant. */
export const MILESTONE_STATES = ['open', 'delivered', 'rejected', 'paid', 'returned'] as const
