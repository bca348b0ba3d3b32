import { lockFor } from './earnings'

/** Why a provider cannot serve an order, in the order of IMarketOrders.Obstacle, whose first is none. */
export const OBSTACLES = [
  'not-listed',
  'other-pool',
  'missing-attribute',
  'not-audited',
  'no-units-free',
  'stake-too-small',
  'over-cap',
  'no-enclave',
  'same-party',
  'no-party',
  'declined',
] as const

export type Obstacle = (typeof OBSTACLES)[number]

/** What of the market's terms decides who can serve an order. Base units, seconds and basis points. */
export type ServiceTerms = {
  disputeWindow: number
  disputeBond: bigint
  bidDeposit: bigint
  minStake: bigint
  capBps: number
  floorUnits: number
}

/** What an order asks for. `auditorIds` empty: the bidder names its own; `releaseId` 0: no enclave; `party` 0: none. */
export type WantedService = {
  pool: number
  units: number
  duration: number
  attributes: bigint
  auditorIds: readonly number[]
  releaseId: number
  party: number
  isBudget: boolean
  /** The provider that the tenant refused, or 0. */
  declined: number
  terms: ServiceTerms
}

/** Who offers to serve it: rate in millionths of a base unit per unit and second; `party` 0: the operator has none. */
export type ServiceBid = { providerId: number; party: number; auditorId: number; rate: bigint }

/** How a provider stands at one moment. */
export type Standing = {
  /** False where there is no such provider or it retired. */
  listed: boolean
  pool: number
  units: number
  unitsInUse: number
  attributes: bigint
  /** Appointed auditors with an audit of its declaration that has not ended. */
  auditors: ReadonlySet<number>
  /** Auditors that belong to the bidder's party by now. */
  ownAuditors: ReadonlySet<number>
  /** Units of its pool whose provider has an audit that is counted. */
  auditedUnits: number
  /** Base units. */
  stake: bigint
  locked: bigint
  /** Units that providers of its party lease out in the order's pool. */
  partyUnits: number
  /** Whether the bid's enclave serves the order's release now, and is the operator's. */
  isServing: boolean
}

const BASIS_POINTS = 10_000

/** The auditors that the order names, else the one that the bidder relies on. */
const listAsked = ({ auditorIds }: WantedService, { auditorId }: ServiceBid): readonly number[] =>
  auditorIds.length > 0 || auditorId === 0 ? auditorIds : [auditorId]

const isAudited = (asked: readonly number[], { auditors }: Standing): boolean =>
  asked.length > 0 && asked.every((id) => auditors.has(id))

const specialObstacle = (order: WantedService, bid: ServiceBid, standing: Standing): Obstacle | null => {
  if (bid.providerId === order.declined) return 'declined'
  if (order.isBudget && bid.party === 0) return 'no-party'
  if (order.isBudget && bid.party === order.party) return 'same-party'
  if (order.isBudget && listAsked(order, bid).some((id) => standing.ownAuditors.has(id))) return 'not-audited'
  return order.releaseId !== 0 && !standing.isServing ? 'no-enclave' : null
}

/**
 * Why the provider cannot serve the order now, or null. `held` is what of its lock is this very bid's deposit, which a
 * lease would take over: the terms' deposit for a bid that is held, 0 for a new one. Source: OrderBids._obstacle.
 */
export const findObstacle = (
  order: WantedService,
  bid: ServiceBid,
  { standing, held }: { standing: Standing; held: bigint },
): Obstacle | null => {
  const { terms } = order
  if (!standing.listed) return 'not-listed'
  if (standing.pool !== order.pool) return 'other-pool'
  if ((order.attributes & ~standing.attributes) !== 0n) return 'missing-attribute'
  if (!isAudited(listAsked(order, bid), standing)) return 'not-audited'
  if (standing.unitsInUse + order.units > standing.units) return 'no-units-free'
  const needed = lockFor({ rate: bid.rate, units: order.units, duration: order.duration }, terms)
  if (standing.stake < terms.minStake || standing.stake - standing.locked + held < needed) return 'stake-too-small'
  const counted = Math.max(standing.auditedUnits, terms.floorUnits)
  if ((standing.partyUnits + order.units) * BASIS_POINTS > terms.capBps * counted) return 'over-cap'
  return specialObstacle(order, bid, standing)
}
