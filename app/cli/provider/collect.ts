import { encodeFunctionData } from 'viem'
import { earnedIn } from '~/domain/market/earnings'
import { isRunning, type LeaseFacts } from '../chain/lease-facts'
import { marketOf } from '../chain/market-contracts'
import type { Agent } from './agent'
import { attempt } from './attempt'

const PENDING = 0

/** What may be done for a lease's money now: at most one call, since the next look sees what it changed. */
type Due = 'withdraw' | 'close' | 'release' | 'settleDispute' | 'giveNotice'

const words: Record<Due, string> = {
  withdraw: 'Taking what was earned from',
  close: 'Giving the units back of',
  release: 'Freeing the stake of',
  settleDispute: 'Carrying the verdict out on',
  giveNotice: 'Giving notice of',
}

/** Sends what is due for a lease; answers whether nothing ever will be again. */
export const collect = async (agent: Agent, lease: LeaseFacts, time: number): Promise<boolean> => {
  const due = await findDue(agent, lease, time)
  if (due === null) return lease.state === 'released' && lease.earned <= lease.withdrawn
  const { abi } = marketOf(agent.view).market
  const data = encodeFunctionData({ abi, functionName: due, args: [lease.id] })
  const facts = { lease: String(lease.id), ...(due === 'withdraw' && { earned: String(lease.earned) }) }
  const about = `${words[due]} lease ${lease.id}.`
  const act = due.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  await attempt(agent, { contract: 'ComputeMarket', data }, { act, about, facts })
  return false
}

const findDue = async (agent: Agent, lease: LeaseFacts, time: number): Promise<Due | null> => {
  const { view, config, isDraining } = agent
  const { state, end, notice, version } = lease
  const { book, market, arbitration } = marketOf(view)
  const isOver = !isRunning(lease, time)
  const unpaid = lease.earned > lease.withdrawn ? lease.earned - lease.withdrawn : 0n
  // By amount and not by a clock, so that a restart changes nothing.
  const isWorthIt = unpaid >= earnedIn(lease, config.withdrawSeconds)
  if (isDraining && state === 'active' && time + notice < end) return 'giveNotice'
  if (unpaid > 0n && (isOver || isWorthIt)) return 'withdraw'
  if (!isOver) return null
  if (state === 'active' || state === 'noticed') return 'close'
  if (state === 'closed') {
    const { disputeWindow } = await view.client.readContract({ ...book, functionName: 'termsOf', args: [version] })
    return time >= end + disputeWindow ? 'release' : null
  }
  if (state !== 'disputed') return null
  const { caseId } = await view.client.readContract({ ...market, functionName: 'disputeOf', args: [lease.id] })
  const outcome = await view.client.readContract({ ...arbitration, functionName: 'outcomeOf', args: [caseId] })
  return outcome === PENDING ? null : 'settleDispute'
}

/** Takes what verdicts and others' calls left for the operator. */
export const claimOwed = async (agent: Agent): Promise<void> => {
  const { market } = marketOf(agent.view)
  const args = [agent.account.address] as const
  const amount = await agent.view.client.readContract({ ...market, functionName: 'claimable', args })
  if (amount === 0n) return
  const data = encodeFunctionData({ abi: market.abi, functionName: 'claim' })
  const about = `Taking ${amount} base units that are owed.`
  await attempt(agent, { contract: 'ComputeMarket', data }, { act: 'claim', about, facts: { amount: String(amount) } })
}
