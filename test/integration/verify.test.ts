import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { encodeFunctionData, type Hex, type LocalAccount } from 'viem'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { decideByVote } from '#test/support/decide-by-vote'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { entries } from '~/cli/up/data-folder'
import { findFreePort } from '~/cli/up/ports'
import { EVALUATION_KINDS } from '~/domain/gates'
import { describeFolder } from '~/manifest/describe-folder'

// The weights that the demo governs: a real model's files, as their package has them.
const weights = join(dirname(createRequire(import.meta.url).resolve('@ricky0123/vad-web/package.json')), 'dist')
const names = ['silero_vad_legacy.onnx', 'silero_vad_v5.onnx'] as const
const LYING_LICENCE = 'MIT\u001b[2J\u202e'
const LYING_URI = 'https://example.org/\u001b]8;;x\u0007weights'

let chain: TestChain
let folder: string
let original: string
let registered: { root: Hex; manifest: Hex }

beforeAll(async () => {
  chain = await startChain()
  folder = await mkdtemp(join(tmpdir(), 'ostrakon-verify-'))
  original = join(folder, 'original')
  for (const name of names) await cp(join(weights, name), join(original, name))
  registered = await register()
})
afterAll(async () => {
  await chain.stop()
  await rm(folder, { recursive: true, force: true })
})

const registry = () => ({ address: addressOf(chain.deployment, 'ModelRegistry'), abi: modelRegistryAbi }) as const

const send = async (account: LocalAccount, data: Hex) => {
  const hash = await chain.client.sendTransaction({ account, chain: null, to: registry().address, data })
  const { status } = await chain.client.waitForTransactionReceipt({ hash })
  expect(status).toBe('success')
}

const register = async (modelId = 1, counts: { files?: number } = {}) => {
  const { root, manifest, files, bytes: size } = await describeFolder(original)
  await send(stewardAt(0), encodeFunctionData({ ...registry(), functionName: 'registerModel', args: ['Silero VAD'] }))
  const input = {
    ...{ modelId, version: 'v5', parents: [], root, manifest, card: manifest, licence: LYING_LICENCE },
    ...{ files, size, gpuSeconds: 0n, flop: 0n, uri: LYING_URI, ...counts },
  }
  await send(stewardAt(0), encodeFunctionData({ ...registry(), functionName: 'registerRelease', args: [input] }))
  return { root, manifest }
}

const copy = async (name: string) => {
  const target = join(folder, name)
  await cp(original, target, { recursive: true })
  return target
}

const verify = (directory: string, ...args: string[]) =>
  runCli(['verify', directory, '--release', '1', '--rpc', chain.url, '--deployment', chain.deploymentFile, ...args])

const decide = (functionName: 'advanceToRedTeam' | 'advanceToGated' | 'advanceToOpen' | 'revoke') =>
  decideByVote(chain, `# ${functionName}`, [
    { target: registry().address, data: encodeFunctionData({ ...registry(), functionName, args: [1] }) },
  ])

const attest = async (root: Hex) => {
  const appoint = encodeFunctionData({
    ...registry(),
    functionName: 'appointEvaluator',
    args: [stewardAt(1).address],
  })
  await decideByVote(chain, '# Appoint an evaluator', [{ target: registry().address, data: appoint }])
  const input = { releaseId: 1, root, kind: EVALUATION_KINDS.indexOf('licence'), verdict: 1, report: root }
  const args = [{ ...input, expirationTime: 0, uri: '' }] as const
  await send(stewardAt(1), encodeFunctionData({ ...registry(), functionName: 'attest', args }))
}

const COUNCIL_SAYS = 'found a backdoor\u001b[31m'

