import { type Hex, slice, toRlp } from 'viem'
import { describe, expect, test } from 'vitest'
import { decodeHeader, encodeHeader, type RawBlock } from '~/chain/proof/header'
import { decodeLogs, encodeReceipt, type RawReceipt } from '~/chain/proof/receipt'
import { buildTrie, proveItem, rootOf, verifyItem } from '~/chain/proof/trie'

const word: Hex = `0x${'ab'.repeat(32)}`
const address: Hex = `0x${'cd'.repeat(20)}`

const receipt: RawReceipt = {
  ...{ status: '0x1', cumulativeGasUsed: '0x5208', logsBloom: `0x${'00'.repeat(256)}`, transactionHash: word },
  ...{ transactionIndex: '0x0', blockHash: word },
  logs: [{ address, topics: [word], data: '0x01', logIndex: '0x0' }],
}

describe('receipts', () => {
  test.each(['0x1', '0x2', '0x3', '0x4'] as const)('of type %s begin with it and hold the same logs', (type) => {
    const encoded = encodeReceipt({ ...receipt, type })
    expect(slice(encoded, 0, 1)).toBe(`0x0${type.slice(2)}`)
    expect(decodeLogs(encoded)).toEqual([{ address, topics: [word], data: '0x01' }])
  })

  test('of the first kind have no type, and before Byzantium a state root in place of the status', () => {
    expect(decodeLogs(encodeReceipt({ ...receipt, type: '0x0' }))).toHaveLength(1)
    const { status: _, ...old } = receipt
    const encoded = encodeReceipt({ ...old, root: word })
    expect(encoded).toContain(word.slice(2))
  })

  test('of a type that is not known are neither encoded nor read', () => {
    expect(() => encodeReceipt({ ...receipt, type: '0x5' })).toThrow('types 0 to 4 are known')
    expect(() => decodeLogs(`0x05${encodeReceipt(receipt).slice(2)}`)).toThrow('types 0 to 4 are known')
  })
})

// As go-ethereum and the execution specifications have it: the root of an empty list of receipts.
test('the trie of nothing has the root that every client knows, and an item of many is proved alone', async () => {
  const empty = await buildTrie([])
  expect(rootOf(empty)).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421')
  const items = Array.from({ length: 300 }, (_, index) =>
    encodeReceipt({ ...receipt, cumulativeGasUsed: `0x${(index + 1).toString(16)}` }),
  )
  const trie = await buildTrie(items)
  for (const index of [0, 1, 127, 128, 255, 256, 299]) {
    const nodes = await proveItem(trie, index)
    expect(await verifyItem(nodes, { root: rootOf(trie), index })).toBe(items[index])
    await expect(verifyItem(nodes, { root: rootOf(trie), index: index + 1 })).rejects.toThrow('prove no receipt')
  }
})

// The genesis block of Ethereum, as every node answers it.
const genesis = {
  parentHash: `0x${'00'.repeat(32)}`,
  sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
  miner: `0x${'00'.repeat(20)}`,
  stateRoot: '0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544',
  transactionsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
  receiptsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
  logsBloom: `0x${'00'.repeat(256)}`,
  difficulty: '0x400000000',
  number: '0x0',
  gasLimit: '0x1388',
  gasUsed: '0x0',
  timestamp: '0x0',
  extraData: '0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa',
  mixHash: `0x${'00'.repeat(32)}`,
  nonce: '0x0000000000000042',
  hash: '0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3',
  transactions: [],
} as const satisfies RawBlock

describe('headers', () => {
  test('the genesis of Ethereum has its hash', () => {
    const header = encodeHeader(genesis)
    expect(decodeHeader(header)).toMatchObject({ hash: genesis.hash, number: 0n, receiptsRoot: genesis.receiptsRoot })
  })

  test('a field that is not known is named, and a header with one more is not read', () => {
    const later = { ...genesis, hash: word, blockAccessListHash: word }
    expect(() => encodeHeader(later)).toThrow('not known here: blockAccessListHash')
    const long = toRlp(Array.from({ length: 22 }, () => word))
    expect(() => decodeHeader(long)).toThrow('knows headers of 15 to 21')
  })

  test('a gap between the fields of forks is refused', () => {
    expect(() => encodeHeader({ ...genesis, baseFeePerGas: '0x1', blobGasUsed: '0x0' })).toThrow(
      'tells no withdrawalsRoot',
    )
  })
})
