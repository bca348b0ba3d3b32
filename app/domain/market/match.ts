import { findObstacle, type Obstacle, type ServiceBid, type Standing, type WantedService } from './obstacle'

/** A bid that an order holds, how its provider stands, and the GPU-seconds that its party leased in the pool this epoch. */
export type Contender = { bid: ServiceBid; standing: Standing; load: number }

/** What set a bid apart from the winner, or the winner from the next: R6's criteria in their order. */
type Criterion = 'rate' | 'load' | 'id'

/** How a bid came out. `rank` counts from 1; null with what stands in its way. */
export type RankedBid<Item extends Contender> = {
  contender: Item
  rank: number | null
  obstacle: Obstacle | null
  /** Null where there is nothing to compare: the only bid that can be served, or one that cannot. */
  decidedBy: Criterion | null
}

type Key = { rate: bigint; load: number; id: number }

const keyOf = ({ bid, load }: Contender): Key => ({ rate: bid.rate, load, id: bid.providerId })

const findCriterion = (a: Key, b: Key): Criterion => {
  if (a.rate !== b.rate) return 'rate'
  return a.load !== b.load ? 'load' : 'id'
}

/** R6: the lowest rate, then the party with the least leased in the pool this epoch, then the lowest id. */
const compareKeys = (a: Key, b: Key): number => {
  if (a.rate !== b.rate) return a.rate < b.rate ? -1 : 1
  return a.load - b.load || a.id - b.id
}

/**
 * Ranks the bids of an order as the order book would choose now: those that can be served first, the winner at rank 1, then
 * those with an obstacle. Source: docs/specification.md 16 (R6), OrderBids._winner.
 */
export const rankBids = <Item extends Contender>(
  order: WantedService,
  contenders: readonly Item[],
): RankedBid<Item>[] => {
  const held = order.terms.bidDeposit
  const judged = contenders
    .map((contender) => ({
      contender,
      key: keyOf(contender),
      obstacle: findObstacle(order, contender.bid, { standing: contender.standing, held }),
    }))
    .sort((a, b) => compareKeys(a.key, b.key))
  const able = judged.filter(({ obstacle }) => obstacle === null)
  const [winner, next] = able
  return [
    ...able.map(({ contender, key }, index) => {
      const other = index === 0 ? next : winner
      return {
        contender,
        rank: index + 1,
        obstacle: null,
        decidedBy: other === undefined ? null : findCriterion(key, other.key),
      }
    }),
    ...judged
      .filter(({ obstacle }) => obstacle !== null)
      .map(({ contender, obstacle }) => ({ contender, rank: null, obstacle, decidedBy: null })),
  ]
}

/** What a provider would serve orders of its pool for, and the release that its enclave serves, or 0. */
export type StandingOffer = Contender & { releaseId: number }

/** An open order and the most that its tenant pays. */
export type OpenOrder = WantedService & { maxRate: bigint }

/** The best offers for an order, in the order in which the book would choose between them. */
export type Suggestion<Item extends StandingOffer> = { order: OpenOrder; offers: Item[] }

/** An offer with what is compared most often as plain numbers: sums of money are only weighed exactly where it is close. */
type Prepared<Item> = { offer: Item; rate: number; free: number; spareUnits: number }

// Doubles carry 53 bits, so a difference of this part of the sum is real.
const CLOSE = 1e-9

const prepare = <Item extends StandingOffer>(offer: Item): Prepared<Item> => ({
  offer,
  rate: Number(offer.bid.rate),
  free: Number(offer.standing.stake - offer.standing.locked),
  spareUnits: offer.standing.units - offer.standing.unitsInUse,
})

const groupByPool = <Item extends StandingOffer>(offers: readonly Item[]): Map<number, Prepared<Item>[]> => {
  const pools = new Map<number, Prepared<Item>[]>()
  const sorted = offers
    .filter(({ standing }) => standing.listed)
    .map((offer) => ({ offer, key: keyOf(offer) }))
    .sort((a, b) => compareKeys(a.key, b.key))
  for (const { offer } of sorted) {
    const pool = pools.get(offer.standing.pool)
    if (pool) pool.push(prepare(offer))
    else pools.set(offer.standing.pool, [prepare(offer)])
  }
  return pools
}

const isSurelyTooSmall = ({ rate, free }: Prepared<unknown>, order: OpenOrder): boolean => {
  const { disputeWindow, disputeBond } = order.terms
  const needed = (rate * order.units * Math.min(disputeWindow, order.duration)) / 1e6 + Number(disputeBond)
  return free < needed - Math.max(1, needed * CLOSE)
}

/**
 * For each open order the `most` best offers that could serve it as things stand, whatever the other orders get. Offers are
 * sorted once for all orders, so that each order reads only as far as it must; a new bid's deposit is not held yet, so all
 * of the lock has to be free.
 */
export const suggestOffers = <Item extends StandingOffer>(
  orders: readonly OpenOrder[],
  offers: readonly Item[],
  most: number,
): Suggestion<Item>[] => {
  const pools = groupByPool(offers)
  return orders.map((order) => {
    const found: Item[] = []
    for (const prepared of pools.get(order.pool) ?? []) {
      const { offer, spareUnits } = prepared
      if (offer.bid.rate > order.maxRate || found.length === most) break
      if (spareUnits < order.units || isSurelyTooSmall(prepared, order)) continue
      const { isServing } = offer.standing
      const standing =
        isServing && offer.releaseId !== order.releaseId ? { ...offer.standing, isServing: false } : offer.standing
      if (findObstacle(order, offer.bid, { standing, held: 0n }) === null) found.push(offer)
    }
    return { order, offers: found }
  })
}
