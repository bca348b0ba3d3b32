import { encodeFunctionData } from 'viem'
import { epochClockAbi } from '~/chain/abi/generated'
import { AppError } from '~/domain/errors'
import { earnedIn } from '~/domain/market/earnings'
import { toTime } from '~/http/present'
import { parseNumber } from '../chain/arguments'
import type { ChainView } from '../chain/connect'
import { findLease, readChainTime } from '../chain/lease-facts'
import { marketOf } from '../chain/market-contracts'
import { saySubmitted, submit } from '../chain/submit'
import type { LeaseCall, LeaseCommand } from './command'
import { parseAmount, parseOrderId } from './parse-values'
import { type Paid, pay } from './pay'
import { getOrder, type OrderFacts, readBids } from './read-bids'

/**
 * `lease accept ORDER [--provider ID [--rate R]] [--seconds S]`: takes the suggested bid, or the named one; of a budget
 * order the bid to which it is assigned.
 */
export const acceptBid: LeaseCommand = async (call) => {
  const orderId = parseOrderId(call.id, 'ORDER')
  const order = await getOrder(call.view, orderId)
  const take = order.epoch === 0 ? acceptOwn : acceptAssigned
  const { submitted, approval, sentence } = await take(call, { orderId, order })
  const lease = submitted.sent ? await findLease(call.view, orderId) : null
  if (lease === null) return { result: { approval, ...submitted }, sentences: [sentence, saySubmitted(submitted)] }
  const { providerId, start, end, deposit } = lease
  const next = `It runs until ${toTime(end)}: bring the job with \`ostrakon lease put ${orderId}\`.`
  return {
    result: { lease: String(orderId), provider: providerId, start, end, deposit: String(deposit), ...submitted },
    sentences: [`${sentence} Lease ${orderId} of provider ${providerId}.`, next, saySubmitted(submitted)],
  }
}

type Found = { orderId: bigint; order: OrderFacts }

const acceptOwn = async (call: LeaseCall, { orderId, order }: Found): Promise<Paid> => {
  const { view, values, account } = call
  const { providerId, rate } = await chooseBid(call, { orderId, order })
  const seconds = values.seconds === undefined ? order.wants.duration : parseNumber(values.seconds, '--seconds')
  const amount = earnedIn({ rate, units: order.wants.units }, seconds)
  const { abi } = marketOf(view).market
  const data = encodeFunctionData({ abi, functionName: 'accept', args: [orderId, providerId, rate, seconds] })
  const payer = account?.address ?? order.tenant
  const about = `Provider ${providerId} at ${rate} for ${seconds} s: ${amount} base units.`
  return pay(view, { payer, amount, account, call: { contract: 'ComputeMarket', data, from: payer }, about })
}

const acceptAssigned = async ({ view, values, account }: LeaseCall, { orderId, order }: Found): Promise<Paid> => {
  if (values.provider !== undefined || values.rate !== undefined) {
    const message = `Order ${orderId} is paid by a budget, so its bid is assigned: leave --provider and --rate out.`
    throw new AppError('invalid_usage', message)
  }
  const given = values.seconds
  const seconds = given === undefined ? await findLongest(view, order) : parseNumber(given, '--seconds')
  const { abi } = marketOf(view).market
  const data = encodeFunctionData({ abi, functionName: 'acceptAssigned', args: [orderId, seconds] })
  const from = account?.address ?? order.tenant
  const submitted = await submit(view, { contract: 'ComputeMarket', data, from }, account)
  return { submitted, approval: null, sentence: `The budget of epoch ${order.epoch} pays ${seconds} s.` }
}

const chooseBid = async ({ view, values }: LeaseCall, { orderId, order }: Found) => {
  const { bids, suggested } = await readBids(view, orderId, order)
  if (values.provider === undefined) {
    if (suggested) return suggested
    const message = `No bid on order ${orderId} can be served now (it holds ${bids.length}): wait for one.`
    throw new AppError('no_bid', message)
  }
  const providerId = parseNumber(values.provider, '--provider')
  const bid = bids.find((one) => one.providerId === providerId)
  if (!bid) throw new AppError('no_bid', `Provider ${providerId} has no bid on order ${orderId}.`)
  return { providerId, rate: values.rate === undefined ? bid.rate : parseAmount(values.rate, '--rate') }
}

/** For the block in which it is mined: a lease of the budget must end within its epoch. */
const MARGIN = 60

const findLongest = async (view: ChainView, { wants, epoch }: OrderFacts): Promise<number> => {
  const clock = { address: view.deployment.contracts.EpochClock.address, abi: epochClockAbi } as const
  const [genesis, length, time] = await Promise.all([
    view.client.readContract({ ...clock, functionName: 'genesis' }),
    view.client.readContract({ ...clock, functionName: 'length' }),
    readChainTime(view),
  ])
  return Math.max(1, Math.min(wants.duration, genesis + (epoch + 1) * length - time - MARGIN))
}
