import { shareAt, splitLevel } from './level'
import { SATURATED } from './policy'

/** The requests of one class after the cap, in arrays of one length: units below 2^53, weights 1 to 65535. */
export type Claims = { units: Float64Array; weights: Uint16Array }

/** GPU-seconds that the claims get at a level, in all; 2^53 stands for that much and more. */
export const sumAt = ({ units, weights }: Claims, level: bigint): number => {
  const { whole, parts } = splitLevel(level)
  let sum = 0
  for (let index = 0; index < units.length; index++) {
    const share = shareAt(weights[index] as number, whole, parts)
    const asked = units[index] as number
    sum += Math.min(share, asked)
  }
  return Math.min(sum, SATURATED)
}

/**
 * Whether a level proves itself, as on chain: it gives away no more than is available, and one more would. Such a level
 * is the only one, since the sum never falls. `available` in GPU-seconds, less than all the claims ask.
 */
export const isLevelOf = (claims: Claims, available: number, level: bigint): boolean =>
  sumAt(claims, level) <= available && available < sumAt(claims, level + 1n)
