import { type Address, type Client, decodeEventLog, type Hex, type Log, type TransactionReceipt } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { bookCallAbi, governorCallAbi, jobsCallAbi, registryCallAbi } from '~/chain/abi/wallet'
import type { Refusal } from '~/domain/refusal'
import { type RefusalContext, readRefusal } from '~/wallet/read-refusal'
import type { Transaction } from '~/wallet/transaction'

/** How often it is asked whether something is in a block, and for how long. */
export const POLL_MS = 500
export const WAIT_MS = 600_000

const createdAbi = [...governorCallAbi, ...registryCallAbi, ...bookCallAbi, ...jobsCallAbi] as const

type Asked = { transaction: Transaction; account: Address; context: RefusalContext }

/** What the chain would say now, asked before the reader is asked to sign; null when it would accept. */
export const findRefusal = async (
  client: Client,
  { transaction, account, context }: Asked,
): Promise<Refusal | null> => {
  const params = [{ from: account, ...transaction }, 'latest'] as const
  try {
    await client.request({ method: 'eth_call', params: [...params] })
    return null
  } catch (error) {
    return readRefusal(error, context)
  }
}

/** What a call answers, as one number. */
export const readNumber = async (client: Client, { to, data }: Transaction): Promise<bigint> =>
  BigInt(await client.request({ method: 'eth_call', params: [{ to, data }, 'latest'] }))

// A key that lent itself code (EIP-7702) still signs alone.
const LENT = '0xef0100'

/** Whether the account is a contract, for which others may have to sign. */
export const isContract = async (client: Client, account: Address): Promise<boolean> => {
  const code = await client.request({ method: 'eth_getCode', params: [account, 'latest'] })
  return code !== '0x' && !code.toLowerCase().startsWith(LENT)
}

/** Hands the transaction to the wallet, which prices, signs and sends it. Throws what the wallet throws. */
export const sendTransaction = (client: Client, { transaction, account }: Asked): Promise<Hex> =>
  client.request({ method: 'eth_sendTransaction', params: [{ from: account, ...transaction }] }, { retryCount: 0 })

/** Waits until it is in a block, also when the wallet replaced it with a faster copy. */
export const waitForReceipt = (client: Client, hash: Hex): Promise<TransactionReceipt> =>
  waitForTransactionReceipt(client, { hash, pollingInterval: POLL_MS, timeout: WAIT_MS })

const readCreated = ({ data, topics }: Log): string | null => {
  try {
    const event = decodeEventLog({ abi: createdAbi, data, topics })
    if (event.eventName === 'ProposalCreated') return event.args.proposalId.toString()
    if (event.eventName === 'OrderPlaced') return String(event.args.orderId)
    if (event.eventName === 'JobOffered') return String(event.args.jobId)
    return String(event.eventName === 'ModelRegistered' ? event.args.modelId : event.args.releaseId)
  } catch {
    // Another event, such as ProposalFrozen.
    return null
  }
}

/** The number of what the transaction made, from the event of the contract that it called; null where it made nothing. */
export const findCreated = ({ logs }: TransactionReceipt, contract: Address): string | null => {
  const own = logs.filter(({ address }) => address.toLowerCase() === contract.toLowerCase())
  return own.map(readCreated).find((id) => id !== null) ?? null
}
