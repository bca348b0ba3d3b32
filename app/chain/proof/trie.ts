import { createMerkleProof, createMPT, createMPTFromProof, type MerklePatriciaTrie } from '@ethereumjs/mpt'
import { bytesToHex, type Hex, hexToBytes, numberToHex, toRlp } from 'viem'
import { AppError } from '~/domain/errors'
import { toQuantityBytes } from './rlp'

/** A list as a block commits to it: item i under the RLP of i. */
const keyOf = (index: number): Uint8Array => toRlp(toQuantityBytes(numberToHex(index)), 'bytes')

/** Builds the trie of a block's receipts in their consensus form. */
export const buildTrie = async (items: readonly Hex[]): Promise<MerklePatriciaTrie> => {
  const trie = await createMPT()
  for (const [index, item] of items.entries()) await trie.put(keyOf(index), hexToBytes(item))
  return trie
}

/** The root of a trie. */
export const rootOf = (trie: MerklePatriciaTrie): Hex => bytesToHex(trie.root())

/** The nodes from the root to an item, the root first. */
export const proveItem = async (trie: MerklePatriciaTrie, index: number): Promise<Hex[]> =>
  (await createMerkleProof(trie, keyOf(index))).map((node) => bytesToHex(node))

/**
 * The item that `nodes` prove to be under `root`. Throws `proof_wrong` where they prove none: another root, a node
 * missing, changed, or one too many.
 */
export const verifyItem = async (
  nodes: readonly Hex[],
  { root, index }: { root: Hex; index: number },
): Promise<Hex> => {
  const wrong = (cause?: unknown) =>
    new AppError('proof_wrong', `The nodes prove no receipt ${index} under the receiptsRoot ${root}.`, { cause })
  if (nodes.length === 0) throw wrong()
  try {
    const trie = await createMPTFromProof(
      nodes.map((node) => hexToBytes(node)),
      { root: hexToBytes(root) },
    )
    const value = await trie.get(keyOf(index), true)
    const needed = await proveItem(trie, index)
    if (value === null || needed.join() !== nodes.join()) throw wrong()
    return bytesToHex(value)
  } catch (cause) {
    throw cause instanceof AppError ? cause : wrong(cause)
  }
}
