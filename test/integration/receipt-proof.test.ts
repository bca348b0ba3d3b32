import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Hex, parseGwei } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestClient } from '#test/support/anvil'
import { holderAt, people, startChain, type TestChain } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { buildLookAlike, castAndProve, proveLog } from '#test/support/vote-proof'
import { addressOf } from '~/chain/addresses'
import { openBlock } from '~/chain/proof/prove-block.server'
import { parseVoteProof, type VoteProof, verifyVoteProof } from '~/chain/proof/vote-proof'

let chain: TestChain
let folder: string
let cast: Awaited<ReturnType<typeof castAndProve>>

beforeAll(async () => {
  chain = await startChain({ args: ['--slots-in-an-epoch', '2'] })
  folder = await mkdtemp(join(tmpdir(), 'ostrakon-proof-'))
  cast = await castAndProve(chain)
  await chain.client.mine({ blocks: 20 })
})

afterAll(async () => {
  await chain.stop()
  await rm(folder, { recursive: true, force: true })
})

const place = () => ({ chainId: chain.deployment.chainId, governor: addressOf(chain.deployment, 'StewardGovernor') })
const clientOf = () => chain.client as Parameters<typeof openBlock>[0]

let files = 0
const runVerify = async (proof: unknown, ...args: string[]) => {
  const file = join(folder, `${++files}.json`)
  await writeFile(file, typeof proof === 'string' ? proof : JSON.stringify(proof))
  const target = ['--rpc', chain.url, '--deployment', chain.deploymentFile]
  return runCli(['receipt', 'verify', file, ...target, ...args])
}

const whyRefused = async (proof: unknown) => {
  const { code, stdout } = await runVerify(proof, '--json')
  return { exit: code, code: (JSON.parse(stdout) as { code?: string }).code }
}

test('a true proof shows what was voted, in both houses', async () => {
  const token = await runVerify({ data: cast.proof, asOf: {} }, '--json')
  expect(JSON.parse(token.stdout)).toMatchObject({
    verdict: 'included',
    proposal: String(cast.proposal),
    voter: holderAt(1).address,
    ballots: [{ house: 'token', support: 'for', weight: String(chain.profile.token.supply / 10n), reason: 'because' }],
  })
  expect(token.code).toBe(0)
  const seat = await runVerify(cast.seatProof)
  expect(seat.stdout).toContain('against with 1 seat')
  expect(seat.code).toBe(0)
})

test('no byte of a proof can be another one', async () => {
  const text = JSON.stringify(cast.proof)
  const isRefused = async (changed: string) => {
    try {
      await verifyVoteProof(parseVoteProof(JSON.parse(changed)), place())
      return false
    } catch {
      return true
    }
  }
  expect(await isRefused(text)).toBe(false)
  const printable = fc.integer({ min: 0x20, max: 0x7e })
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), printable, async (at, letter) => {
      fc.pre(text.charCodeAt(at) !== letter)
      const changed = text.slice(0, at) + String.fromCharCode(letter) + text.slice(at + 1)
      expect({ at, changed: await isRefused(changed) }).toEqual({ at, changed: true })
    }),
    { numRuns: 2_000 },
  )
})

test('no bit of the header and of the nodes can be another one', async () => {
  const given = cast.proof.token
  if (given === null) throw new Error('there is no ballot')
  const flip = (hex: string, bit: number): Hex => {
    const bytes = Buffer.from(hex.slice(2), 'hex')
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return `0x${bytes.toString('hex')}`
  }
  const parts = [given.header, ...given.nodes]
  await fc.assert(
    fc.asyncProperty(fc.nat(parts.length - 1), fc.nat(), async (part, where) => {
      const changed = parts.map((hex, at) => (at === part ? flip(hex, where % ((hex.length - 2) * 4)) : hex))
      const [header = '', ...nodes] = changed
      await expect(verifyVoteProof({ ...cast.proof, token: { ...given, header, nodes } }, place())).rejects.toThrow()
    }),
    { numRuns: 1_000 },
  )
})

test('a node too many, one missing, and nodes in another order prove nothing', async () => {
  const given = cast.proof.token
  if (given === null) throw new Error('there is no ballot')
  const [first = ''] = given.nodes
  for (const nodes of [[...given.nodes, first], given.nodes.slice(1), ['0x80', ...given.nodes]]) {
    await expect(verifyVoteProof({ ...cast.proof, token: { ...given, nodes } }, place())).rejects.toThrow(
      /prove no receipt|bloc/,
    )
  }
})

