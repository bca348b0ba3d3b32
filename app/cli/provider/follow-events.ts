import type { Hex } from 'viem'
import type { ChainView } from '../chain/connect'
import { marketOf } from '../chain/market-contracts'
import { listEvents } from '../verify/list-events'

/** How far back is looked again, since a reorganisation may have put other events there. */
const OVERLAP = 64n

/** What the chain's events name so far, for one provider. */
export type Followed = {
  /** Orders with where they end and what they want run; what closed is dropped by whoever finds it closed. */
  orders: Map<bigint, { pool: number; openUntil: number; specDigest: Hex }>
  /** Orders on which the provider bid at any time. */
  bids: Set<bigint>
  leases: Set<bigint>
}

/** Follows orders, own bids and own leases, from the contracts' first block on. */
export const followEvents = ({ client, deployment }: ChainView, providerId: number) => {
  const { book, market } = marketOf({ deployment })
  const first = BigInt(deployment.contracts.ComputeMarket.block)
  const followed: Followed = { orders: new Map(), bids: new Set(), leases: new Set() }
  const ended = { orders: new Set<bigint>(), bids: new Set<bigint>(), leases: new Set<bigint>() }
  let next = first
  const look = async (): Promise<Followed> => {
    const to = await client.getBlockNumber()
    const range = { client, from: next, to }
    const [placed, bid, started] = await Promise.all([
      listEvents({ ...range, ...book, eventName: 'OrderPlaced' }),
      listEvents({ ...range, ...book, eventName: 'BidPlaced', args: { providerId } }),
      listEvents({ ...range, ...market, eventName: 'LeaseStarted', args: { providerId } }),
    ])
    for (const { args } of placed) {
      const { orderId, wants, openUntil, specDigest } = args
      if (!ended.orders.has(orderId)) followed.orders.set(orderId, { pool: wants.pool, openUntil, specDigest })
    }
    for (const { args } of bid) if (!ended.bids.has(args.orderId)) followed.bids.add(args.orderId)
    for (const { args } of started) if (!ended.leases.has(args.leaseId)) followed.leases.add(args.leaseId)
    next = to > first + OVERLAP ? to - OVERLAP : first
    return followed
  }
  /** Forgets what is over for good, so that it is not asked about again and again. */
  const forget = (from: keyof Followed, id: bigint) => {
    followed[from].delete(id)
    ended[from].add(id)
  }
  return { look, forget }
}

export type Follower = ReturnType<typeof followEvents>
