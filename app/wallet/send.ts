import { type Address, type Client, decodeEventLog, type Hex, type TransactionReceipt } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { governorCallAbi } from '~/chain/abi/wallet'
import type { Refusal } from '~/domain/refusal'
import type { Transaction } from '~/wallet/encode-intent'
import { type RefusalContext, readRefusal } from '~/wallet/read-refusal'

const POLL_MS = 500
const WAIT_MS = 600_000

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

/** Hands the transaction to the wallet, which prices, signs and sends it. Throws what the wallet throws. */
export const sendTransaction = (client: Client, { transaction, account }: Asked): Promise<Hex> =>
  client.request({ method: 'eth_sendTransaction', params: [{ from: account, ...transaction }] }, { retryCount: 0 })

/** Waits until it is in a block, also when the wallet replaced it with a faster copy. */
export const waitForReceipt = (client: Client, hash: Hex): Promise<TransactionReceipt> =>
  waitForTransactionReceipt(client, { hash, pollingInterval: POLL_MS, timeout: WAIT_MS })

/** The id that `propose` gave, from its event; null in a receipt without one. */
export const findProposalId = ({ logs }: TransactionReceipt, governor: Address): string | null => {
  for (const { address, data, topics } of logs) {
    if (address.toLowerCase() !== governor.toLowerCase()) continue
    try {
      const { args } = decodeEventLog({ abi: governorCallAbi, eventName: 'ProposalCreated', data, topics })
      return args.proposalId.toString()
    } catch {
      // Another event of the governor, such as ProposalFrozen.
    }
  }
  return null
}
