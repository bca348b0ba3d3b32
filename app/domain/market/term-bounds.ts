/** The names of the market's numbers, as IMarketTerms.Terms has them. */
export const TERM_NAMES = [
  'maxBids',
  'feeBps',
  'burnBps',
  'capBps',
  'penaltyBps',
  'floorUnits',
  'bidTime',
  'orderTime',
  'minNotice',
  'disputeWindow',
  'maxDuration',
  'minStake',
  'bidDeposit',
  'disputeBond',
] as const

export type TermName = (typeof TERM_NAMES)[number]

const DAY = 86_400n
const wait = { min: 1n, max: 30n * DAY }

/**
 * What a vote can set a term to, in its own unit; none for those that only their type bounds. The deposit of a bid is
 * bounded by the bond beside it. Source: contracts/compute/extensions/MarketTerms.sol.
 */
export const boundsOfTerm = (name: TermName, { disputeBond }: { disputeBond: bigint }) => {
  const bounds: Partial<Record<TermName, { min: bigint; max: bigint }>> = {
    maxBids: { min: 2n, max: 16n },
    feeBps: { min: 0n, max: 1_000n },
    burnBps: { min: 0n, max: 10_000n },
    capBps: { min: 1n, max: 5_000n },
    penaltyBps: { min: 0n, max: 10_000n },
    floorUnits: { min: 1n, max: 100_000n },
    bidTime: wait,
    orderTime: wait,
    minNotice: wait,
    disputeWindow: wait,
    maxDuration: { min: 1n, max: 365n * DAY },
    bidDeposit: { min: 0n, max: disputeBond },
  }
  return bounds[name] ?? null
}
