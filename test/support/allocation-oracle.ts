/** A policy and requests, as plain as the definition has them. */
export type OracleInput = {
  capacity: bigint
  capBps: bigint
  classes: readonly { reserveBps: bigint; weight: bigint }[]
  requests: readonly { class: number; want: bigint; weight: bigint }[]
}

type Share = { most: bigint; weight: bigint }

const Q = 2n ** 32n
const SATURATED = 2n ** 53n
const least = (left: bigint, right: bigint) => (left < right ? left : right)
const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n)

/** S(L): the sum of min(most, weight * L / Q). */
export const sumOfShares = (shares: readonly Share[], level: bigint): bigint =>
  total(shares.map(({ most, weight }) => least(most, (weight * level) / Q)))

/** The largest integer at which the shares do not pass what is available; null where all of them fit. */
const largestLevel = (shares: readonly Share[], available: bigint): bigint | null => {
  if (total(shares.map(({ most }) => most)) <= available) return null
  let step = 1n
  while (sumOfShares(shares, step) <= available) step *= 2n
  let level = 0n
  for (; step > 0n; step /= 2n) if (sumOfShares(shares, level + step) <= available) level += step
  return level
}

const shareAt = ({ most, weight }: Share, level: bigint | null) =>
  level === null ? most : least(most, (weight * level) / Q)

/**
 * The allocation rule, written from its definition alone and slow, so that the solver has something to differ from.
 * Sums are exact; only the demand that is told stops at 2^53.
 */
export const allocateNaively = ({ capacity, capBps, classes, requests }: OracleInput) => {
  const cap = (capacity * capBps) / 10_000n
  const tenants = requests.map(({ class: own, want, weight }) => ({ own, most: least(want, cap), weight }))
  const demands = classes.map((_, index) => total(tenants.filter(({ own }) => own === index).map(({ most }) => most)))
  const reserved = classes.map(({ reserveBps }, index) =>
    least(demands[index] ?? 0n, (capacity * reserveBps) / 10_000n),
  )
  const spare = capacity - total(reserved)
  const excesses = classes.map(({ weight }, index) => ({
    most: (demands[index] ?? 0n) - (reserved[index] ?? 0n),
    weight,
  }))
  const classLevel = largestLevel(excesses, spare)
  const available = excesses.map((excess, index) => (reserved[index] ?? 0n) + shareAt(excess, classLevel))
  const levels = available.map((units, index) =>
    largestLevel(
      tenants.filter(({ own }) => own === index),
      units,
    ),
  )
  return {
    cap,
    classLevel,
    classes: classes.map((_, index) => ({
      demand: least(demands[index] ?? 0n, SATURATED),
      reserved: reserved[index] ?? 0n,
      available: available[index] ?? 0n,
      level: levels[index] ?? null,
    })),
    allocations: tenants.map((tenant) => shareAt(tenant, levels[tenant.own] ?? null)),
  }
}
