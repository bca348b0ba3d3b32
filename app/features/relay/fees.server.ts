import { parseGwei } from 'viem'
import { MOST_GAS, type Relay } from './relay.server'

/** What a transaction offers, in wei per gas. */
export type Fees = { maxFee: bigint; priorityFee: bigint }

const LEAST_PRIORITY = parseGwei('0.01')

const higher = (a: bigint, b: bigint) => (a > b ? a : b)
const lower = (a: bigint, b: bigint) => (a < b ? a : b)
// Nodes replace a transaction only by one that offers an eighth more.
const raise = (fee: bigint) => (fee * 9n) / 8n + 1n

/**
 * What to offer now: room for the base fee to double, within what the relay pays at most; more than `replaced` where a
 * transaction is replaced. Null where that is not enough, and it is better to wait.
 */
export const chooseFees = (
  { baseFee, priority, most }: { baseFee: bigint; priority: bigint; most: bigint },
  replaced: Fees | null,
): Fees | null => {
  const wanted = higher(priority, LEAST_PRIORITY)
  const priorityFee = replaced === null ? wanted : higher(wanted, raise(replaced.priorityFee))
  const offered = lower(2n * baseFee + priorityFee, most)
  const maxFee = replaced === null ? offered : higher(offered, raise(replaced.maxFee))
  return maxFee > most || maxFee < baseFee + priorityFee ? null : { maxFee, priorityFee }
}

/** What gas costs now, and what the relay's account holds. */
export const readPurse = async ({ client, account, maxFee }: Relay) => {
  const [block, priority, balance] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.estimateMaxPriorityFeePerGas().catch(() => LEAST_PRIORITY),
    client.getBalance({ address: account.address }),
  ])
  const baseFee = block.baseFeePerGas ?? 0n
  const fees = chooseFees({ baseFee, priority, most: maxFee }, null)
  const state = fees === null ? 'expensive' : balance < fees.maxFee * MOST_GAS ? 'empty' : 'ready'
  const price = baseFee + higher(priority, LEAST_PRIORITY)
  return { head: Number(block.number), baseFee, priority, balance, price, fees, state } as const
}

export type Purse = Awaited<ReturnType<typeof readPurse>>
