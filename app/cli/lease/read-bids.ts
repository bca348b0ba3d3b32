import { epochClockAbi } from '~/chain/abi/generated'
import { AppError } from '~/domain/errors'
import type { ChainView } from '../chain/connect'
import { marketOf, orderStates, sayObstacle } from '../chain/market-contracts'

type Reader = Pick<ChainView, 'client' | 'deployment'>

/** An order; throws `unknown_order`. */
export const getOrder = async (view: Reader, orderId: bigint) => {
  const { book } = marketOf(view)
  const order = await view.client.readContract({ ...book, functionName: 'order', args: [orderId] })
  const state = orderStates[order.state] ?? 'none'
  if (state === 'none') throw new AppError('unknown_order', `There is no order ${orderId}.`)
  return { ...order, state }
}

export type OrderFacts = Awaited<ReturnType<typeof getOrder>>

/** A bid; what its party leased in the pool this epoch decides between equal rates. */
export type JudgedBid = { providerId: number; party: number; rate: bigint; obstacle: string | null; load: bigint }

/** The bids of an order, each with what stands in its way, and the one that the order book would choose. */
export const readBids = async (view: Reader, orderId: bigint, { wants }: OrderFacts) => {
  const { client, deployment } = view
  const { book, market } = marketOf(view)
  const clock = { address: deployment.contracts.EpochClock.address, abi: epochClockAbi } as const
  const [held, winner, epoch] = await Promise.all([
    client.readContract({ ...book, functionName: 'bidsOf', args: [orderId] }),
    client.readContract({ ...book, functionName: 'winnerOf', args: [orderId] }),
    client.readContract({ ...clock, functionName: 'current' }),
  ])
  const bids = await Promise.all(
    held.map(async (bid): Promise<JudgedBid> => {
      const [obstacle, use] = await Promise.all([
        client.readContract({ ...book, functionName: 'obstacleOf', args: [orderId, bid] }),
        client.readContract({ ...market, functionName: 'useOf', args: [wants.pool, bid.party] }),
      ])
      const load = use.epoch === Number(epoch) ? use.gpuSeconds : 0n
      return { providerId: bid.providerId, party: bid.party, rate: bid.rate, obstacle: sayObstacle(obstacle), load }
    }),
  )
  const suggested = bids.find(({ providerId }) => providerId === winner.providerId) ?? null
  return { bids, suggested, why: suggested && explainChoice(suggested, bids) }
}

/** Why the order book puts this bid first: the first of its rules that sets it apart from every other. */
export const explainChoice = (first: JudgedBid, bids: readonly JudgedBid[]): string => {
  const able = bids.filter(({ obstacle }) => obstacle === null)
  const equal = able.filter(({ rate }) => rate === first.rate)
  const equallyLoaded = equal.filter(({ load }) => load === first.load)
  if (able.length === 1) return 'the only bid that can be served'
  if (equal.length === 1) return `the lowest rate of ${able.length} bids that can be served`
  if (equallyLoaded.length === 1) return `of ${equal.length} equal rates, its party leased the least this epoch`
  return `of ${equallyLoaded.length} equal rates of parties that leased as much, the lowest id`
}
