import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeFunctionData, type Hex, sha256 } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { stewardAt } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { startCustody, type TestCustody } from '#test/support/custody'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { enclavesAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { runInference } from '~/cli/inference-command'
import { AppError } from '~/domain/errors'
import { parseReceipt, type SignedReceipt, signReceipt } from '~/domain/inference-receipt'

const word = (digit: string): Hex => `0x${digit.repeat(64)}`
const folder = mkdtempSync(join(tmpdir(), 'ostrakon-inference-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  chmodSync(path, 0o600)
  return path
}

const privateKey = new Uint8Array(32).fill(9)
const keyFile = write('service.key', `${'09'.repeat(32)}\n`)
const request = write('request', 'What is said in this recording?')
const response = write('response', Buffer.from([0, 1, 2, 255]))
const pair = ['--request', request, '--response', response]

/** Runs the command in this process, which is quicker than one of its own; `code` is null when an error ended it. */
const runHere = async (args: readonly string[]) => {
  let stdout = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text)
    return true
  })
  try {
    const code = await runInference([...args])
    return { code, failure: null, stdout, stderr: '', json: JSON.parse(stdout) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: null, failure: error.code, stdout, stderr: error.message, json: {} }
  } finally {
    spy.mockRestore()
  }
}

describe('inference with a chain', () => {
  let dao: TestCustody
  let releaseId: number
  const operator = stewardAt(0)
  const measurement = word('6')
  const serviceKey = signReceipt({ ...({} as SignedReceipt['receipt']) }, privateKey).key

  const enclaves = () => ({ address: addressOf(dao.deployment, 'Enclaves'), abi: enclavesAbi })
  const now = async () => Number((await dao.client.getBlock()).timestamp)
  const claim = async (nonce: Hex, { seconds = 3600, key = serviceKey } = {}) => {
    const { root } = await dao.client.readContract({ ...dao.registry, functionName: 'release', args: [releaseId] })
    const input = {
      ...{ releaseId, root, quote: word('1'), collateral: word('2'), measurement, serviceKey: key, nonce },
      expirationTime: (await now()) + seconds,
    }
    const data = encodeFunctionData({ ...enclaves(), functionName: 'attestEnclave', args: [input] })
    await dao.send(operator, enclaves().address, data)
    await dao.settle()
    return dao.client.readContract({ ...enclaves(), functionName: 'enclaveCount' })
  }
  const decide = (functionName: 'allowMeasurement' | 'removeMeasurement') => {
    const { abi, address } = enclaves()
    const data =
      functionName === 'allowMeasurement'
        ? encodeFunctionData({ abi, functionName, args: [measurement, 'A build'] })
        : encodeFunctionData({ abi, functionName, args: [measurement] })
    return dao.decide(address, data)
  }
  const run = (args: readonly string[], url = dao.chain.url) =>
    runHere([...args, '--json', '--rpc', url, '--deployment', dao.chain.deploymentFile])
  const sign = async (id: number, at: number, ...more: string[]) => {
    const args = ['sign', ...pair, '--key-file', keyFile, '--enclave', String(id), '--at', String(at), ...more]
    const said = await run(args)
    return { said, file: write(`receipt-${id}-${at}`, said.stdout) }
  }
  const verify = (file: string, id: number, ...more: string[]) =>
    run(['verify', '--receipt', file, '--enclave', String(id), ...(more.length > 0 ? more : pair)])

  beforeAll(async () => {
    dao = await startCustody()
    releaseId = (await dao.registerRelease()).releaseId
    await dao.advance('advanceToRedTeam', releaseId)
    await dao.advance('advanceToGated', releaseId)
    await decide('allowMeasurement')
    await dao.settle()
  })
  afterAll(() => dao.stop())

  test('N7 an answer of an attested enclave is verified, and another answer is not', async () => {
    const id = await claim(word('a'))
    const { said, file } = await sign(id, await now(), '--sequence', '7', '--nonce', word('3'))
    expect(said).toMatchObject({ code: 0, stderr: '' })
    const { receipt } = parseReceipt(said.stdout)
    const { root } = await dao.client.readContract({ ...dao.registry, functionName: 'release', args: [releaseId] })
    const bound = [operator.address, root, serviceKey, word('a')] as const
    expect(receipt).toMatchObject({
      ...{ chainId: dao.deployment.chainId, enclaveId: id, releaseRoot: root, sequence: 7, nonce: word('3') },
      ...{ requestHash: sha256(Buffer.from('What is said in this recording?')), responseHash: sha256('0x000102ff') },
      binding: await dao.client.readContract({ ...enclaves(), functionName: 'bindingOf', args: bound }),
    })
    expect(await verify(file, id)).toMatchObject({
      code: 0,
      json: { verdict: 'right', objections: [], revokedSince: false },
    })
    const other = write('other', 'something else')
    expect(await verify(file, id, '--request', other, '--response', response)).toMatchObject({
      ...{ code: 1, json: { verdict: 'wrong', objections: [{ code: 'other_request' }] } },
    })
    expect(await verify(file, id, '--request', request, '--response', other)).toMatchObject({
      ...{ code: 1, json: { verdict: 'wrong', objections: [{ code: 'other_response' }] } },
    })
    const spoken = await runCli(['inference', 'verify', '--receipt', file, '--enclave', String(id), ...pair], {
      env: { RPC_URL: dao.chain.url, DEPLOYMENT: dao.chain.deploymentFile },
    })
    expect(spoken.stdout).toMatch(new RegExp(`^enclave   ${id} on chain[\\s\\S]*verdict   right\\n$`))
  })

  test('N7 a receipt of another key, another enclave, or a changed one is refused, each in its own words', async () => {
    const [id, twin] = [await claim(word('b')), await claim(word('c'))]
    const { file, said } = await sign(id, await now())
    expect(await verify(file, twin)).toMatchObject({ code: 1, json: { objections: [{ code: 'other_enclave' }] } })
    const signed = parseReceipt(said.stdout)
    const stranger = write('stranger', JSON.stringify(signReceipt(signed.receipt, new Uint8Array(32).fill(1))))
    expect(await verify(stranger, id)).toMatchObject({ code: 1, json: { objections: [{ code: 'other_key' }] } })
    const later = { ...signed, receipt: { ...signed.receipt, sequence: 99 } }
    expect(await verify(write('changed', JSON.stringify(later)), id)).toMatchObject({
      ...{ code: 1, json: { objections: [{ code: 'bad_signature' }] } },
    })
    expect(await verify(write('broken', '{'), id)).toMatchObject({
      ...{ failure: 'invalid_receipt', stderr: expect.stringMatching(/not JSON/) },
    })
    expect(await verify(file, 999)).toMatchObject({
      ...{ failure: 'unknown_enclave', stderr: expect.stringMatching(/no enclave 999/) },
    })
  })

  test('N7 a receipt counts while its claim was live, whatever became of it later', async () => {
    const before = await now()
    await dao.client.increaseTime({ seconds: 100 })
    const id = await claim(word('d'))
    const during = await now()
    const early = await sign(id, before)
    const right = await sign(id, during)
    await dao.client.increaseTime({ seconds: 100 })
    await dao.send(
      operator,
      enclaves().address,
      encodeFunctionData({ ...enclaves(), functionName: 'revokeEnclave', args: [id] }),
    )
    await dao.settle()
    const late = await sign(id, await now())
    const future = await sign(id, (await now()) + 3000)
    expect(await verify(early.file, id)).toMatchObject({ code: 2, json: { objections: [{ code: 'claimed_later' }] } })
    expect(await verify(right.file, id)).toMatchObject({ code: 0, json: { verdict: 'right', revokedSince: true } })
    expect(await verify(late.file, id)).toMatchObject({
      ...{ code: 2, json: { verdict: 'right, but not live', objections: [{ code: 'ended' }] } },
    })
    expect(await verify(future.file, id)).toMatchObject({
      ...{ code: 2, json: { verdict: 'right, but not checked', objections: [{ code: 'not_final' }] } },
    })
  })

  test('N7 an expired claim, or a measurement that a vote took off the list, is not live', async () => {
    const id = await claim(word('e'), { seconds: 50 })
    const within = await sign(id, await now())
    await dao.client.increaseTime({ seconds: 100 })
    await dao.settle()
    const past = await sign(id, await now())
    expect(await verify(within.file, id)).toMatchObject({ code: 0 })
    expect(await verify(past.file, id)).toMatchObject({ code: 2, json: { objections: [{ code: 'expired' }] } })
    const removed = await claim(word('f'))
    await decide('removeMeasurement')
    await dao.settle()
    const after = await sign(removed, await now())
    expect(await verify(after.file, removed)).toMatchObject({ code: 2, json: { objections: [{ code: 'ended' }] } })
    await decide('allowMeasurement')
    await dao.settle()
  })

  test('N7 a node that keeps no old states cannot tell, and that is said; one that is away is no answer', async () => {
    const id = await claim(word('1'))
    const { file } = await sign(id, await now())
    const signedIn = await dao.client.getBlockNumber()
    await dao.client.increaseTime({ seconds: 10 })
    await dao.settle()
    const proxy = await startRpcProxy(dao.chain.url)
    const pruned = { code: -32_000, message: 'missing trie node' }
    proxy.hooks.answer = async (call, forward) => {
      const block = String(call.params[1])
      const isOld = call.method === 'eth_call' && block.startsWith('0x') && BigInt(block) <= signedIn
      return isOld ? { error: pruned } : forward(call)
    }
    const args = ['verify', '--receipt', file, '--enclave', String(id), ...pair]
    expect(await run(args, proxy.url)).toMatchObject({ code: 2, json: { objections: [{ code: 'no_state' }] } })
    await proxy.stop()
    expect(await run(args, proxy.url)).toMatchObject({ failure: 'rpc_unreachable', stdout: '' })
  })

  test('N7 without a chain a receipt is right for a key, and its claim is not checked', async () => {
    const id = await claim(word('2'))
    const { file, said } = await sign(id, await now())
    const offline = (...args: string[]) => runHere(['verify', '--receipt', file, ...pair, '--json', ...args])
    const right = await offline('--key', serviceKey)
    expect(right.code).toBe(2)
    expect(right.json).toMatchObject({
      ...{ verdict: 'right, but not checked', objections: [{ code: 'claim_unchecked' }], revokedSince: null },
    })
    const wrong = await offline('--key', word('7'))
    expect(wrong.code).toBe(1)
    expect(wrong.json).toMatchObject({ verdict: 'wrong' })
    expect((await offline()).stderr).toMatch(/--enclave ID, or --key HEX/)
    // An enclave that reaches no chain signs the same.
    const { receipt } = parseReceipt(said.stdout)
    const place = ['--chain-id', String(receipt.chainId), '--enclaves', receipt.enclaves]
    const alone = await runHere([
      ...['sign', ...pair, '--key-file', keyFile, '--enclave', String(id), '--json', ...place],
      ...[
        '--binding',
        receipt.binding,
        '--root',
        receipt.releaseRoot,
        '--nonce',
        receipt.nonce,
        '--at',
        String(receipt.at),
      ],
    ])
    expect(parseReceipt(alone.stdout)).toEqual(parseReceipt(said.stdout))
  })

  test('N7 nothing is signed with a key that the claim does not name', async () => {
    const id = await claim(word('8'), { key: word('7') })
    const { said } = await sign(id, await now())
    expect(said).toMatchObject({
      failure: 'other_key',
      stdout: '',
      stderr: expect.stringMatching(/nobody would take the receipt/),
    })
    expect(said.stderr).not.toContain('0909')
  })

  test('a question of usage ends with exit 3', async () => {
    const open = write('open.key', '09'.repeat(32))
    chmodSync(open, 0o644)
    const short = write('short.key', '0909')
    const cases: [string[], RegExp][] = [
      [[], /Say what to do/],
      [['verify'], /--receipt FILE is missing/],
      [['verify', '--sequence', '1'], /--sequence is no option of inference verify/],
      [['verify', '--receipt', '/nowhere', ...pair, '--enclave', '1'], /cannot be read/],
      [['sign', ...pair, '--enclave', '1', '--key-file', short], /must hold an Ed25519 private key/],
      [['sign', ...pair, '--enclave', 'one', '--key-file', keyFile], /is no id/],
    ]
    for (const [args, reason] of cases) {
      expect(await run(args)).toMatchObject({
        failure: 'invalid_usage',
        stdout: '',
        stderr: expect.stringMatching(reason),
      })
    }
    expect(await run(['sign', ...pair, '--enclave', '1', '--key-file', open])).toMatchObject({ failure: 'unsafe_file' })
    const said = await runCli(['inference', 'verify'])
    expect(said).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/--receipt FILE is missing/) })
  })
})