test('a proof of another block, of another ballot, and of no ballot are refused', async () => {
  const [{ proof, seatProof }, given] = [cast, cast.proof.token]
  if (given === null) throw new Error('there is no ballot')
  const other = { ...given, header: seatProof.seat?.header ?? '' }
  expect(await whyRefused({ ...proof, token: other })).toEqual({ exit: 1, code: 'proof_wrong' })
  expect(await whyRefused({ ...proof, token: seatProof.seat })).toEqual({ exit: 1, code: 'proof_wrong' })
  expect(await whyRefused({ ...seatProof, token: seatProof.seat, seat: null })).toEqual({
    exit: 1,
    code: 'proof_wrong',
  })
  expect(await whyRefused({ ...proof, token: null })).toEqual({ exit: 1, code: 'proof_wrong' })
  expect(await whyRefused({ ...proof, chainId: 1 })).toEqual({ exit: 1, code: 'proof_foreign' })
  expect(await whyRefused('{')).toEqual({ exit: 1, code: 'proof_wrong' })
  const asked = ['--proposal', String(cast.proposal), '--voter', holderAt(2).address]
  expect((await runVerify(proof, ...asked)).code).toBe(1)
})

test("another contract's event that looks the same is refused for its emitter", async () => {
  const voter = holderAt(1).address
  const hash = await chain.client.sendTransaction({
    account: people.funder,
    chain: null,
    data: buildLookAlike(voter, cast.proposal),
  })
  const receipt = await chain.client.waitForTransactionReceipt({ hash })
  const token = await proveLog(chain, { block: receipt.blockHash, transaction: hash, logIndex: 0 })
  const refused = await runVerify({ ...cast.proof, token } satisfies VoteProof, '--json')
  expect(JSON.parse(refused.stdout)).toMatchObject({ verdict: 'refused', code: 'proof_foreign' })
  expect(refused.stdout).toContain('was emitted by')
  expect(refused.code).toBe(1)
})

test('a ballot whose block is not final yet says so, and one that a reorganisation dropped is refused', async () => {
  const snapshot = await chain.client.snapshot()
  await chain.vote(holderAt(3), cast.proposal, 1)
  const block = await chain.client.getBlock()
  const [transaction] = block.transactions
  if (transaction === undefined) throw new Error('the block is empty')
  const token = await proveLog(chain, { block: block.hash, transaction, logIndex: 0 })
  const proof = { ...cast.proof, voter: holderAt(3).address, token }
  const young = await runVerify(proof)
  expect(young).toMatchObject({ code: 2 })
  expect(young.stdout).toContain('not final yet')
  await chain.client.revert({ id: snapshot })
  expect(await whyRefused(proof)).toEqual({ exit: 1, code: 'proof_reorged' })
  await chain.vote(holderAt(4), cast.proposal, 1)
  expect(await whyRefused(proof)).toEqual({ exit: 1, code: 'proof_reorged' })
})

test('what is called wrongly, or cannot be reached, is no answer: 3', async () => {
  expect((await runCli(['receipt', 'verify'])).code).toBe(3)
  expect((await runVerify(cast.proof, '--voter', '0x12')).code).toBe(3)
  const file = join(folder, 'true.json')
  await writeFile(file, JSON.stringify(cast.proof))
  const away = ['--rpc', 'http://127.0.0.1:1', '--deployment', chain.deploymentFile]
  expect((await runCli(['receipt', 'verify', file, ...away])).code).toBe(3)
})

