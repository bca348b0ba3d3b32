const BASIS_POINTS = 10_000n

/** Rounds a quotient of non-negative numbers up, as OpenZeppelin's Math.ceilDiv does. */
export const ceilDiv = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor

/** The votes that For + Abstain must reach: `bps` of the past supply in base units, rounded up (docs/specification.md 2). */
export const quorumVotes = (supply: bigint, bps: bigint): bigint => ceilDiv(supply * bps, BASIS_POINTS)
