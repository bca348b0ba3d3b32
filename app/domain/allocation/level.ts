/** The contract's level where everything fits, where the solver says null: the most that a uint128 holds. */
export const UNBOUNDED_LEVEL = 2n ** 128n - 1n

/** The level as the contract takes it; null where everything fits. */
export const toChainLevel = (level: bigint | null): bigint => level ?? UNBOUNDED_LEVEL

/** The level as the solver has it, from the contract's. */
export const fromChainLevel = (level: bigint): bigint | null => (level === UNBOUNDED_LEVEL ? null : level)

// A level counts GPU-seconds for each unit of weight in parts of 2^-32: what docs/specification.md calls Q is 2^32.
const PART = 2 ** -32
const PART_BITS = 32n

/** A level in two doubles: whole GPU-seconds for each unit of weight, and 32 bits of a fraction. */
export type SplitLevel = { whole: number; parts: number }

/** Splits a level so that doubles can multiply with it exactly. */
export const splitLevel = (level: bigint): SplitLevel => ({
  whole: Number(level >> PART_BITS),
  parts: Number(BigInt.asUintN(Number(PART_BITS), level)),
})

/** The level of so many whole GPU-seconds for each unit of weight. */
export const levelOfWhole = (whole: number): bigint => BigInt(whole) << PART_BITS

/**
 * floor(weight * level / 2^32), exact below 2^53. A sum of products that reaches 2^53 is rounded, but never to below
 * 2^53, so that the lesser of it and any request is exact all the same.
 */
export const shareAt = (weight: number, whole: number, parts: number): number =>
  weight * whole + Math.floor(weight * parts * PART)

/** One request as it is stored: `units` is the lesser of what was asked and the cap, below 2^53; weight 1 to 65535. */
export type Claim = { units: number; weight: number }

/**
 * GPU-seconds that a request gets at the level of its class (docs/specification.md section 13); all that it asks where
 * the level is null. It is what the contract answers for the same three values.
 */
export const allocationAt = ({ units, weight }: Claim, level: bigint | null): number => {
  if (level === null) return units
  const { whole, parts } = splitLevel(level)
  return Math.min(units, shareAt(weight, whole, parts))
}
