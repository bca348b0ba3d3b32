import { quorumVotes } from './quorum'
import type { Tier } from './tier'

/** A value that holds from `time` (UNIX seconds) on. */
type Point = { time: number; value: bigint }

/** The past of everything that a snapshot freezes, each list in the order of the chain. */
export type Electorate = {
  /** Token supply, base units. */
  supplies: readonly Point[]
  /** Basis points, tiers 0 and 1. */
  quorums: readonly Point[]
  /** Basis points, tier 2. */
  charterQuorums: readonly Point[]
  /** When each seat was given, and when it ended. */
  seats: readonly { from: number; to: number | null }[]
}

/** What a snapshot (UNIX seconds) found: supply and quorum in base units, and how many seats there were. */
export type Snapshot = { supply: bigint; quorum: bigint; liveSeats: bigint }

// As the contracts' checkpoints do: the newest value whose time is not after the timepoint.
const valueAt = (points: readonly Point[], time: number): bigint =>
  points.findLast((point) => point.time <= time)?.value ?? 0n

/** What counts for a proposal with this snapshot and tier; before the snapshot, what it would find now. */
export const snapshotAt = (electorate: Electorate, { time, tier }: { time: number; tier: Tier }): Snapshot => {
  const supply = valueAt(electorate.supplies, time)
  const bps = valueAt(tier === 'charter' ? electorate.charterQuorums : electorate.quorums, time)
  const live = electorate.seats.filter(({ from, to }) => from <= time && (to === null || to > time))
  return { supply, quorum: quorumVotes(supply, bps), liveSeats: BigInt(live.length) }
}
