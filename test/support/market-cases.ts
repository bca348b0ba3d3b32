import type { OpenOrder, StandingOffer, Suggestion } from '~/domain/market/match'
import { findObstacle } from '~/domain/market/obstacle'

/** What a program does that judges every pair of orders and offers, and sorts what is left: the oracle of the matcher. */
export const suggestNaively = <Item extends StandingOffer>(
  orders: readonly OpenOrder[],
  offers: readonly Item[],
  most: number,
): Suggestion<Item>[] =>
  orders.map((order) => ({
    order,
    offers: offers
      .filter(({ bid, standing, releaseId }) => {
        const isServing = standing.isServing && releaseId === order.releaseId
        const given = { standing: { ...standing, isServing }, held: 0n }
        return bid.rate <= order.maxRate && findObstacle(order, bid, given) === null
      })
      .sort((a, b) => {
        if (a.bid.rate !== b.bid.rate) return a.bid.rate < b.bid.rate ? -1 : 1
        return a.load - b.load || a.bid.providerId - b.bid.providerId
      })
      .slice(0, most),
  }))
