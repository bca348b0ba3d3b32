import type { Hex } from 'viem'
import type { Header, Node } from '~/chain/client.server'
import type { ChainLog } from '~/chain/events'
import type { Cursor } from './batch'
import { chainMoved, isRefusedAsTooLarge, nodeBehind } from './node-errors'

/** Blocks and their logs, in chain order. */
export type Fetched = { to: Header; headers: Header[]; logs: ChainLog[] }

const byPlace = (a: ChainLog, b: ChainLog) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex

const getHeaders = (node: Node, numbers: readonly bigint[]) =>
  Promise.all(
    numbers.map(async (number) => {
      const header = await node.findHeader(number)
      if (!header || header.number !== number) throw nodeBehind(number)
      return header
    }),
  )

type GetLogs = (addresses: readonly Hex[]) => Promise<ChainLog[]>

/** A single block whose logs are too large for one answer is asked for contract by contract. */
const getBySmallerParts = async (get: GetLogs, addresses: readonly Hex[]) => {
  try {
    return await get(addresses)
  } catch (error) {
    if (addresses.length === 1 || !isRefusedAsTooLarge(error)) throw error
    const parts: ChainLog[][] = []
    for (const address of addresses) parts.push(await get([address]))
    return parts.flat()
  }
}

type Range = { cursor: Cursor; to: Header; addresses: readonly Hex[] }

/**
 * The logs between the cursor and a final block, from a node that shows the expected hash at `to` and continues the
 * cursor's chain. Throws `node_behind` or `chain_moved` otherwise.
 */
export const fetchRange = async (node: Node, { cursor, to, addresses }: Range): Promise<Fetched> => {
  const from = cursor.number + 1n
  const [first, last] = await Promise.all([node.findHeader(from), node.findHeader(to.number)])
  if (last?.hash !== to.hash || !first) throw nodeBehind(to.number)
  if (first.parentHash !== cursor.hash) throw chainMoved(from)
  const get: GetLogs = (some) => node.getLogsInRange({ from, to: to.number, addresses: some })
  const logs = (await (from === to.number ? getBySmallerParts(get, addresses) : get(addresses))).sort(byPlace)
  const numbers = [...new Set(logs.map(({ blockNumber }) => blockNumber))]
  const headers = await getHeaders(
    node,
    numbers.filter((number) => number !== to.number),
  )
  headers.push(to)
  const hashes = new Map(headers.map(({ number, hash }) => [number, hash]))
  const stray = logs.find(({ blockNumber, blockHash }) => hashes.get(blockNumber) !== blockHash)
  if (stray) throw nodeBehind(stray.blockNumber)
  return { to, headers, logs }
}

type Chain = { cursor: Cursor; to: Header; addresses: readonly Hex[] }

/** The blocks from the cursor to `to`, each linked to its parent by hash, and their logs, asked for by block hash. */
export const fetchChain = async (node: Node, { cursor, to, addresses }: Chain): Promise<Fetched> => {
  const numbers: bigint[] = []
  for (let number = cursor.number + 1n; number < to.number; number++) numbers.push(number)
  const headers = [...(await getHeaders(node, numbers)), to]
  let parent: Hex = cursor.hash
  for (const header of headers) {
    if (header.parentHash !== parent) {
      throw parent === cursor.hash ? chainMoved(header.number) : nodeBehind(header.number)
    }
    parent = header.hash
  }
  // In one request with the header of `to`: a node without these blocks may answer with no logs instead of an error.
  const [shown, ...logs] = await Promise.all([
    node.findHeader(to.number),
    ...headers.map(({ hash }) =>
      getBySmallerParts((some) => node.getLogsOfBlock({ hash, addresses: some }), addresses),
    ),
  ])
  if (shown?.hash !== to.hash) throw nodeBehind(to.number)
  const stray = logs.flatMap((list, index) => list.filter(({ blockHash }) => blockHash !== headers[index]?.hash))
  if (stray[0]) throw nodeBehind(stray[0].blockNumber)
  return { to, headers, logs: logs.flat().sort(byPlace) }
}
