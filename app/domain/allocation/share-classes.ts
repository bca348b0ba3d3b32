import { levelOfWhole } from './level'
import { type AllocationPolicy, BASIS_POINTS, MOST_UNITS } from './policy'

/** GPU-seconds of one class; `demand` is after the cap, and 2^53 stands for that much and more. */
export type ClassShare = { demand: number; reserved: number; available: number }

/** What the classes get, and their common level; null where everything fits. */
export type ClassShares = { level: bigint | null; classes: ClassShare[] }

/** `bps` of the capacity in GPU-seconds, rounded down. */
export const shareOfCapacity = (capacity: number, bps: number): number =>
  Number((BigInt(capacity) * BigInt(bps)) / BigInt(BASIS_POINTS))

/**
 * Shares the capacity among classes: first each one's reserve as far as it asks for it, then the rest by weight
 * (docs/specification.md section 13). `demands` in GPU-seconds, one for each class of a policy that is sound.
 */
export const shareClasses = ({ capacity, classes }: AllocationPolicy, demands: readonly number[]): ClassShares => {
  const reserved = classes.map(({ reserveBps }, index) =>
    Math.min(demands[index] ?? 0, shareOfCapacity(capacity, reserveBps)),
  )
  const spare = BigInt(capacity - reserved.reduce((sum, units) => sum + units, 0))
  const excesses = classes.map(({ weight }, index) => ({
    units: BigInt((demands[index] ?? 0) - (reserved[index] ?? 0)),
    weight: BigInt(weight),
  }))
  const level = findClassLevel(excesses, spare)
  const shared = classes.map((_, index) => {
    const [own, excess] = [reserved[index] ?? 0, excesses[index]]
    const further = excess ? Number(level === null ? excess.units : shareOfClass(excess, level)) : 0
    return { demand: demands[index] ?? 0, reserved: own, available: own + further }
  })
  return { level, classes: shared }
}

type Excess = { units: bigint; weight: bigint }

const shareOfClass = ({ units, weight }: Excess, level: bigint): bigint => {
  const share = (weight * level) >> 32n
  return share < units ? share : units
}

/** At most eight classes: plain bisection takes no time, and every number in it is exact. */
const findClassLevel = (excesses: readonly Excess[], spare: bigint): bigint | null => {
  if (excesses.reduce((sum, { units }) => sum + units, 0n) <= spare) return null
  const sumOf = (level: bigint) => excesses.reduce((sum, excess) => sum + shareOfClass(excess, level), 0n)
  let [low, high] = [0n, levelOfWhole(MOST_UNITS + 1)]
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (sumOf(middle) <= spare) low = middle
    else high = middle
  }
  return low
}
