import { type Claims, sumAt } from './claims'
import { shareAt, splitLevel } from './level'
import { MOST_WEIGHT, SATURATED } from './policy'

/** Two levels, both included. */
export type Bracket = { low: bigint; high: bigint }

/**
 * Claims as far as the levels of a bracket can tell them apart: `saturated` GPU-seconds go to those that get all they
 * ask at each of its levels, `counts` of `weights` get less at each, and `rest` may do either.
 */
export type Folded = { saturated: number; weights: Uint16Array; counts: Uint32Array; rest: Claims }

/** Folds claims for the levels of a bracket, so that sums at these need no longer look at every claim. */
export const fold = ({ units, weights }: Claims, { low, high }: Bracket): Folded => {
  const [{ whole, parts }, above] = [splitLevel(low), splitLevel(high)]
  const ofWeight = new Uint32Array(MOST_WEIGHT + 1)
  const present: number[] = []
  const between = new Uint32Array(units.length)
  let saturated = 0
  let kept = 0
  for (let index = 0; index < units.length; index++) {
    const [asked, weight] = [units[index] as number, weights[index] as number]
    if (shareAt(weight, whole, parts) >= asked) saturated += asked
    else if (shareAt(weight, above.whole, above.parts) > asked) between[kept++] = index
    else {
      const count = ofWeight[weight] as number
      if (count === 0) present.push(weight)
      ofWeight[weight] = count + 1
    }
  }
  return {
    saturated,
    weights: Uint16Array.from(present),
    counts: Uint32Array.from(present, (weight) => ofWeight[weight] as number),
    rest: pick({ units, weights }, between.subarray(0, kept)),
  }
}

const pick = ({ units, weights }: Claims, indices: Uint32Array): Claims => ({
  units: Float64Array.from(indices, (index) => units[index] as number),
  weights: Uint16Array.from(indices, (index) => weights[index] as number),
})

/** What `sumAt` says of the unfolded claims, for any level of the bracket. */
export const foldedSumAt = ({ saturated, weights, counts, rest }: Folded, level: bigint): number => {
  const { whole, parts } = splitLevel(level)
  let sum = saturated + sumAt(rest, level)
  for (let index = 0; index < weights.length; index++) {
    sum += (counts[index] as number) * shareAt(weights[index] as number, whole, parts)
  }
  return Math.min(sum, SATURATED)
}
