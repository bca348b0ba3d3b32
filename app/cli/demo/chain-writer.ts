import { type Address, type Hex, type LocalAccount, parseGwei } from 'viem'
import { AppError } from '~/domain/errors'

/** A transaction of the demo's history; the same account's are sent in the order given. */
export type Step = { from: LocalAccount; to: Address; data?: Hex; value?: bigint; gas: bigint; label: string }

type RpcCall = { method: string; params: readonly unknown[] }
type RpcAnswer = { id: number; result?: unknown; error?: { message: string } }
type Receipt = { transactionHash: Hex; status: Hex }

const BATCH = 100

const requestMany = async (url: string, calls: readonly RpcCall[]): Promise<unknown[]> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }))),
  })
  const answers = (await response.json()) as RpcAnswer[]
  return calls.map((call, id) => {
    const answer = answers.find((candidate) => candidate.id === id)
    if (answer && !answer.error) return answer.result
    throw new AppError('demo_failed', `${call.method} failed on the local chain: ${answer?.error?.message}.`)
  })
}

/**
 * Writes blocks to a local chain that mines on demand: each call of `mine` makes one block at the given second, from
 * transactions that their own accounts sign here. A transaction that reverts stops everything, naming itself.
 */
export const createChainWriter = (url: string, chainId: number) => {
  const nonces = new Map<Address, number>()
  let last = 0

  const sign = ({ from, to, data, value = 0n, gas }: Step): Promise<Hex> => {
    const nonce = nonces.get(from.address) ?? 0
    nonces.set(from.address, nonce + 1)
    const fees = { maxFeePerGas: parseGwei('20'), maxPriorityFeePerGas: 0n }
    return from.signTransaction({ type: 'eip1559', chainId, nonce, to, value, gas, ...fees, ...(data && { data }) })
  }

  const mine = async (at: number, steps: readonly Step[]): Promise<void> => {
    last = Math.max(at, last + 1)
    const raw = await Promise.all(steps.map(sign))
    const hashes: Hex[] = []
    for (let start = 0; start < raw.length; start += BATCH) {
      const calls = raw.slice(start, start + BATCH).map((tx) => ({ method: 'eth_sendRawTransaction', params: [tx] }))
      hashes.push(...((await requestMany(url, calls)) as Hex[]))
    }
    await requestMany(url, [{ method: 'evm_setNextBlockTimestamp', params: [last] }])
    await requestMany(url, [{ method: 'evm_mine', params: [] }])
    const [receipts] = (await requestMany(url, [{ method: 'eth_getBlockReceipts', params: ['latest'] }])) as [Receipt[]]
    const mined = new Set(
      receipts.filter(({ status }) => status === '0x1').map(({ transactionHash }) => transactionHash),
    )
    const failed = steps.find((_, index) => !mined.has(hashes[index] as Hex))
    if (failed) throw new AppError('demo_failed', `The demo's history stopped: "${failed.label}" reverted.`)
  }

  /** Takes up the nonces of accounts that have sent transactions before. */
  const takeNonces = async (accounts: readonly Address[]) => {
    const calls = accounts.map((account) => ({ method: 'eth_getTransactionCount', params: [account, 'latest'] }))
    const counts = (await requestMany(url, calls)) as Hex[]
    for (const [index, account] of accounts.entries()) nonces.set(account, Number(counts[index]))
  }

  return { mine, takeNonces }
}

export type ChainWriter = ReturnType<typeof createChainWriter>