test('G1 G2 G4 G5 real weights are verified through every stage, and only a vote makes them allowed', async () => {
  const { root, manifest } = registered
  const before = await verify(original, '--json')
  expect(before.code).toBe(2)
  expect(JSON.parse(before.stdout)).toMatchObject({
    exit: 2,
    mismatch: null,
    release: { root, manifest, licence: LYING_LICENCE, files: 2, modelName: 'Silero VAD' },
    standing: { stage: 'registered', moves: [], recall: null },
    permission: { allowed: false, because: 'not-open' },
  })

  const toRedTeam = await decide('advanceToRedTeam')
  await attest(root)
  const toGated = await decide('advanceToGated')
  expect((await verify(original)).code).toBe(2)
  const toOpen = await decide('advanceToOpen')
  const open = await verify(original, '--json')
  expect(open.code).toBe(0)
  expect(JSON.parse(open.stdout)).toMatchObject({
    standing: {
      stage: 'open',
      moves: [
        { stage: 'red-team', proposal: String(toRedTeam) },
        { stage: 'gated', proposal: String(toGated) },
        { stage: 'open', proposal: String(toOpen) },
      ],
      attestations: [{ kind: 'licence', verdict: 'pass', attester: stewardAt(1).address, party: 2, report: root }],
    },
  })

  const recall = encodeFunctionData({ ...registry(), functionName: 'recall', args: [1, COUNCIL_SAYS] })
  await send(people.council, recall)
  const recalled = await verify(original)
  expect(recalled.code).toBe(2)
  expect(recalled.stdout).toContain('RECALLED')
  expect(recalled.stdout).toContain('found a backdoor\\u{1b}[31m')

  await decide('revoke')
  const revoked = await verify(original, '--json')
  expect([revoked.code, JSON.parse(revoked.stdout).permission]).toEqual([2, { allowed: false, because: 'revoked' }])
})

test('G1 says when the registration counts other files than there are', async () => {
  await register(2, { files: 7 })
  const settings = ['--rpc', chain.url, '--deployment', chain.deploymentFile]
  const said = await runCli(['verify', original, '--release', '2', ...settings])
  expect(said.stdout).toContain('WARNING      the registration says 7 files of')
  expect((await verify(original)).stdout).not.toContain('WARNING')
})

