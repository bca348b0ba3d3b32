import { type ContractFunctionReturnType, encodeFunctionData } from 'viem'
import { enclavesAbi, type orderBookAbi, partyRegistryAbi } from '~/chain/abi/generated'
import { marketOf, orderStates, sayObstacle } from '../chain/market-contracts'
import type { Agent, Standing } from './agent'
import { attempt } from './attempt'
import { chooseRate } from './choose-rate'
import type { Follower } from './follow-events'

type Order = ContractFunctionReturnType<typeof orderBookAbi, 'view', 'order'>
type Bid = ContractFunctionReturnType<typeof orderBookAbi, 'view', 'winnerOf'>

/** Looks at every open order of the own pool, and bids, bids less, or takes a bid back that cannot be served any more. */
export const bidOnOrders = async (agent: Agent, standing: Standing, follower: Follower): Promise<void> => {
  const { client } = agent.view
  const { book } = marketOf(agent.view)
  const { orders, bids } = await follower.look()
  const pausedUntil = await client.readContract({ ...book, functionName: 'pausedUntil' })
  for (const orderId of new Set([...orders.keys(), ...bids])) {
    const order = await client.readContract({ ...book, functionName: 'order', args: [orderId] })
    const held = await client.readContract({ ...book, functionName: 'bidsOf', args: [orderId] })
    const own = held.find(({ providerId }) => providerId === standing.providerId) ?? null
    if (orderStates[order.state] !== 'open' || standing.time >= order.openUntil) {
      follower.forget('orders', orderId)
      await freeDeposit(agent, { orderId, own, providerId: standing.providerId }, follower)
    } else if (order.wants.pool === agent.config.provider.pool) {
      await bidOnOrder(agent, standing, { orderId, order, held, own, isPaused: standing.time < pausedUntil })
    } else follower.forget('orders', orderId)
  }
}

type Ended = { orderId: bigint; own: Bid | null; providerId: number }

/** The deposit of a bid that lost is free for the asking. */
const freeDeposit = async (agent: Agent, { orderId, own, providerId }: Ended, follower: Follower): Promise<void> => {
  const { market } = marketOf(agent.view)
  const isServed = await agent.view.client.readContract({
    ...{ ...market, functionName: 'isServedBy', args: [orderId, providerId] },
  })
  if (own === null || isServed || (await withdrawBid(agent, { orderId, providerId, why: 'the order ended' }))) {
    follower.forget('bids', orderId)
  }
}

type Contest = { orderId: bigint; order: Order; held: readonly Bid[]; own: Bid | null; isPaused: boolean }

const bidOnOrder = async (agent: Agent, standing: Standing, contest: Contest): Promise<void> => {
  const { orderId, order, held, own, isPaused } = contest
  const { providerId } = standing
  const price = agent.config.prices.find(({ pool }) => pool === order.wants.pool)
  if (own !== null) {
    const why = agent.isDraining ? 'no more is taken' : await findObstacle(agent, orderId, own)
    if (why !== null) {
      await withdrawBid(agent, { orderId, providerId, why })
      return
    }
  }
  // What the budget pays is assigned from then on, and takes no bids.
  const isAssigned = order.epoch !== 0 && standing.time >= order.bidUntil
  if (agent.isDraining || isPaused || isAssigned || price === undefined) return
  const others = held.filter((bid) => bid.providerId !== providerId).map(({ rate }) => rate)
  const rate = chooseRate({ price, maxRate: order.wants.maxRate, others, own: own?.rate ?? null })
  if (rate === null) return
  const offered = { providerId, party: await partyOf(agent), rate, ...(await findBackers(agent, standing, order)) }
  if ((await findObstacle(agent, orderId, offered)) !== null) return
  if (own === null && !(await hasRoom(agent, { order, others, rate }))) return
  const { auditorId, enclaveId } = offered
  const { abi } = marketOf(agent.view).book
  const args = [orderId, providerId, rate, auditorId, enclaveId] as const
  const facts = { order: String(orderId), provider: providerId, rate: String(rate) }
  const about = `Bidding ${rate} on order ${orderId}${own === null ? '' : ` instead of ${own.rate}`}.`
  const data = encodeFunctionData({ abi, functionName: 'bid', args })
  await attempt(agent, { contract: 'OrderBook', data }, { act: 'bid', about, facts })
}

/** A full order takes only what is below its highest. */
const hasRoom = async (
  agent: Agent,
  { order, others, rate }: { order: Order; others: readonly bigint[]; rate: bigint },
): Promise<boolean> => {
  const { book } = marketOf(agent.view)
  const { maxBids } = await agent.view.client.readContract({
    ...{ ...book, functionName: 'termsOf', args: [order.version] },
  })
  return others.length < maxBids || others.some((other) => rate < other)
}

const findObstacle = async (agent: Agent, orderId: bigint, offered: Bid): Promise<string | null> => {
  const { book } = marketOf(agent.view)
  const args = [orderId, offered] as const
  return sayObstacle(await agent.view.client.readContract({ ...book, functionName: 'obstacleOf', args }))
}

const partyOf = ({ view, account }: Agent): Promise<number> =>
  view.client.readContract({
    address: view.deployment.contracts.PartyRegistry.address,
    abi: partyRegistryAbi,
    functionName: 'partyNow',
    args: [account.address],
  })

/** The auditor to rely on where the order names none, and the enclave that serves its release. */
const findBackers = async ({ view, config }: Agent, { auditors }: Standing, { wants }: Order) => {
  const auditorId = wants.auditorIds === 0n ? (auditors[0] ?? 0) : 0
  if (wants.releaseId === 0) return { auditorId, enclaveId: 0 }
  const enclaves = { address: view.deployment.contracts.Enclaves.address, abi: enclavesAbi } as const
  for (const enclaveId of config.enclaves) {
    const args = [enclaveId] as const
    const [claim] = await view.client.readContract({ ...enclaves, functionName: 'enclave', args })
    const isLive = await view.client.readContract({ ...enclaves, functionName: 'isLive', args })
    if (isLive && claim.releaseId === wants.releaseId) return { auditorId, enclaveId }
  }
  return { auditorId, enclaveId: 0 }
}

const withdrawBid = async (
  agent: Agent,
  { orderId, providerId, why }: { orderId: bigint; providerId: number; why: string },
): Promise<boolean> => {
  const { abi } = marketOf(agent.view).book
  const data = encodeFunctionData({ abi, functionName: 'withdrawBid', args: [orderId, providerId] })
  const facts = { order: String(orderId), provider: providerId, why }
  const about = `Taking the bid on order ${orderId} back: ${why}.`
  return attempt(agent, { contract: 'OrderBook', data }, { act: 'withdraw-bid', about, facts })
}
