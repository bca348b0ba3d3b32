import { type Claims, isLevelOf, sumAt } from './claims'
import { type Bracket, type Folded, fold, foldedSumAt } from './fold'
import { levelOfWhole } from './level'
import { SATURATED } from './policy'

// As many levels as one GPU-second for each unit of weight.
const ONE = 2 ** 32
// At this one, every claim gets all it asks.
const TOP_LEVEL = levelOfWhole(SATURATED)
// Of doubles, with room for a few operations.
const ROUNDING = 2 ** -49
const WIDER = 16n

/**
 * The one level at which the claims of a class get what is available, or less by dust (docs/specification.md section
 * 13). `available` in GPU-seconds, less than all the claims ask. Doubles only guess where it lies; the rest is exact.
 */
export const findLevel = (claims: Claims, available: number): bigint => {
  const bracket = findBracket(claims, available)
  const level = bisect(fold(claims, bracket), available, bracket)
  if (!isLevelOf(claims, available, level))
    throw new Error(`Level ${level} does not prove itself: the solver is wrong.`)
  return level
}

/** Where the level is about, and how far floors may put it above. Both count levels, in doubles. */
type Guess = { level: number; reach: number }

/**
 * Newton's method on the sum of min(units, weight * ratio) over real ratios, which is concave: from below it never
 * passes the solution, so whoever has got all stays so and is left out from then on. Wrong by no more than rounding.
 */
const guessLevel = (claims: Claims, available: number): Guess => {
  const units = claims.units.slice()
  const weights = claims.weights.slice()
  let [left, slope, count, ratio] = [available, 0, units.length, 0]
  for (let index = 0; index < count; index++) slope += weights[index] as number
  for (;;) {
    ratio = Math.max(ratio, left / slope)
    // A floor costs each of these less than one GPU-second, while together they gain `slope` with the ratio.
    const reach = count / slope
    let unsaturated = 0
    for (let index = 0; index < count; index++) {
      const [asked, weight] = [units[index] as number, weights[index] as number]
      if (asked <= weight * ratio) {
        left -= asked
        slope -= weight
      } else {
        units[unsaturated] = asked
        weights[unsaturated] = weight
        unsaturated += 1
      }
    }
    if (unsaturated === count || unsaturated === 0) return { level: ratio * ONE, reach: reach * ONE }
    count = unsaturated
  }
}

/** Levels with S(low) <= available < S(high), by exact sums: what the guess missed only makes the bracket wider. */
const findBracket = (claims: Claims, available: number): Bracket => {
  const { level, reach } = guessLevel(claims, available)
  const guess = BigInt(Math.floor(level))
  for (let margin = BigInt(Math.ceil(reach + level * ROUNDING)) + 1n; ; margin *= WIDER) {
    const low = guess > margin ? guess - margin : 0n
    const high = guess + margin < TOP_LEVEL ? guess + margin : TOP_LEVEL
    if (sumAt(claims, low) <= available && available < sumAt(claims, high)) return { low, high }
  }
}

const bisect = (folded: Folded, available: number, bracket: Bracket): bigint => {
  let { low, high } = bracket
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (foldedSumAt(folded, middle) <= available) low = middle
    else high = middle
  }
  return low
}