test('what strangers wrote on chain reaches no terminal as an escape', async () => {
  const said = await verify(original)
  const json = await verify(original, '--json')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(`${said.stdout}${json.stdout}`.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
  expect(said.stdout).toContain('MIT\\u{1b}[2J\\u{202e}')
  expect(said.stdout).toContain("a stranger's word")
})

test('G2 a flipped byte, a missing, an added and a renamed file and swapped bytes are each named', async () => {
  const list = join(folder, 'list.json')
  await writeFile(list, (await runCli(['manifest', original, '--json'])).stdout)
  const [first, second] = names

  const flipped = await copy('flipped')
  const bytes = await readFile(join(flipped, first))
  bytes[1000] = (bytes[1000] ?? 0) ^ 1
  await writeFile(join(flipped, first), bytes)
  const missing = await copy('missing')
  await rm(join(missing, second))
  const added = await copy('added')
  await writeFile(join(added, 'extra.bin'), 'x')
  const renamed = await copy('renamed')
  await rename(join(renamed, first), join(renamed, 'other.onnx'))
  const swapped = await copy('swapped')
  await rename(join(swapped, first), join(swapped, 'kept'))
  await rename(join(swapped, second), join(swapped, first))
  await rename(join(swapped, 'kept'), join(swapped, second))

  const expected: [string, object[]][] = [
    [flipped, [{ kind: 'changed', name: first }]],
    [missing, [{ kind: 'missing', name: second }]],
    [added, [{ kind: 'added', name: 'extra.bin' }]],
    [renamed, [{ kind: 'renamed', name: 'other.onnx', from: first }]],
    [
      swapped,
      [
        { kind: 'changed', name: first, holds: second },
        { kind: 'changed', name: second, holds: first },
      ],
    ],
  ]
  for (const [directory, differences] of expected) {
    const said = await verify(directory, '--manifest', list, '--json')
    expect([said.code, JSON.parse(said.stdout).mismatch.differences]).toEqual([1, differences])
    const blind = await verify(directory)
    expect(blind.code).toBe(1)
    expect(blind.stdout).toContain(directory === renamed ? 'a name differs' : 'The chain holds digests alone')
  }
})

test('G6 neither a list, a portal nor an address decides: only the digests on chain do', async () => {
  const [first, second] = names
  const changed = await copy('lied-about')
  await writeFile(join(changed, first), 'other weights')
  const lie = await runCli(['manifest', changed, '--json'])
  const list = join(folder, 'lie.json')
  await writeFile(list, lie.stdout)
  const byList = await verify(changed, '--manifest', list)
  expect(byList).toMatchObject({ code: 1, stderr: expect.stringContaining("is not the release's") })
  const trueFiles = await verify(original, '--manifest', list)
  expect(trueFiles).toMatchObject({ code: 1, stderr: expect.stringContaining("is not the release's") })

  const canonical = (resources: unknown) => JSON.stringify({ data: { canonical: JSON.stringify({ resources }) } })
  const asked: (string | undefined)[] = []
  const portal = createServer(({ url }, answer) => {
    asked.push(url)
    // It blames the wrong file.
    const resources: { name: string; digest: string }[] = JSON.parse(lie.stdout).resources
    answer.end(canonical(resources.map((one) => (one.name === second ? { ...one, digest: '00'.repeat(32) } : one))))
  })
  await new Promise<void>((done) => portal.listen(0, '127.0.0.1', done))
  onTestFinished(() => void portal.close())
  const { port } = portal.address() as AddressInfo
  const byPortal = await verify(changed, '--url', `http://127.0.0.1:${port}`)
  expect(asked).toEqual(['/api/v1/releases/1/manifest'])
  expect(byPortal).toMatchObject({ code: 1, stdout: expect.stringContaining('The chain holds digests alone') })
  expect(byPortal.stdout).not.toContain(second)
})

test('names the files by a list beside the folder or at the portal once its digests are those on chain', async () => {
  const [first, second] = names
  const place = await mkdtemp(join(folder, 'place-'))
  await cp(original, join(place, 'files'), { recursive: true })
  await rm(join(place, 'files', second))
  const { stdout } = await runCli(['manifest', original, '--json'])
  const portal = createServer((_, answer) => answer.end(JSON.stringify({ data: { canonical: stdout } })))
  await new Promise<void>((done) => portal.listen(0, '127.0.0.1', done))
  onTestFinished(() => void portal.close())
  const { port } = portal.address() as AddressInfo
  const named = { code: 1, stdout: expect.stringContaining(`missing   "${second}"`) }
  expect(await verify(join(place, 'files'), '--url', `http://127.0.0.1:${port}`)).toMatchObject(named)
  await writeFile(join(place, 'manifest.json'), stdout)
  expect(await verify(join(place, 'files'))).toMatchObject(named)
  expect((await verify(join(place, 'files'))).stdout).not.toContain(first)
})

test('asks the running demo when nobody names a chain, and never half of a chain', async () => {
  const DATA_DIR = await mkdtemp(join(folder, 'data-'))
  const running = { RPC_URL: chain.url, DATABASE_URL: '', DEPLOYMENT: chain.deploymentFile, url: chain.url }
  await writeFile(join(DATA_DIR, entries.running), JSON.stringify(running))
  const said = await runCli(['verify', original, '--release', '1', '--json'], { env: { DATA_DIR } })
  expect(JSON.parse(said.stdout)).toMatchObject({ mismatch: null, release: { id: 1 } })
  const half = await runCli(['verify', original, '--release', '1', '--rpc', chain.url], { env: { DATA_DIR } })
  expect(half).toMatchObject({ code: 3, stderr: expect.stringContaining('--deployment (or DEPLOYMENT) is missing') })
})

test('says 3 where nothing could be checked: no such release, other code, another chain, no node', async () => {
  const deployment = JSON.parse(await readFile(chain.deploymentFile, 'utf8'))
  const write = async (name: string, content: unknown) => {
    await writeFile(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }
  const { ModelRegistry, Custody } = deployment.contracts
  const foreign = { ...deployment.contracts, ModelRegistry: { ...ModelRegistry, address: Custody.address } }
  const otherCode = await write('other-code.json', { ...deployment, contracts: foreign })
  const otherChain = await write('other-chain.json', { ...deployment, chainId: 1 })
  const ask = (id: string, rpc: string, file: string) =>
    runCli(['verify', original, '--release', id, '--rpc', rpc, '--deployment', file])
  const said = await Promise.all([
    ask('9', chain.url, chain.deploymentFile),
    ask('1', chain.url, otherCode),
    ask('1', chain.url, otherChain),
    ask('1', `http://127.0.0.1:${await findFreePort()}`, chain.deploymentFile),
    ask('one', chain.url, chain.deploymentFile),
    runCli(['verify', original, '--release', '1']),
  ])
  expect(said.map(({ code, stdout }) => [code, stdout])).toEqual(said.map(() => [3, '']))
  expect(said.map(({ stderr }) => stderr)).toEqual([
    expect.stringContaining('has no release 9'),
    expect.stringContaining('do not trust it'),
    expect.stringContaining('is of chain 31337'),
    expect.stringContaining('cannot be read'),
    expect.stringContaining('is no id'),
    expect.stringContaining('No chain to ask'),
  ])
})
