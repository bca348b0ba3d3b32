/** What a provider asks in a pool; millionths of a base unit per unit and second. */
type Price = { rate: bigint; floor: bigint; undercut: bigint }

type Contest = {
  price: Price
  /** The most that the order pays. */
  maxRate: bigint
  /** The rates that others bid. */
  others: readonly bigint[]
  /** What was bid before, or null. */
  own: bigint | null
}

/**
 * The rate to bid now, or null where the present bid, or none, is right. Goes down only, never below the floor, and only
 * where that makes it lower than every other bid, or as low: a bid that loses anyway is not made cheaper.
 */
export const chooseRate = ({ price, maxRate, others, own }: Contest): bigint | null => {
  if (maxRate < price.floor) return null
  const first = own ?? (price.rate < maxRate ? price.rate : maxRate)
  const lowest = others.reduce<bigint | null>((least, rate) => (least === null || rate < least ? rate : least), null)
  const wanted = lowest === null || price.undercut === 0n ? first : goBelow(lowest, price, first)
  return own !== null && wanted >= own ? null : wanted
}

const goBelow = (lowest: bigint, { floor, undercut }: Price, first: bigint): bigint => {
  if (first < lowest || floor > lowest) return first
  const below = lowest - undercut
  return below > floor ? below : floor
}
