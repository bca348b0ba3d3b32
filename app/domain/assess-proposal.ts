import { dissentSeconds } from './dissent'
import { type Electorate, type Snapshot, snapshotAt } from './electorate'
import {
  type Milestones,
  type Phase,
  type ProposalState,
  phaseAt,
  proposalStateAt,
  type Windows,
} from './proposal-state'
import { type Result, resultOf, type Tally } from './result'
import type { Tier } from './tier'

/** What the chain froze and counted of a proposal. */
export type ProposalFacts = {
  tier: Tier
  seatCapacity: bigint
  /** Only of a recovery proposal. */
  presentSeats: bigint | null
  token: Tally
  seat: Tally
  milestones: Milestones
}

/** Everything about a proposal that depends on time or is counted from tallies; `dissent` in seconds. */
export type Assessment = {
  state: ProposalState
  phase: Phase
  result: Result
  snapshot: Snapshot
  dissent: bigint
}

/** What a proposal is at `now`, the chain's time in UNIX seconds. */
export const assessProposal = (
  facts: ProposalFacts,
  { electorate, windows, now }: { electorate: Electorate; windows: Windows & { maxDissent: number }; now: number },
): Assessment => {
  const snapshot = snapshotAt(electorate, { time: facts.milestones.snapshot, tier: facts.tier })
  const result = resultOf({ ...facts, quorum: snapshot.quorum, liveSeats: snapshot.liveSeats })
  const state = proposalStateAt(facts.milestones, { passing: result.passing, now, windows })
  return {
    state,
    phase: phaseAt(state, facts.milestones, now),
    result,
    snapshot,
    dissent: dissentSeconds(facts, BigInt(windows.maxDissent)),
  }
}
