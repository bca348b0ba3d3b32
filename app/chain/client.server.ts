import { createClient, type EIP1193RequestFn, type Hex, http, type PublicRpcSchema, webSocket } from 'viem'
import { WebSocket } from 'ws'
import type { ChainLog } from './events'

// Node 20 has none of its own, and viem takes the global one.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

/** What of a block's header the index needs. Times in UNIX seconds. */
export type Header = { number: bigint; hash: Hex; parentHash: Hex; timestamp: bigint }

type RawHeader = { number: Hex | null; hash: Hex | null; parentHash: Hex; timestamp: Hex }
type RawLog = {
  address: Hex
  topics: readonly Hex[]
  data: Hex
  blockNumber: Hex | null
  blockHash: Hex | null
  logIndex: Hex | null
  transactionHash: Hex | null
}

/** One JSON-RPC node, each call one request that is never retried here. Every call throws viem's RPC errors. */
export type Node = {
  url: string
  getChainId: () => Promise<number>
  /** The header of a number or tag; null when this node has no such block. */
  findHeader: (at: bigint | 'latest' | 'finalized') => Promise<Header | null>
  getLogsInRange: (range: { from: bigint; to: bigint; addresses: readonly Hex[] }) => Promise<ChainLog[]>
  /** The logs of exactly the block with this hash; throws when the node does not have it. */
  getLogsOfBlock: (block: { hash: Hex; addresses: readonly Hex[] }) => Promise<ChainLog[]>
  /** Calls `onHead` at each new head; only WebSocket nodes can, others answer undefined. Ends by the result's call. */
  watchHeads?: (onHead: () => void) => Promise<() => void>
  /** Ends a WebSocket, which would reconnect for ever; HTTP holds nothing. */
  close?: () => Promise<void>
}

const parseHeader = (raw: RawHeader | null): Header | null =>
  raw?.hash && raw.number
    ? {
        number: BigInt(raw.number),
        hash: raw.hash,
        parentHash: raw.parentHash,
        timestamp: BigInt(raw.timestamp),
      }
    : null

const parseLog = (raw: RawLog): ChainLog => {
  if (!raw.blockNumber || !raw.blockHash || !raw.logIndex || !raw.transactionHash) {
    throw new Error(`the node answered with a log of no block: ${JSON.stringify(raw)}`)
  }
  return {
    address: raw.address.toLowerCase() as Hex,
    topics: raw.topics,
    data: raw.data,
    blockNumber: BigInt(raw.blockNumber),
    blockHash: raw.blockHash,
    logIndex: Number(raw.logIndex),
    transactionHash: raw.transactionHash,
  }
}

const parseLogs = (raw: unknown): ChainLog[] => {
  if (!Array.isArray(raw)) throw new Error(`the node answered no list of logs but ${JSON.stringify(raw)}`)
  return raw.map((log: RawLog) => parseLog(log))
}

/** Connects to a node by its http(s) or ws(s) address; headers asked for together travel in one batch. */
export const createNode = (url: string, { timeout = 10_000 }: { timeout?: number } = {}): Node => {
  const socket = /^wss?:/.test(url)
    ? createClient({ transport: webSocket(url, { retryCount: 0, timeout, reconnect: { attempts: 1e9, delay: 500 } }) })
    : undefined
  const client = socket ?? createClient({ transport: http(url, { retryCount: 0, timeout, batch: { batchSize: 100 } }) })
  const request = client.request as EIP1193RequestFn<PublicRpcSchema>
  const node: Node = {
    url,
    getChainId: async () => Number(await request({ method: 'eth_chainId' })),
    findHeader: async (at) => {
      const block = typeof at === 'bigint' ? (`0x${at.toString(16)}` as const) : at
      return parseHeader(
        (await request({ method: 'eth_getBlockByNumber', params: [block, false] })) as RawHeader | null,
      )
    },
    getLogsInRange: async ({ from, to, addresses }) =>
      parseLogs(
        await request({
          method: 'eth_getLogs',
          params: [{ fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}`, address: [...addresses] }],
        }),
      ),
    getLogsOfBlock: async ({ hash, addresses }) =>
      parseLogs(await request({ method: 'eth_getLogs', params: [{ blockHash: hash, address: [...addresses] }] })),
  }
  if (!socket) return node
  return {
    ...node,
    watchHeads: async (onHead) => {
      const { unsubscribe } = await socket.transport.subscribe({
        params: ['newHeads'],
        onData: onHead,
        onError: onHead,
      })
      // The node forgets the subscription by itself when the socket closes first.
      return () => void unsubscribe().catch(() => undefined)
    },
    close: async () => {
      const connection = await socket.transport.getRpcClient().catch(() => undefined)
      connection?.close()
    },
  }
}
