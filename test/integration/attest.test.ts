import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeFunctionData, type Hex, hexToBytes, sha256 } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people, stewardAt } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { startCustody, type TestCustody } from '#test/support/custody'
import { createPlatform, type PlatformOptions } from '#test/support/platform'
import { enclavesAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { parseAttestArguments } from '~/cli/attest/parse-arguments'
import { buildVerdictJson, decideVerdict, exitCodeOf, sayVerdict } from '~/cli/attest/say-verdict'
import { verifyAttestation } from '~/cli/attest/verify-attestation'
import { runAttest } from '~/cli/attest-command'
import { buildEnclaveBinding } from '~/domain/enclave-binding'
import { createQuoteVerifier } from '~/enclave/verify-quote'

// The command trusts Intel's root and no other: what would pass is tested below it, to the root of our own platform.
const platform = createPlatform()
const verifyToOwnRoot = createQuoteVerifier(platform.rootCertificate)
const folder = mkdtempSync(join(tmpdir(), 'ostrakon-attest-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** A quote and its collateral, as options of the command too. */
const attest = (name: string, options: PlatformOptions) => {
  const { quote, collateral } = platform.attest(options)
  const paths = { quote: write(`${name}.quote`, quote), collateral: write(`${name}.json`, collateral) }
  return { quote, collateral, files: ['--quote', paths.quote, '--collateral', paths.collateral] }
}

const verify = async (...args: string[]) => {
  const findings = await verifyAttestation(parseAttestArguments(['verify', ...args]), verifyToOwnRoot)
  const code = exitCodeOf(decideVerdict(findings))
  return { code, stdout: sayVerdict(findings), json: buildVerdictJson(findings) }
}

const word = (digit: string): Hex => `0x${digit.repeat(64)}`
// Later than all that the tests below will have issued.
const time = BigInt(Math.floor(Date.now() / 1000)) + 900n
const at = String(time)
const reportData = Buffer.alloc(64, 0xab)
const tdx = attest('tdx', { kind: 'TDX', reportData })
const { files } = tdx
const verified = await verifyToOwnRoot({ ...tdx, time })
const binding = verified.reportData.slice(0, 66)
const offline = [...files, '--bind', binding, '--expect-measurement', verified.measurement]

describe('attest verify without a chain', () => {
  test('T1 own platform’s TDX and SGX quotes with the binding and the measurement are verified', async () => {
    const said = await verify(...offline, '--at', at)
    expect(said).toMatchObject({ code: 0, stdout: expect.stringMatching(/verdict {3}verified$/) })
    expect(said.json).toMatchObject({
      verdict: 'verified',
      objections: [],
      quote: { kind: 'TDX', status: 'UpToDate', measurement: verified.measurement },
    })
    const sgx = attest('sgx', { kind: 'SGX', reportData, measurement: Buffer.alloc(32, 8) })
    const expected = ['--bind', binding, '--expect-measurement', `0x${'08'.repeat(32)}`]
    expect(await verify(...sgx.files, ...expected, '--at', at)).toMatchObject({
      code: 0,
      json: { verdict: 'verified' },
    })
  })

  test('T2 the command takes no root but Intel’s, however right all else is', async () => {
    const said = await runCli(['attest', 'verify', ...offline, '--at', at])
    const refused = /does not lead to Intel's root[\s\S]*verdict {3}refused\n$/
    expect(said).toMatchObject({ code: 1, stderr: '', stdout: expect.stringMatching(refused) })
    expect(said.stdout).not.toMatch(/verdict {3}verified/)
    const sgx = attest('foreign', { kind: 'SGX', reportData })
    const expected = ['--bind', binding, '--expect-measurement', verified.measurement, '--at', at]
    const findings = await verifyAttestation(parseAttestArguments(['verify', ...sgx.files, ...expected]))
    expect(buildVerdictJson(findings)).toMatchObject({
      verdict: 'refused',
      quote: null,
      objections: [{ code: 'attest_bad_collateral', text: expect.stringMatching(/does not lead to Intel's root/) }],
    })
  })

  test('T3 each objection has its own words and exit code', async () => {
    const other = word('1')
    const run = (...args: string[]) => verify(...args, '--at', at)
    const bound = ['--bind', binding]
    const expected = ['--expect-measurement', verified.measurement]
    expect(await run(...files, '--bind', other, ...expected)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/- Another binding[\s\S]*verdict {3}refused/),
    })
    expect(await run(...files, ...bound, '--expect-measurement', other)).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/- Unknown measurement[\s\S]*verdict {3}not allowed/),
    })
    for (const status of ['ConfigurationAndSWHardeningNeeded', 'SWHardeningNeeded', 'OutOfDate']) {
      const old = attest(status, { kind: 'TDX', reportData, status })
      expect(await run(...old.files, ...bound, ...expected)).toMatchObject({
        code: 2,
        stdout: expect.stringMatching(new RegExp(`status is ${status}; only UpToDate[\\s\\S]*not allowed`)),
      })
      expect(await run(...old.files, ...bound, ...expected, '--accept-status', status)).toMatchObject({ code: 0 })
    }
    for (const [name, options] of [
      ['debugged', { debug: true }],
      ['revoked', { revoke: 'platform' }],
      ['revoked-level', { status: 'Revoked' }],
    ] as const) {
      const given = attest(name, { kind: 'TDX', reportData, ...options })
      const accepted = ['--accept-status', 'Revoked']
      expect(await run(...given.files, ...bound, ...expected, ...accepted)).toMatchObject({
        code: 1,
        json: { verdict: 'refused', quote: null },
      })
    }
  })

  test('T4 past its collateral it shows as expired', async () => {
    const said = await verify(...offline, '--at', String(verified.collateral.to + 1))
    expect(said).toMatchObject({ code: 1, stdout: expect.stringMatching(/Expired: [\s\S]*verdict {3}expired/) })
  })

  test('T5 without the library it is not verified, exit 3, whatever else is right', async () => {
    const env = {
      NODE_OPTIONS: `--import ${fileURLToPath(new URL('../support/refuse-verifier.mjs', import.meta.url))}`,
    }
    const run = (...args: string[]) => runCli(['attest', 'verify', ...offline, '--at', at, ...args], { env })
    const said = await run()
    expect(said.code).toBe(3)
    expect(said.stdout).toMatch(/Not verified: the package @phala\/dcap-qvl is not installed/)
    expect(said.stdout).toMatch(/verdict {3}not verified\n$/)
    expect(said.stdout).not.toMatch(/\bok\b|verdict {3}verified/i)
    const json = await run('--json')
    expect(json.code).toBe(3)
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'not verified', quote: null })
  })

  test('T6 a token of NVIDIA that cannot be read refuses all', async () => {
    const token = write('token.json', '[["JWT","a.b.c"],{}]')
    const keys = write('keys.json', '{"keys":[{"kty":"EC","kid":"one"}]}')
    const said = await verify(...offline, '--at', at, '--nvidia-token', token, '--nvidia-keys', keys)
    expect(said).toMatchObject({ code: 1, stdout: expect.stringMatching(/no JSON Web Token[\s\S]*verdict {3}refused/) })
    expect(said.json.objections).toMatchObject([{ code: 'nvidia_bad_token' }])
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
    [
      'a token without keys',
      ['verify', ...offline, '--at', at, '--nvidia-token', '/nowhere'],
      /cannot be read|missing/,
    ],
    [
      'an option of the other',
      ['verify', ...files, '--at', at, '--release', '1'],
      /--release is no option of attest verify/,
    ],
    ['a root of one’s own', ['verify', ...offline, '--at', at, '--root', 'mine'], /Unknown option '--root'/],
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

  /** A quote by our platform for the binding that the contract asks of this nonce. */
  const attestFor = async (nonce: Hex) => {
    const { root } = await dao.client.readContract({ ...dao.registry, functionName: 'release', args: [releaseId] })
    const args = [operator.address, root, serviceKey, nonce] as const
    const bound = await dao.client.readContract({ ...enclaves(), functionName: 'bindingOf', args })
    const data = Buffer.concat([hexToBytes(bound), Buffer.alloc(32, 1)])
    return attest(`for-${nonce.slice(2, 6)}`, { kind: 'TDX', reportData: data })
  }

  type Claimed = { nonce: Hex; seconds?: number; quote?: Uint8Array; collateral?: Uint8Array }
  const claim = async ({ nonce, seconds = 3600, quote = tdx.quote, collateral = tdx.collateral }: Claimed) => {
    const { timestamp } = await dao.client.getBlock()
    const { root } = await dao.client.readContract({ ...dao.registry, functionName: 'release', args: [releaseId] })
    const input = {
      ...{ releaseId, root, quote: sha256(quote), collateral: sha256(collateral), measurement: verified.measurement },
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
  const forEnclave = (id: number, given = files) => [...given, '--at', at, '--enclave', String(id)]
  const verifyOnChain = (id: number, given = files) =>
    verify(...forEnclave(id, given), '--rpc', dao.chain.url, '--deployment', dao.chain.deploymentFile)
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

  test('N5 a quote with the claim’s binding is verified, under our root alone', async () => {
    const nonce = word('2')
    const made = await attestFor(nonce)
    const id = await claim({ nonce, ...made })
    expect(await verifyOnChain(id, made.files)).toMatchObject({
      code: 0,
      json: { verdict: 'verified', objections: [], enclave: { id, releaseId, listed: true } },
    })
    const said = await run('verify', ...forEnclave(id, made.files))
    expect(said).toMatchObject({ code: 1, json: { verdict: 'refused', quote: null, enclave: { id, listed: true } } })
    expect(said.json['objections']).toMatchObject([{ code: 'attest_bad_collateral' }])
  })

  test('N5 a quote that was made for something else is refused, and the verdict is shown', async () => {
    const id = await claim({ nonce: word('b') })
    expect(await verifyOnChain(id)).toMatchObject({
      code: 1,
      json: {
        verdict: 'refused',
        objections: [{ code: 'wrong_binding' }],
        quote: { kind: 'TDX', status: 'UpToDate' },
        enclave: { id, releaseId, listed: true },
      },
    })
  })

  test('N5 another quote than was claimed is told apart before it is looked at', async () => {
    const id = await claim({ nonce: word('c'), quote: Buffer.from('another') })
    expect(await run('verify', ...forEnclave(id))).toMatchObject({
      code: 1,
      json: { verdict: 'refused', quote: null, objections: [{ code: 'other_quote' }] },
    })
  })

  test('T3 a measurement that a vote took off the list counts no more', async () => {
    const nonce = word('d')
    const made = await attestFor(nonce)
    const id = await claim({ nonce, ...made })
    expect(await dao.client.readContract({ ...enclaves(), functionName: 'isLive', args: [id] })).toBe(true)
    await decide('removeMeasurement', verified.measurement)
    await dao.settle()
    expect(await verifyOnChain(id, made.files)).toMatchObject({
      code: 2,
      json: { verdict: 'not allowed', objections: [{ code: 'unknown_measurement' }] },
    })
    expect(await dao.client.readContract({ ...enclaves(), functionName: 'isLive', args: [id] })).toBe(false)
    await decide('allowMeasurement', verified.measurement)
    await dao.settle()
  })

  test('N6 an expired claim is not live on chain, and T4 shows as expired', async () => {
    const nonce = word('e')
    const made = await attestFor(nonce)
    const id = await claim({ nonce, seconds: 60, ...made })
    await dao.client.increaseTime({ seconds: 120 })
    await dao.settle()
    expect(await dao.client.readContract({ ...enclaves(), functionName: 'isLive', args: [id] })).toBe(false)
    const { timestamp } = await dao.client.getBlock()
    const given = [...made.files, '--at', String(timestamp), '--enclave', String(id)]
    const place = ['--rpc', dao.chain.url, '--deployment', dao.chain.deploymentFile]
    expect(await verify(...given, ...place)).toMatchObject({
      code: 1,
      json: { verdict: 'expired', objections: [{ code: 'expired' }] },
    })
  })

  test('an enclave that nobody claimed is said to be missing', async () => {
    expect(await run('verify', ...forEnclave(999))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no enclave 999/),
    })
  })
})

test('T5 the test takes away a library that is really there', () => {
  expect(existsSync('node_modules/@phala/dcap-qvl/package.json')).toBe(true)
})