test('blocks with every type of transaction prove each of their logs, as the node itself has hashed them', async () => {
  await chain.client.setAutomine(false)
  const to = addressOf(chain.deployment, 'VotingToken')
  const account = people.funder
  const fees = { maxFeePerGas: parseGwei('50'), gas: 200_000n }
  const legacy = { type: 'legacy', gasPrice: parseGwei('50'), gas: 200_000n } as const
  const nonce = await chain.client.getTransactionCount({ address: account.address })
  const signature = await chain.client.signAuthorization({ account, contractAddress: to, nonce: nonce + 5 })
  const list = [{ address: to, storageKeys: [] }]
  const sent = [
    await chain.client.sendTransaction({ account, chain: null, to: account.address, nonce, ...legacy }),
    await chain.client.sendTransaction({
      account,
      chain: null,
      nonce: nonce + 1,
      ...fees,
      data: buildLookAlike(to, 1n),
    }),
    await chain.client.sendTransaction({
      ...{ account, chain: null, to, nonce: nonce + 2, gas: 200_000n, gasPrice: parseGwei('50') },
      ...{ type: 'eip2930', accessList: list, data: '0xdeadbeef' },
    }),
    await chain.client.sendTransaction({
      account,
      chain: null,
      nonce: nonce + 3,
      ...fees,
      data: buildLookAlike(to, 2n),
    }),
    await chain.client.sendTransaction({
      ...{ account, chain: null, to: account.address, nonce: nonce + 4, ...fees, authorizationList: [signature] },
    }),
  ]
  // Beyond 127 the keys of the trie are two bytes.
  for (let at = nonce + 5; at < nonce + 150; at++) {
    await chain.client.sendTransaction({
      account: holderAt(5),
      chain: null,
      to: account.address,
      gas: 21_000n,
      nonce: at - nonce - 4,
    })
  }
  await chain.client.mine({ blocks: 1 })
  await chain.client.setAutomine(true)
  const block = await chain.client.getBlock()
  const receipts = await Promise.all(sent.map((hash) => chain.client.getTransactionReceipt({ hash })))
  expect(receipts.map(({ type, status }) => [type, status])).toEqual([
    ['legacy', 'success'],
    ['eip1559', 'success'],
    ['eip2930', 'reverted'],
    ['eip1559', 'success'],
    ['eip7702', 'reverted'],
  ])
  expect(receipts.every(({ blockHash }) => blockHash === block.hash)).toBe(true)
  const prove = await openBlock(clientOf(), block.hash)
  const [, second, , fourth] = receipts
  for (const [at, receipt] of [second, fourth].entries()) {
    if (!receipt) throw new Error('a receipt is missing')
    const proof = await prove({ transaction: receipt.transactionHash, logIndex: at })
    const given = { ...cast.proof, proposal: String(at + 1), token: proof }
    await expect(verifyVoteProof(given, place())).rejects.toThrow('was emitted by')
  }
})

test('a node without eth_getBlockReceipts is asked for each receipt, and one that lies makes no proof', async () => {
  const proxy = await startRpcProxy(chain.url)
  const client = createTestClient(proxy.url) as unknown as Parameters<typeof openBlock>[0]
  const hash = cast.proof.token?.block.hash as Hex
  const log = await chain.client.getLogs({ blockHash: hash })
  const [{ transactionHash: transaction, logIndex } = { transactionHash: '0x' as Hex, logIndex: 0 }] = log
  proxy.hooks.answer = async (call, forward) =>
    call.method === 'eth_getBlockReceipts' ? { error: { code: -32_601, message: 'no such method' } } : forward(call)
  const prove = await openBlock(client, hash)
  expect(await prove({ transaction, logIndex })).toEqual(cast.proof.token)

  const spoil = (method: string, change: (result: Record<string, unknown>) => unknown) => {
    proxy.hooks.answer = async (call, forward) => {
      const answer = await forward(call)
      return call.method === method ? { result: change(answer.result as Record<string, unknown>) } : answer
    }
  }
  spoil('eth_getBlockByHash', (block) => ({ ...block, stateRoot: block['parentHash'] }))
  await expect(openBlock(client, hash)).rejects.toThrow('do not make its hash')
  spoil('eth_getBlockByHash', (block) => ({ ...block, gasUsed: '0x1', blockAccessListHash: block['parentHash'] }))
  await expect(openBlock(client, hash)).rejects.toThrow('not known here: blockAccessListHash')
  spoil('eth_getBlockByHash', ({ logsBloom: _, ...block }) => block)
  await expect(openBlock(client, hash)).rejects.toThrow('tells no logsBloom')
  spoil('eth_getBlockByHash', () => null)
  await expect(openBlock(client, hash)).rejects.toThrow('does not have the block')
  spoil('eth_getBlockByHash', (block) => ({ ...block, transactions: Array(10_001).fill(transaction) }))
  await expect(openBlock(client, hash)).rejects.toThrow('has 10001 transactions')
  spoil('eth_getBlockReceipts', (receipts) =>
    (receipts as unknown as object[]).map((one) => ({ ...one, status: '0x0' })),
  )
  await expect(openBlock(client, hash)).rejects.toThrow('make the root')
  spoil('eth_getBlockReceipts', (receipts) =>
    (receipts as unknown as object[]).map((one) => ({ ...one, type: '0x7e' })),
  )
  await expect(openBlock(client, hash)).rejects.toThrow('is of type 0x7e')
  spoil('eth_getBlockReceipts', () => [])
  await expect(openBlock(client, hash)).rejects.toThrow('does not have the receipts')
  await proxy.stop()
})
