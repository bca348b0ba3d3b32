const BASIS_POINTS = 10_000n

/** What votes set for an epoch: base units per node, basis points of the node's pool, nodes of a party that earn all. */
export type RewardTerms = { base: bigint; multiplierBps: bigint; freeNodes: bigint }

/** Challenges of one node in one epoch, over all reports of auditors of other parties. */
export type Challenges = { made: bigint; passed: bigint }

/**
 * Base units that a node earns as the `ordinal`-th of its party, counted from 1 in the order of claims
 * (docs/specification.md section 20). It is what the contract pays for the same numbers: one division, at the end.
 */
export const rewardOf = (terms: RewardTerms, { made, passed }: Challenges, ordinal: bigint): bigint => {
  if (made === 0n) return 0n
  const { base, multiplierBps, freeNodes } = terms
  const share = ordinal < freeNodes ? ordinal : freeNodes
  return (base * multiplierBps * passed * share) / (BASIS_POINTS * made * ordinal)
}

/** What was last set for an epoch or an earlier one, of changes in the order of votes; undefined before the first. */
export const setForEpoch = <Change extends { from_epoch: number }>(
  changes: readonly Change[],
  epoch: number,
): Change | undefined => changes.filter(({ from_epoch }) => from_epoch <= epoch).at(-1)
