import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeFunctionData, type Hex, sha256 } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people, stewardAt } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { startCustody, type TestCustody } from '#test/support/custody'
import { enclavesAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { runAttest } from '~/cli/attest-command'
import { buildEnclaveBinding } from '~/domain/enclave-binding'
import { verifyQuote } from '~/enclave/verify-quote'

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/enclave/${name}`, import.meta.url))
const files = ['--quote', fixture('tdx_quote'), '--collateral', fixture('tdx_quote_collateral.json')]
const quote = readFileSync(fixture('tdx_quote'))
const collateral = readFileSync(fixture('tdx_quote_collateral.json'))
const at = '2025-07-01T00:00:00Z'
const time = BigInt(Date.parse(at) / 1000)
const word = (digit: string): Hex => `0x${digit.repeat(64)}`

const verified = await verifyQuote({ quote, collateral, time })
const sampleBinding = verified.reportData.slice(0, 66)
const offline = ['attest', 'verify', ...files, '--bind', sampleBinding, '--expect-measurement', verified.measurement]

describe('attest verify without a chain', () => {
  test('T1 a genuine quote with the binding and the measurement is verified', async () => {
    const said = await runCli([...offline, '--at', at, '--json'])
    expect(said).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(said.stdout)).toMatchObject({
      verdict: 'verified',
      objections: [],
      quote: { kind: 'TDX', status: 'UpToDate', measurement: verified.measurement },
    })
  })

  test('T3 each objection has its own words and exit code', async () => {
    const other = word('1')
    const run = async (...args: string[]) => {
      const { code, stdout } = await runCli(['attest', 'verify', ...args, '--at', at])
      return { code, stdout }
    }
    const bound = ['--bind', sampleBinding]
    const expected = ['--expect-measurement', verified.measurement]
    expect(await run(...files, '--bind', other, ...expected)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/- Another binding[\s\S]*verdict {3}refused/),
    })
    expect(await run(...files, ...bound, '--expect-measurement', other)).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/- Unknown measurement[\s\S]*verdict {3}not allowed/),
    })
    const old = ['--quote', fixture('sgx_quote'), '--collateral', fixture('sgx_quote_collateral.json')]
    const sgx = readFileSync(fixture('sgx_quote'))
    const own = ['--bind', sgx.subarray(368, 400).toString('hex')]
    const measured = ['--expect-measurement', sgx.subarray(112, 144).toString('hex')]
    expect(await run(...old, ...own, ...measured)).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/status is ConfigurationAndSWHardeningNeeded; only UpToDate[\s\S]*not allowed/),
    })
    const accepted = ['--accept-status', 'ConfigurationAndSWHardeningNeeded']
    expect(await run(...old, ...own, ...measured, ...accepted)).toMatchObject({ code: 0 })
  })

  test('T4 past its collateral it shows as expired', async () => {
    const said = await runCli([...offline, '--at', 'now'])
    expect(said).toMatchObject({ code: 1, stdout: expect.stringMatching(/Expired: [\s\S]*verdict {3}expired/) })
  })

  test('T5 without the library it is not verified, exit 3, whatever else is right', async () => {
    const env = {
      NODE_OPTIONS: `--import ${fileURLToPath(new URL('../support/refuse-verifier.mjs', import.meta.url))}`,
    }
    const said = await runCli([...offline, '--at', at], { env })
    expect(said.code).toBe(3)
    expect(said.stdout).toMatch(/Not verified: the package @phala\/dcap-qvl is not installed/)
    expect(said.stdout).toMatch(/verdict {3}not verified\n$/)
    expect(said.stdout).not.toMatch(/\bok\b|verdict {3}verified/i)
    const json = await runCli([...offline, '--at', at, '--json'], { env })
    expect(json.code).toBe(3)
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'not verified', quote: null })
  })

  test('T6 a token of NVIDIA that cannot be read refuses all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostrakon-attest-'))
    const file = join(folder, 'token.json')
    writeFileSync(file, '[["JWT","a.b.c"],{}]')
    writeFileSync(join(folder, 'keys.json'), '{"keys":[{"kty":"EC","kid":"one"}]}')
    const tokens = ['--nvidia-token', file, '--nvidia-keys', join(folder, 'keys.json')]
    const said = await runCli([...offline, '--at', at, ...tokens])
    expect(said).toMatchObject({ code: 1, stdout: expect.stringMatching(/no JSON Web Token[\s\S]*verdict {3}refused/) })
    rmSync(folder, { recursive: true })
  })

  test.each([
    ['nothing to do', [], /Say what to do/],
    ['no quote', ['verify'], /--quote is missing/],
    ['no time', ['verify', ...files], /--at is missing/],
    ['a vague time', ['verify', ...files, '--at', 'yesterday'], /is no time/],
    ['no binding', ['verify', ...files, '--at', at], /--bind is missing/],
    ['a short binding', ['verify', ...files, '--at', at, '--bind', '0x12'], /not 32 bytes of hex/],
    ['no measurement', ['verify', ...files, '--at', at, '--bind', word('1')], /--expect-measurement is missing/],
    ['both ways', ['verify', ...files, '--at', at, '--enclave', '1', '--bind', word('1')], /leave the others out/],
    ['no id', ['verify', ...files, '--at', at, '--enclave', 'one'], /is no id/],
    ['no file', ['verify', '--quote', '/nowhere', '--collateral', '/nowhere', '--at', at], /cannot be read/],
    ['a token without keys', [...offline.slice(1), '--at', at, '--nvidia-token', '/nowhere'], /cannot be read|missing/],
    [
      'an option of the other',
      ['verify', ...files, '--at', at, '--release', '1'],
      /--release is no option of attest verify/,
    ],
    ['no operator', ['bind', '--release', '1', '--operator', 'me'], /is no address/],
  ])('%s is a question of usage', async (_, args, reason) => {
    await expect(runAttest(args)).rejects.toThrow(reason)
    await expect(runAttest(args)).rejects.toMatchObject({ code: 'invalid_usage' })
  })

  test('a question of usage ends with exit 3 and says nothing on standard output', async () => {
    expect(await runCli(['attest', 'verify'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/--quote is missing/),
    })
  })
})

describe('attest with a chain', () => {
  let dao: TestCustody
  let releaseId: number
  const operator = stewardAt(0)
  const serviceKey = word('5')

  const enclaves = () => ({ address: addressOf(dao.deployment, 'Enclaves'), abi: enclavesAbi })
  const decide = (functionName: 'allowMeasurement' | 'removeMeasurement', measurement: Hex) => {
    const { abi, address } = enclaves()
    const data =
      functionName === 'allowMeasurement'
        ? encodeFunctionData({ abi, functionName, args: [measurement, 'A build'] })
        : encodeFunctionData({ abi, functionName, args: [measurement] })
    return dao.decide(address, data)
  }

  type Changes = { nonce: Hex; seconds?: number; measurement?: Hex; quoteDigest?: Hex }
  const claim = async ({ nonce, seconds = 3600, measurement = verified.measurement, quoteDigest }: Changes) => {
    const { timestamp } = await dao.client.getBlock()
    const { root } = await dao.client.readContract({ ...dao.registry, functionName: 'release', args: [releaseId] })
    const input = {
      ...{ releaseId, root, quote: quoteDigest ?? sha256(quote), collateral: sha256(collateral), measurement },
      ...{ serviceKey, nonce, expirationTime: Number(timestamp) + seconds },
    }
    const data = encodeFunctionData({ ...enclaves(), functionName: 'attestEnclave', args: [input] })
    await dao.send(operator, enclaves().address, data)
    await dao.settle()
    return dao.client.readContract({ ...enclaves(), functionName: 'enclaveCount' })
  }
  const run = async (...args: string[]) => {
    const env = { RPC_URL: dao.chain.url, DEPLOYMENT: dao.chain.deploymentFile }
    const said = await runCli(['attest', ...args, '--json'], { env })
    return { ...said, json: said.stdout === '' ? {} : JSON.parse(said.stdout) }
  }
  const verify = (id: number, when = at) => run('verify', ...files, '--at', when, '--enclave', String(id))
  const bind = (nonce: Hex, release = releaseId) =>
    run(
      ...['bind', '--release', String(release), '--operator', operator.address],
      ...['--service-key', serviceKey, '--nonce', nonce],
    )

  beforeAll(async () => {
    dao = await startCustody()
    const registered = await dao.registerRelease()
    releaseId = registered.releaseId
    await dao.advance('advanceToRedTeam', releaseId)
    await dao.advance('advanceToGated', releaseId)
    await decide('allowMeasurement', verified.measurement)
    await dao.settle()
  })
  afterAll(() => dao.stop())

  test('N5 the binding is the contract’s, for whichever operator, root, key and nonce', async () => {
    const place = {
      chainId: BigInt(dao.deployment.chainId),
      enclaves: enclaves().address,
      registry: dao.registry.address,
    }
    for (const digit of ['0', '7', 'f']) {
      for (const account of [operator.address, people.council.address]) {
        const args = [account, word(digit), word('8'), word('9')] as const
        const expected = await dao.client.readContract({ ...enclaves(), functionName: 'bindingOf', args })
        const [, root, key, nonce] = args
        expect(buildEnclaveBinding({ ...place, operator: account, root, serviceKey: key, nonce })).toBe(expected)
      }
    }
  })

  test('T3 a nonce that was used before is refused, by the tool and on chain', async () => {
    const nonce = word('a')
    const free = await bind(nonce)
    expect(free).toMatchObject({ code: 0, json: { binding: expect.stringMatching(/^0x[0-9a-f]{64}$/) } })
    await claim({ nonce })
    const used = await bind(nonce)
    expect(used).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/has used the nonce 0xa+ before/) })
    await expect(claim({ nonce })).rejects.toThrow()
    expect(await bind(nonce, 99)).toMatchObject({ code: 3, stderr: expect.stringMatching(/no release 99/) })
  })

  test('N5 a quote that was made for something else is refused, and the verdict is shown', async () => {
    const id = await claim({ nonce: word('b') })
    const said = await verify(id)
    expect(said.code).toBe(1)
    expect(said.json).toMatchObject({
      verdict: 'refused',
      quote: { kind: 'TDX', status: 'UpToDate' },
      enclave: { id, releaseId, listed: true },
    })
    // A sample of somebody else's machine cannot bind our chain; its collateral ended before this chain began.
    expect(said.json['objections']).toMatchObject([{ code: 'wrong_binding' }, { code: 'outlasts_collateral' }])
  })

  test('N5 another quote than was claimed is told apart before it is looked at', async () => {
    const id = await claim({ nonce: word('c'), quoteDigest: word('1') })
    expect(await verify(id)).toMatchObject({
      code: 1,
      json: { verdict: 'refused', quote: null, objections: [{ code: 'other_quote' }] },
    })
  })

  test('T3 a measurement that a vote took off the list counts no more', async () => {
    const id = await claim({ nonce: word('d') })
    expect(await dao.client.readContract({ ...enclaves(), functionName: 'isLive', args: [id] })).toBe(true)
    await decide('removeMeasurement', verified.measurement)
    await dao.settle()
    const said = await verify(id)
    expect(said.json['objections']).toContainEqual(expect.objectContaining({ code: 'unknown_measurement' }))
    expect(await dao.client.readContract({ ...enclaves(), functionName: 'isLive', args: [id] })).toBe(false)
    await decide('allowMeasurement', verified.measurement)
    await dao.settle()
  })

  test('N6 an expired claim is not live on chain, and T4 shows as expired', async () => {
    const id = await claim({ nonce: word('e'), seconds: 60 })
    await dao.client.increaseTime({ seconds: 120 })
    await dao.settle()
    expect(await dao.client.readContract({ ...enclaves(), functionName: 'isLive', args: [id] })).toBe(false)
    const said = await verify(id, 'now')
    expect(said.json).toMatchObject({ verdict: 'expired' })
    expect(said.code).toBe(1)
  })

  test('an enclave that nobody claimed is said to be missing', async () => {
    expect(await verify(999)).toMatchObject({ code: 1, stderr: expect.stringMatching(/no enclave 999/) })
  })
})

test('T5 the test takes away a library that is really there', () => {
  expect(existsSync('node_modules/@phala/dcap-qvl/package.json')).toBe(true)
})
