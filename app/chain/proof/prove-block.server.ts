import type { MerklePatriciaTrie } from '@ethereumjs/mpt'
import { BaseError, type Hex, HttpRequestError, type PublicClient, size, TimeoutError } from 'viem'
import { AppError } from '~/domain/errors'
import { encodeHeader, type RawBlock } from './header'
import { encodeReceipt, type RawReceipt } from './receipt'
import { buildTrie, proveItem, rootOf } from './trie'
import type { Inclusion } from './vote-proof'

// A full block of plain transfers at 60 million gas has 2,900 transactions.
const MOST_TRANSACTIONS = 10_000
const MOST_RECEIPT_BYTES = 32_000_000
const BATCH = 50

/** Makes proofs for logs of one block. */
export type BlockProver = (place: { transaction: Hex; logIndex: number }) => Promise<Inclusion>

type Request = (call: { method: string; params: readonly unknown[] }) => Promise<unknown>

const isAway = (error: unknown) =>
  error instanceof BaseError &&
  error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !== null

const readReceipts = async (request: Request, { hash, transactions }: RawBlock): Promise<RawReceipt[]> => {
  const whole = await request({ method: 'eth_getBlockReceipts', params: [hash] }).catch((error: unknown) => {
    if (isAway(error)) throw error
    return null
  })
  if (Array.isArray(whole)) return whole as RawReceipt[]
  const receipts: RawReceipt[] = []
  for (let from = 0; from < transactions.length; from += BATCH) {
    const asked = transactions.slice(from, from + BATCH)
    const found = await Promise.all(
      asked.map((transaction) => request({ method: 'eth_getTransactionReceipt', params: [transaction] })),
    )
    receipts.push(...(found as (RawReceipt | null)[]).filter((receipt) => receipt !== null))
  }
  return receipts
}

const unavailable = (message: string) => new AppError('proof_unavailable', message, { retryable: true })

const encodeAll = (receipts: readonly RawReceipt[]): Hex[] => {
  let bytes = 0
  return receipts.map((receipt) => {
    const encoded = encodeReceipt(receipt)
    bytes += size(encoded)
    if (bytes <= MOST_RECEIPT_BYTES) return encoded
    throw unavailable(
      `The block has more than ${MOST_RECEIPT_BYTES} bytes of receipts: build the proof with a node of your own.`,
    )
  })
}

const readBlock = async (request: Request, hash: Hex): Promise<RawBlock> => {
  const block = (await request({ method: 'eth_getBlockByHash', params: [hash, false] })) as RawBlock | null
  if (block?.hash !== hash) throw unavailable(`The node does not have the block ${hash}: try again in a few seconds.`)
  if (block.transactions.length <= MOST_TRANSACTIONS) return block
  const count = block.transactions.length
  throw unavailable(`Block ${hash} has ${count} transactions; proofs are built here up to ${MOST_TRANSACTIONS}.`)
}

const place = async (
  trie: MerklePatriciaTrie,
  receipts: readonly RawReceipt[],
  { transaction, logIndex }: { transaction: Hex; logIndex: number },
) => {
  const transactionIndex = receipts.findIndex(({ transactionHash }) => transactionHash === transaction)
  const logs = receipts[transactionIndex]?.logs ?? []
  const logPosition = logs.findIndex((log) => Number(log.logIndex) === logIndex)
  if (logPosition === -1) throw unavailable(`The node's receipt of ${transaction} has no log ${logIndex}.`)
  return { transactionIndex, logPosition, nodes: await proveItem(trie, transactionIndex) }
}

/**
 * Reads a block with its receipts from a node and makes sure that they are the block's: they make its receiptsRoot, and
 * its header makes its hash. Throws `proof_unavailable` (retryable) where the node does not have them or the block is
 * too large, `proof_unsupported` where the chain has what this version does not know, and viem's errors.
 */
export const openBlock = async (client: PublicClient, hash: Hex): Promise<BlockProver> => {
  const request = client.request as Request
  const block = await readBlock(request, hash)
  const header = encodeHeader(block)
  const receipts = await readReceipts(request, block)
  const isWhole =
    receipts.length === block.transactions.length &&
    receipts.every(
      (receipt, index) => receipt.transactionHash === block.transactions[index] && receipt.blockHash === hash,
    )
  if (!isWhole) throw unavailable(`The node does not have the receipts of block ${hash}: try again in a few seconds.`)
  const trie = await buildTrie(encodeAll(receipts))
  if (rootOf(trie) !== block['receiptsRoot']) {
    const message = `The receipts of block ${hash} make the root ${rootOf(trie)}, and its header says ${block['receiptsRoot']}.`
    throw new AppError('proof_unsupported', message)
  }
  const at = { block: { number: Number(block.number), hash }, header }
  return async (wanted) => ({ ...at, ...(await place(trie, receipts, wanted)) })
}
