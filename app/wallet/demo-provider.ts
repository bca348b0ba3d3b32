import type { Address, EIP1193RequestFn } from 'viem'
import { leaveRoom } from '~/domain/gas'

type RpcAnswer = { result?: unknown; error?: { code: number; message: string; data?: unknown } }

/** An error as EIP-1193 wants it: with the node's code and revert data. */
class RpcError extends Error {
  readonly code: number
  readonly data: unknown
  constructor({ code, message, data }: { code: number; message: string; data?: unknown }) {
    super(message)
    this.name = 'RpcError'
    this.code = code
    this.data = data
  }
}

let lastId = 0

/** One JSON-RPC call to the local chain of the demo. */
export const requestRpc = async (rpcUrl: string, method: string, params: unknown): Promise<unknown> => {
  lastId += 1
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params }),
  })
  const answer = (await response.json()) as RpcAnswer
  if (answer.error) throw new RpcError(answer.error)
  return answer.result
}

// As other wallets do.
const withRoom = async (rpcUrl: string, transaction: unknown) => {
  const gas = BigInt(String(await requestRpc(rpcUrl, 'eth_estimateGas', [transaction])))
  return { ...(transaction as object), gas: `0x${leaveRoom(gas).toString(16)}` }
}

/** A wallet without a window: the local chain itself holds the key of `account` and signs with it. */
export const buildDemoProvider = (rpcUrl: string, account: Address): { request: EIP1193RequestFn } => {
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    if (method === 'eth_accounts' || method === 'eth_requestAccounts') return [account]
    if (method !== 'eth_sendTransaction') return requestRpc(rpcUrl, method, params ?? [])
    return requestRpc(rpcUrl, method, [await withRoom(rpcUrl, (params as unknown[])[0])])
  }
  return { request: request as EIP1193RequestFn }
}
