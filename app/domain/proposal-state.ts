/** As the governor's `state(id)` answers, in words. */
export type ProposalState =
  | 'pending'
  | 'active'
  | 'canceled'
  | 'defeated'
  | 'succeeded'
  | 'queued'
  | 'expired'
  | 'executed'

/** In the order of OpenZeppelin's enum ProposalState, 0 to 7. */
export const PROPOSAL_STATES = [
  'pending',
  'active',
  'canceled',
  'defeated',
  'succeeded',
  'queued',
  'expired',
  'executed',
] as const satisfies readonly ProposalState[]

/** Who may act now: nobody yet, voters, objectors, whoever queues, nobody until the eta, whoever executes, nobody ever. */
export type Phase = 'upcoming' | 'voting' | 'objection' | 'queueable' | 'delayed' | 'executable' | 'closed'

/** What the chain recorded of a proposal; times in UNIX seconds. */
export type Milestones = {
  snapshot: number
  /** The end of the vote as proposed, before any objection period. */
  deadline: number
  extendedDeadline: number | null
  eta: number | null
  executed: boolean
  canceled: boolean
}

/** The governor's immutable windows, in seconds. */
export type Windows = { queueWindow: number; gracePeriod: number }

/** The end of the vote with the objection period, as `proposalDeadline` returns it. */
const deadlineOf = ({ deadline, extendedDeadline }: Milestones): number => extendedDeadline ?? deadline

/** The last second in which a succeeded proposal can be queued. */
const queueByOf = (milestones: Milestones, { queueWindow }: Windows): number => deadlineOf(milestones) + queueWindow

/**
 * The state at `now` (the chain's time, UNIX seconds), as the governor's `state(id)` answers in a block of that time.
 * `passing` is the verdict of both houses; it is not asked once an eta stands, because queued means passed.
 */
export const proposalStateAt = (
  milestones: Milestones,
  { passing, now, windows }: { passing: boolean; now: number; windows: Windows },
): ProposalState => {
  if (milestones.executed) return 'executed'
  if (milestones.canceled) return 'canceled'
  if (milestones.snapshot >= now) return 'pending'
  if (deadlineOf(milestones) >= now) return 'active'
  if (milestones.eta !== null) return now > milestones.eta + windows.gracePeriod ? 'expired' : 'queued'
  if (!passing) return 'defeated'
  return now > queueByOf(milestones, windows) ? 'expired' : 'succeeded'
}

/** Who may act in a state at `now`. */
export const phaseAt = (state: ProposalState, { eta, deadline, extendedDeadline }: Milestones, now: number): Phase => {
  if (state === 'pending') return 'upcoming'
  if (state === 'active') return extendedDeadline !== null && now > deadline ? 'objection' : 'voting'
  if (state === 'succeeded') return 'queueable'
  if (state === 'queued') return eta !== null && now >= eta ? 'executable' : 'delayed'
  return 'closed'
}
