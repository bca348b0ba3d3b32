import { encodeFunctionData } from 'viem'
import { earnedIn } from '~/domain/market/earnings'
import { parseNumber, requireGiven } from '../chain/arguments'
import { getLease } from '../chain/lease-facts'
import { marketOf } from '../chain/market-contracts'
import { saySubmitted, submit } from '../chain/submit'
import type { LeaseCommand } from './command'
import { parseOrderId } from './parse-values'
import { pay } from './pay'
import { getOrder } from './read-bids'

/** `lease top-up LEASE --seconds S`: pays for more of a lease of own money. */
export const topUp: LeaseCommand = async ({ view, values, account, id }) => {
  const leaseId = parseOrderId(id)
  const more = parseNumber(requireGiven(values.seconds, '--seconds'), '--seconds')
  const lease = await getLease(view, leaseId)
  const seconds = lease.end - lease.start + more
  const amount = earnedIn(lease, seconds) - lease.deposit
  const { abi } = marketOf(view).market
  const data = encodeFunctionData({ abi, functionName: 'topUp', args: [leaseId, more] })
  const payer = account?.address ?? lease.tenant
  const call = { contract: 'ComputeMarket' as const, data, from: payer }
  const about = `${more} s more of lease ${leaseId}: ${amount} base units.`
  const { submitted, approval, sentence } = await pay(view, { payer, amount, account, call, about })
  const result = { lease: String(leaseId), seconds: more, amount: String(amount), approval, ...submitted }
  return { result, sentences: [sentence, saySubmitted(submitted)] }
}

/** `lease end LEASE`: ends it now; what it does not earn goes back to whoever paid. */
export const endLease: LeaseCommand = async ({ view, account, id }) => {
  const leaseId = parseOrderId(id)
  const lease = await getLease(view, leaseId)
  const data = encodeFunctionData({ abi: marketOf(view).market.abi, functionName: 'endLease', args: [leaseId] })
  const from = account?.address ?? lease.tenant
  const submitted = await submit(view, { contract: 'ComputeMarket', data, from }, account)
  const after = submitted.sent ? await getLease(view, leaseId) : null
  const facts = after && { end: after.end, earned: String(after.earned), back: String(lease.deposit - after.deposit) }
  const sentence = facts
    ? `Lease ${leaseId} ended: it earned ${facts.earned}, and ${facts.back} went back to whoever paid.`
    : `Ending lease ${leaseId} gives what it does not earn back to whoever paid.`
  return { result: { lease: String(leaseId), ...facts, ...submitted }, sentences: [sentence, saySubmitted(submitted)] }
}

const changeOrder =
  (functionName: 'cancelOrder' | 'declineWinner', about: string): LeaseCommand =>
  async ({ view, account, id }) => {
    const orderId = parseOrderId(id, 'ORDER')
    const { tenant } = await getOrder(view, orderId)
    const data = encodeFunctionData({ abi: marketOf(view).book.abi, functionName, args: [orderId] })
    const from = account?.address ?? tenant
    const submitted = await submit(view, { contract: 'OrderBook', data, from }, account)
    const sentences = [`Order ${orderId}: ${about}.`, saySubmitted(submitted)]
    return { result: { order: String(orderId), ...submitted }, sentences }
  }

/** `lease cancel ORDER`: takes an order back that nobody leased. */
export const cancelOrder = changeOrder('cancelOrder', 'it is canceled')

/** `lease decline ORDER`: refuses the bid to which a budget order would be assigned, once. */
export const declineWinner = changeOrder('declineWinner', 'the bid in front is declined')
