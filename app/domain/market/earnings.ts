const RATE_UNIT = 1_000_000n
const BASIS_POINTS = 10_000n

/** What a lease costs: millionths of a base unit per unit and second, and units. */
export type Price = { rate: bigint; units: number }

/**
 * Base units that a lease earns in `seconds` from its start: one floor over all of them, never a sum of parts, so many
 * settlements equal one. Also what the deposit for that time is. Source: LeaseMath.earned.
 */
export const earnedIn = ({ rate, units }: Price, seconds: number): bigint =>
  (rate * BigInt(units) * BigInt(seconds)) / RATE_UNIT

/** A lease's clock in UNIX seconds; `contestedFrom` while a dispute over it is open. */
export type LeaseClock = Price & { start: number; end: number; contestedFrom: number | null }

/** Base units that a lease has earned at the UNIX second `now`, as `earned` of the market answers in a block of that time. */
export const earnedAt = (lease: LeaseClock, now: number): bigint => {
  const until = Math.min(now, lease.end, lease.contestedFrom ?? lease.end)
  return earnedIn(lease, Math.max(0, until - lease.start))
}

/** What of an order's terms decides a lock: base units and seconds. */
export type LockTerms = { disputeWindow: number; disputeBond: bigint }

/**
 * Base units of the stake that a lease locks: all that a dispute could take of what was paid out, rounded up, and the
 * bond. Source: LeaseMath.lockFor.
 */
export const lockFor = (
  { rate, units, duration }: Price & { duration: number },
  { disputeWindow, disputeBond }: LockTerms,
): bigint => {
  const reach = BigInt(Math.min(disputeWindow, duration))
  return (rate * BigInt(units) * reach + RATE_UNIT - 1n) / RATE_UNIT + disputeBond
}

/** The fee on all that was paid out so far, in base units. Source: LeaseMath.feeOn. */
export const feeOn = (paid: bigint, feeBps: number): bigint => (paid * BigInt(feeBps)) / BASIS_POINTS

/** What a withdrawal moves, in base units: to the provider, and of the fee to the treasury and to the burn sink. */
export type Payout = { provider: bigint; fee: bigint; toTreasury: bigint; burnt: bigint }

/**
 * How a withdrawal splits what a lease earned beyond `before`, by differences of sums over the lease, so that the parts add
 * up exactly however often is withdrawn. Source: MarketLeases.withdraw.
 */
export const splitPayout = (
  { before, all }: { before: bigint; all: bigint },
  { feeBps, burnBps }: { feeBps: number; burnBps: number },
): Payout => {
  const [feeAll, feeBefore] = [feeOn(all, feeBps), feeOn(before, feeBps)]
  const fee = feeAll - feeBefore
  const burnt = feeOn(feeAll, burnBps) - feeOn(feeBefore, burnBps)
  return { provider: all - before - fee, fee, toTreasury: fee - burnt, burnt }
}
