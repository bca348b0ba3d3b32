const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

// As Standard Webhooks recommends: ten tries within some 75 hours.
const DELAYS = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
]
// So that what failed together does not come again together.
const JITTER = 0.2

/**
 * Milliseconds until the next try after so many that failed, at most 24 hours; null where it is given up. `random` is
 * from 0 to 1 and takes up to a fifth of it away. Source: github.com/standard-webhooks/standard-webhooks, retry schedule.
 */
export const delayAfter = (failures: number, random: number): number | null => {
  const delay = DELAYS[failures - 1]
  return delay === undefined ? null : Math.round(delay * (1 - JITTER * random))
}
