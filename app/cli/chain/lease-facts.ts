import type { Address, Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { listEvents } from '../verify/list-events'
import type { ChainView } from './connect'
import { leaseStates, marketOf } from './market-contracts'

type Reader = Pick<ChainView, 'client' | 'deployment'>

/** A lease with what it keeps of its order, as of the newest block. Times in UNIX seconds, money in base units. */
export type LeaseFacts = {
  id: bigint
  providerId: number
  state: (typeof leaseStates)[number]
  start: number
  end: number
  /** Millionths of a base unit per unit and second. */
  rate: bigint
  deposit: bigint
  withdrawn: bigint
  earned: bigint
  tenant: Address
  /** Whose budget pays; 0 where the tenant does. */
  epoch: number
  units: number
  duration: number
  notice: number
  /** The terms of the market. */
  version: number
}

/** A lease; null where the order is none, or is not leased. */
export const findLease = async ({ client, deployment }: Reader, id: bigint): Promise<LeaseFacts | null> => {
  const { market, book } = marketOf({ deployment })
  const args = [id] as const
  const [held, deal] = await Promise.all([
    client.readContract({ ...market, functionName: 'lease', args }),
    client.readContract({ ...book, functionName: 'dealOf', args }),
  ])
  const state = leaseStates[held.state] ?? 'none'
  if (state === 'none') return null
  const earned = await client.readContract({ ...market, functionName: 'earned', args })
  const { providerId, start, end, rate, deposit, withdrawn } = held
  const { tenant, epoch, units, duration, notice, version } = deal
  return {
    ...{ id, providerId, state, start, end, rate, deposit, withdrawn, earned },
    ...{ tenant, epoch, units, duration, notice, version },
  }
}

/** The lease; throws `unknown_lease`. */
export const getLease = async (view: Reader, id: bigint): Promise<LeaseFacts> => {
  const lease = await findLease(view, id)
  if (lease) return lease
  throw new AppError('unknown_lease', `There is no lease ${id}: an order becomes one when a bid is accepted.`)
}

/** Whether the provider has to serve it at that second. */
export const isRunning = ({ state, end }: Pick<LeaseFacts, 'state' | 'end'>, time: number): boolean =>
  (state === 'active' || state === 'noticed') && time < end

/** The digest of the spec that an order said; throws `unknown_order`. */
export const getSpecDigest = async ({ client, deployment }: Reader, orderId: bigint): Promise<Hex> => {
  const { address, abi } = marketOf({ deployment }).book
  const from = BigInt(deployment.contracts.OrderBook.block)
  const to = await client.getBlockNumber()
  const [log] = await listEvents({ client, address, abi, eventName: 'OrderPlaced', args: { orderId }, from, to })
  if (log) return log.args.specDigest
  throw new AppError('unknown_order', `There is no order ${orderId}.`)
}

/** UNIX seconds of the newest block: the time that counts. */
export const readChainTime = async ({ client }: Reader): Promise<number> =>
  Number((await client.getBlock({ blockTag: 'latest' })).timestamp)
