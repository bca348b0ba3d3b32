import { once } from 'node:events'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { bytesToHex, encodeFunctionData, type Hex, hexToBytes, sha256, stringToBytes } from 'viem'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { people } from '#test/support/chain'
import { type Said, startCustody, type TestCustody } from '#test/support/custody'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { createFolder, digestTree } from '#test/support/sealed-tree'
import { waitUntil } from '#test/support/wait-until'
import { closeBox } from '~/custody/boxes'
import { createIdentity, recipientOf, splitIdentity } from '~/custody/key-split'
import { SHARD_SIZE } from '~/domain/manifest'

let dao: TestCustody
/** Sealed three of five, acknowledged by all, and gated; most tests take a grant of their own to it. */
let gated: Sealed
beforeAll(async () => {
  dao = await startCustody()
  for (const { keyFile, identityFile } of dao.holders) {
    const said = await dao.run(['recipient', '--identity', identityFile, '--key-file', keyFile])
    expect(said).toMatchObject({ failure: null, json: { sent: true, made: false } })
  }
  await dao.settle()
  gated = await gate()
})
afterAll(() => dao.stop())

const keys = (index: number) => {
  const { keyFile, identityFile } = dao.holders[index] ?? {}
  return ['--key-file', keyFile ?? '', '--identity', identityFile ?? '']
}

const threeOfFive = ['--threshold', '3', '--seats', '1,2,3,4,5']

/** A release of real files, sealed three of five by its maintainer. */
const seal = async (options: Parameters<TestCustody['registerRelease']>[0] = {}) => {
  const { plain, releaseId } = await dao.registerRelease(options)
  await dao.settle()
  const out = join(mkdtempSync(join(dao.folder, 'out-')), 'sealed')
  const args = ['seal', plain, '--release', String(releaseId), ...threeOfFive, '--out', out]
  const said = await dao.run([...args, '--key-file', dao.holders[0]?.keyFile ?? ''])
  expect(said).toMatchObject({ failure: null, json: { sent: true } })
  const sealId = await dao.client.readContract({ ...dao.custody, functionName: 'sealOf', args: [releaseId] })
  await dao.settle()
  return { plain, releaseId, sealId, out, boxes: join(out, 'boxes.json'), ciphertext: join(out, 'ciphertext') }
}

type Sealed = Awaited<ReturnType<typeof seal>>

const gate = async (options: Parameters<TestCustody['registerRelease']>[0] = {}) => {
  const sealed = await seal(options)
  for (const index of [0, 1, 2, 3, 4]) {
    const said = await dao.run(['ack', String(sealed.sealId), '--boxes', sealed.boxes, ...keys(index)])
    expect(said).toMatchObject({ failure: null, json: { share: index, sent: true } })
  }
  await dao.advance('advanceToRedTeam', sealed.releaseId)
  await dao.advance('advanceToGated', sealed.releaseId)
  return sealed
}

const grant = async (sealed: Sealed = gated, seconds?: number) => {
  const grantId = await dao.grant(sealed.sealId, seconds)
  await dao.settle()
  return { ...sealed, grantId }
}

type Granted = Awaited<ReturnType<typeof grant>>

const release = ({ grantId, boxes }: Granted, index: number, place = {}) =>
  dao.run(['grant', String(grantId), '--boxes', boxes, ...keys(index)], place)

const releaseMany = async (granted: Granted, indexes: readonly number[]) => {
  for (const index of indexes)
    expect(await release(granted, index)).toMatchObject({ failure: null, json: { sent: true } })
}

const unseal = async ({ ciphertext, grantId }: Pick<Granted, 'ciphertext' | 'grantId'>, place = {}) => {
  const out = join(createFolder(), 'opened')
  const args = ['unseal', ciphertext, '--grant', String(grantId), '--identity', dao.grantee.identityFile, '--out', out]
  const said = await dao.run(args, place)
  return { ...said, args, out, left: readdirSync(join(out, '..')) }
}

/** What a steward can do without the tool: any box in any place. */
const releaseByHand = async (grantId: number, index: number, box: Hex) => {
  const data = encodeFunctionData({ ...dao.custody, functionName: 'releaseShare', args: [grantId, index, box] })
  await dao.send(dao.holders[index]?.account ?? people.council, dao.custody.address, data)
}

/** The share that a steward's box of a seal holds. */
const readShare = async ({ boxes }: Granted, index: number) => {
  const { openBox } = await import('~/custody/boxes')
  const parsed = JSON.parse(readFileSync(boxes, 'utf8')) as { boxes: { box: string }[] }
  const box = Buffer.from(parsed.boxes[index]?.box ?? '', 'base64')
  return (await openBox(box, dao.holders[index]?.identity ?? '')) ?? new Uint8Array()
}

const boxFor = async (share: Uint8Array) => bytesToHex(await closeBox(share, recipientOf(dao.grantee.identity)))

describe('from seal to unseal', () => {
  test('C7 three stewards give their shares out, and events, ciphertext and the grantee’s key are all it takes', async () => {
    const granted = await grant()
    await releaseMany(granted, [4, 0, 2])
    const asked = new Set<string>()
    const proxy = await startRpcProxy(dao.chain.url)
    onTestFinished(proxy.stop)
    proxy.hooks.answer = (call, forward) => {
      asked.add(call.method)
      return forward(call)
    }
    const elsewhere = join(createFolder(), 'copied')
    cpSync(granted.ciphertext, elsewhere, { recursive: true })
    const said = await unseal({ ...granted, ciphertext: elsewhere }, { rpc: proxy.url })
    expect(said).toMatchObject({ failure: null, json: { shares: [4, 0, 2], wrong: [] } })
    expect([...asked].sort()).toEqual(['eth_blockNumber', 'eth_chainId', 'eth_getLogs'])
    expect(digestTree(said.out)).toEqual(digestTree(granted.plain))
  })

  test('C3 two of them are too few, and nothing is left behind', async () => {
    const granted = await grant()
    await releaseMany(granted, [1, 3])
    const said = await unseal(granted)
    expect(said).toMatchObject({ failure: expect.any(String), left: [] })
    expect(said.stderr).toContain('2 usable shares, 3 are needed')
  })

  test('a release that was registered in shards is sealed and opened too', async () => {
    const granted = await grant(await gate({ tree: { 'a/weights': 100_000, config: 10 }, shardSize: SHARD_SIZE }))
    await releaseMany(granted, [0, 1, 2])
    const said = await unseal(granted)
    expect(said).toMatchObject({ failure: null })
    expect(digestTree(said.out)).toEqual(digestTree(granted.plain))
  })

  test('without a key each step is a transaction for any wallet', async () => {
    const granted = await grant()
    const { account, identityFile } = dao.holders[1] ?? {}
    const args = ['grant', String(granted.grantId), '--boxes', granted.boxes, '--identity', identityFile ?? '']
    const { failure, json } = await dao.run(args)
    expect(failure).toBeNull()
    expect(json).toMatchObject({ sent: false, chainId: 31_337, to: dao.custody.address, value: '0x0' })
    expect(json['from']).toBe(account?.address)
    await dao.send(account ?? people.council, json['to'] as Hex, json['data'] as Hex)
    const { released } = await dao.client.readContract({
      ...{ ...dao.custody, functionName: 'grantInfo', args: [granted.grantId] },
    })
    expect(released).toBe(0b10)
  })

  test('at Open the shares are for everyone', async () => {
    const granted = await grant(await gate())
    const publish = (index: number) =>
      dao.run(['grant', '--seal', String(granted.sealId), '--boxes', granted.boxes, ...keys(index)])
    expect(await publish(0)).toMatchObject({
      failure: expect.any(String),
      stderr: expect.stringContaining('is not open'),
    })
    await dao.advance('advanceToOpen', granted.releaseId)
    expect(await publish(0)).toMatchObject({
      failure: expect.any(String),
      stderr: expect.stringContaining('not final yet'),
    })
    await dao.settle()
    for (const index of [0, 1, 2]) expect(await publish(index)).toMatchObject({ failure: null })
    expect(await publish(0)).toMatchObject({
      failure: expect.any(String),
      stderr: expect.stringContaining('published before'),
    })
    const out = join(createFolder(), 'opened')
    const recall = encodeFunctionData({ ...dao.registry, functionName: 'recall', args: [granted.releaseId, 'A leak.'] })
    await dao.send(people.council, dao.registry.address, recall)
    const { identityFile } = dao.holders[3] ?? {}
    const unsigned = ['grant', '--seal', String(granted.sealId), '--boxes', granted.boxes, '--identity']
    // Without a key too: whoever signed it would show the share to all, although the contract refuses it.
    expect(await dao.run([...unsigned, identityFile ?? ''])).toMatchObject({ failure: 'refused', stdout: '' })
    const said = await dao.run(['unseal', granted.ciphertext, '--seal', String(granted.sealId), '--out', out])
    expect(said).toMatchObject({ failure: null, json: { shares: [0, 1, 2] } })
    expect(digestTree(out)).toEqual(digestTree(granted.plain))
  })
})

describe('C4 shares that do not fit', () => {
  const spoil: [string, (granted: Granted) => Promise<Hex>, string][] = [
    [
      'altered',
      async (granted) => boxFor((await readShare(granted, 0)).map((byte, at) => (at === 3 ? byte ^ 1 : byte))),
      'no share of this key',
    ],
    ['swapped', async (granted) => boxFor(await readShare(granted, 1)), 'share 1 under another number'],
    [
      'foreign',
      async () => {
        const [share] = splitIdentity(createIdentity(), { threshold: 3, shares: 5 }).shares
        return boxFor(share?.scalar ?? new Uint8Array())
      },
      'no share of this key',
    ],
    [
      'to another key',
      async (granted) => bytesToHex(await closeBox(await readShare(granted, 0), recipientOf(createIdentity()))),
      'does not open to this identity',
    ],
    ['of another length', async () => boxFor(new Uint8Array(31)), 'holds 31 bytes'],
    ['no age file', async () => '0x1234', 'does not open to this identity'],
  ]

  test.each(spoil)('C4 are named and exit 1: %s', async (_what, build, problem) => {
    const granted = await grant()
    await releaseByHand(granted.grantId, 0, await build(granted))
    await releaseMany(granted, [1, 2])
    const said = await unseal(granted)
    expect(said).toMatchObject({ failure: expect.any(String), left: [] })
    expect(said.stderr).toContain(`WRONG share 0 of ${dao.holders[0]?.account.address}`)
    expect(said.stderr).toContain(problem)
  })

  test('C4 exit 1, in a process of its own', async () => {
    const granted = await grant()
    await releaseByHand(granted.grantId, 0, '0x1234')
    await releaseMany(granted, [1, 2])
    const { args } = await unseal(granted)
    const said = await dao.runProcess(args)
    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('WRONG share 0') })
  })

  test('C4 a duplicate does not count twice, and a wrong one stops nothing where enough others are left', async () => {
    const granted = await grant()
    await releaseByHand(granted.grantId, 0, await boxFor(await readShare(granted, 1)))
    await releaseMany(granted, [1, 2])
    expect(await unseal(granted)).toMatchObject({
      failure: expect.any(String),
      stderr: expect.stringContaining('2 usable shares'),
    })
    await release(granted, 3)
    const said = await unseal(granted)
    expect(said).toMatchObject({ failure: null, json: { shares: [1, 2, 3], wrong: [{ index: 0 }] } })
    expect(digestTree(said.out)).toEqual(digestTree(granted.plain))
  })
})

describe('C5 a lying dealer', () => {
  /** A seal by hand, whose boxes hold what the dealer likes. */
  const sealByHand = async (lie: 'shares' | 'commitments' | 'digest') => {
    const { releaseId } = await dao.registerRelease()
    const [real, other] = [createIdentity(), createIdentity()].map((identity) =>
      splitIdentity(identity, { threshold: 2, shares: 3 }),
    )
    if (!real || !other) throw new Error('nothing was split')
    const { buildBoxes } = await import('~/custody/boxes')
    const held = dao.holders.slice(0, 3).map(({ identity }, at) => ({ seat: at + 1, recipient: recipientOf(identity) }))
    const shares = (lie === 'shares' ? other : real).shares
    const text = JSON.stringify(await buildBoxes(releaseId, { shares, holders: held }))
    const boxes = join(createFolder(), 'boxes.json')
    writeFileSync(boxes, text)
    const input = {
      ...{ releaseId, ciphertextRoot: sha256('0x01'), ciphertextManifest: sha256('0x02'), recipient: real.recipient },
      ...{ threshold: 2, commitments: (lie === 'commitments' ? other : real).commitments, seats: [1, 2, 3] },
      boxesDigest: sha256(stringToBytes(lie === 'digest' ? `${text} ` : text)),
    }
    const data = encodeFunctionData({ ...dao.custody, functionName: 'seal', args: [input] })
    await dao.send(dao.holders[0]?.account ?? people.council, dao.custody.address, data)
    await dao.settle()
    return { boxes, sealId: await dao.client.readContract({ ...dao.custody, functionName: 'sealCount' }) }
  }

  test.each([
    ['shares', 'holds no share of the key'],
    ['commitments', 'are not of the key that its files use'],
    ['digest', 'is not the file of this seal'],
  ] as const)('C5 is caught at ack, and nothing is signed: %s', async (lie, problem) => {
    const { sealId, boxes } = await sealByHand(lie)
    const said = await dao.run(['ack', String(sealId), '--boxes', boxes, ...keys(1)])
    expect(said).toMatchObject({ failure: expect.any(String), stderr: expect.stringContaining(problem), stdout: '' })
    const { acknowledged } = await dao.client.readContract({ ...dao.custody, functionName: 'sealInfo', args: [sealId] })
    expect(acknowledged).toBe(0)
  })

  test('C5 nobody acknowledges what a reorganisation could still replace', async () => {
    const { plain, releaseId } = await dao.registerRelease()
    await dao.settle()
    const out = join(createFolder(), 'sealed')
    const args = ['seal', plain, '--release', String(releaseId), ...threeOfFive, '--out', out]
    expect(await dao.run([...args, '--key-file', dao.holders[0]?.keyFile ?? ''])).toMatchObject({ failure: null })
    const sealId = await dao.client.readContract({ ...dao.custody, functionName: 'sealCount' })
    const said = await dao.run(['ack', String(sealId), '--boxes', join(out, 'boxes.json'), ...keys(1)])
    expect(said).toMatchObject({ failure: expect.any(String), stderr: expect.stringContaining('needs to be final') })
  })
})

describe('C6 a grant is refused, and no share leaves', () => {
  let granted: Granted
  beforeAll(async () => {
    granted = await grant()
  })

  const expectRefused = async (said: Promise<Said>, problem: string) => {
    expect(await said).toMatchObject({
      failure: expect.any(String),
      stdout: '',
      stderr: expect.stringContaining(problem),
    })
  }

  test('C6 when there is none', async () => {
    await expectRefused(release({ ...granted, grantId: 999 }, 0), 'There is no grant 999')
    const args = ['grant', '999', '--boxes', granted.boxes, ...keys(0)]
    expect(await dao.runProcess(args)).toMatchObject({ code: 1, stdout: '' })
  })

  test('C6 on a wrong chain', async () => {
    const file = join(createFolder(), 'deployment.json')
    writeFileSync(file, JSON.stringify({ ...dao.deployment, chainId: 1 }))
    await expectRefused(release(granted, 0, { deployment: file }), 'The node is on chain 31337')
  })

  test.each(['Custody', 'ModelRegistry'] as const)('C6 when %s has another code', async (name) => {
    const file = join(createFolder(), 'deployment.json')
    const { contracts } = dao.deployment
    const changed = { ...contracts, [name]: { ...contracts[name], codeHash: `0x${'00'.repeat(32)}` } }
    writeFileSync(file, JSON.stringify({ ...dao.deployment, contracts: changed }))
    await expectRefused(release(granted, 0, { deployment: file }), `${name} at ${contracts[name].address} has the code`)
  })

  test('C6 when it is not final', async () => {
    const grantId = await dao.grant(granted.sealId)
    await expectRefused(release({ ...granted, grantId }, 0), 'not final yet')
  })

  test('C6 when it was revoked by vote, or stopped by the council a block ago', async () => {
    const [revoked, stopped] = [await dao.grant(granted.sealId), await dao.grant(granted.sealId)]
    await dao.settle()
    const revoke = encodeFunctionData({ ...dao.custody, functionName: 'revokeGrant', args: [revoked] })
    await dao.decide(dao.custody.address, revoke)
    const stop = encodeFunctionData({ ...dao.custody, functionName: 'stopGrant', args: [stopped] })
    await dao.send(people.council, dao.custody.address, stop)
    for (const grantId of [revoked, stopped]) {
      await expectRefused(release({ ...granted, grantId }, 0), 'was revoked or stopped')
    }
  })

  test('C6 when the release is recalled', async () => {
    const recalled = await grant(await gate())
    const args = [recalled.releaseId, 'A leak.'] as const
    const data = encodeFunctionData({ ...dao.registry, functionName: 'recall', args })
    await dao.send(people.council, dao.registry.address, data)
    await expectRefused(release(recalled, 0), 'the release is recalled')
  })

  test('C6 to who is no steward of the seal, and where the account is not the identity’s', async () => {
    await expectRefused(release(granted, 5), 'No box is to')
    const args = ['grant', String(granted.grantId), '--boxes', granted.boxes]
    const mixed = ['--key-file', dao.holders[1]?.keyFile ?? '', '--identity', dao.holders[0]?.identityFile ?? '']
    await expectRefused(dao.run([...args, ...mixed]), 'is the steward of seat 1')
  })

  test('C6 twice', async () => {
    expect(await release(granted, 4)).toMatchObject({ failure: null })
    await expectRefused(release(granted, 4), 'given out to grant')
  })

  test('C6 when it has expired', async () => {
    const short = await dao.grant(granted.sealId, 300)
    await dao.settle()
    await dao.client.increaseTime({ seconds: 301 })
    await dao.client.mine({ blocks: 1 })
    await expectRefused(release({ ...granted, grantId: short }, 0), `Grant ${short} ended at`)
  })
})

describe('C8 changed ciphertext', () => {
  test('C8 ends with exit 1 and no file under the final name', async () => {
    const granted = await grant()
    await releaseMany(granted, [0, 1, 2])
    const ciphertext = join(createFolder(), 'changed')
    const path = join(ciphertext, 'a/b/many.age')
    const changes: [string, (file: Buffer) => Buffer][] = [
      ['flipped', (file) => file.with(200_000, (file[200_000] ?? 0) ^ 1) as Buffer],
      ['truncated', (file) => file.subarray(0, -1)],
      ['appended to', (file) => Buffer.concat([file, Buffer.from('x')])],
    ]
    for (const [what, change] of changes) {
      cpSync(granted.ciphertext, ciphertext, { recursive: true })
      writeFileSync(path, change(readFileSync(path)))
      const said = await unseal({ ...granted, ciphertext })
      expect(await dao.runProcess(said.args)).toMatchObject({ code: 1, stdout: '' })
      expect({ what, ...said }).toMatchObject({
        what,
        failure: expect.any(String),
        left: [],
        stderr: expect.stringContaining('"a/b/many.age"'),
      })
    }
  })

  test('C8 and so does a whole file more, fewer, or under another name', async () => {
    const granted = await grant()
    await releaseMany(granted, [0, 1, 2])
    const ciphertext = join(createFolder(), 'changed')
    mkdirSync(ciphertext)
    copyFileSync(join(granted.ciphertext, 'one.age'), join(ciphertext, 'one.age'))
    const said = await unseal({ ...granted, ciphertext })
    expect(said).toMatchObject({
      failure: expect.any(String),
      left: [],
      stderr: expect.stringContaining('are not the release'),
    })
  })
})

describe('seal', () => {
  test('interrupted, ends and leaves nothing behind', async () => {
    const { plain, releaseId } = await dao.registerRelease()
    await dao.settle()
    const weights = join(plain, 'weights')
    writeFileSync(weights, '')
    truncateSync(weights, 4 * 2 ** 30)
    const folder = createFolder()
    const args = ['seal', plain, '--release', String(releaseId), ...threeOfFive, '--out', join(folder, 'sealed')]
    const child = dao.startProcess(args)
    const begun = () => readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('weights.age'))
    await waitUntil('the large file is being sealed', async () => begun() || child.exitCode !== null)
    child.kill('SIGINT')
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  test('refuses files that are not the release, and leaves nothing behind', async () => {
    const { releaseId } = await dao.registerRelease()
    const { plain } = await dao.registerRelease()
    await dao.settle()
    const folder = createFolder()
    const args = ['seal', plain, '--release', String(releaseId), ...threeOfFive, '--out', join(folder, 'sealed')]
    const said = await dao.run(args)
    expect(said).toMatchObject({ failure: expect.any(String), stderr: expect.stringContaining('are not the release') })
    const byAnother = await dao.run([...args, '--key-file', dao.holders[1]?.keyFile ?? ''])
    expect(byAnother).toMatchObject({ failure: 'not_maintainer' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('refuses a target that is there, a second seal, and a reseal without a first', async () => {
    const { plain, releaseId } = await dao.registerRelease()
    await dao.settle()
    const folder = createFolder()
    const args = [plain, '--release', String(releaseId), ...threeOfFive, '--out']
    expect(await dao.run(['seal', ...args, folder])).toMatchObject({
      failure: expect.any(String),
      stderr: expect.stringContaining('there already'),
    })
    const first = await dao.run(['reseal', ...args, join(folder, 'a')])
    expect(first).toMatchObject({ failure: expect.any(String), stderr: expect.stringContaining('has no seal yet') })
    const key = ['--key-file', dao.holders[0]?.keyFile ?? '']
    expect(await dao.run(['seal', ...args, join(folder, 'b'), ...key])).toMatchObject({ failure: null })
    await dao.settle()
    const second = await dao.run(['seal', ...args, join(folder, 'c')])
    expect(second).toMatchObject({
      failure: expect.any(String),
      stderr: expect.stringContaining('`ostrakon reseal` makes another'),
    })
    expect(await dao.run(['reseal', ...args, join(folder, 'd'), ...key])).toMatchObject({ failure: null })
    expect(readdirSync(folder).sort()).toEqual(['b', 'd'])
    const boxes = ['b', 'd'].map((name) => readFileSync(join(folder, name, 'boxes.json'), 'utf8'))
    expect(boxes[0]).not.toBe(boxes[1])
  })

  test('refuses stewards without a recipient, seats that nobody holds, and files that others can read', async () => {
    const { plain, releaseId } = await dao.registerRelease()
    await dao.settle()
    const args = ['seal', plain, '--release', String(releaseId), '--threshold', '2', '--out', join(createFolder(), 'x')]
    const unready = await dao.run([...args, '--seats', '1,8'])
    expect(unready).toMatchObject({
      failure: expect.any(String),
      stderr: expect.stringContaining('has registered no recipient'),
    })
    const vacant = await dao.run([...args, '--seats', '1,99'])
    expect(vacant).toMatchObject({ failure: expect.any(String), stderr: expect.stringContaining('held by nobody') })
    expect(await dao.run([...args, '--seats', '1,1'])).toMatchObject({ failure: 'invalid_usage' })
    expect(await dao.run([...args, '--seats', '1,2,3,4,5,6'])).toMatchObject({ failure: 'invalid_usage' })
    const open = join(createFolder(), 'key')
    writeFileSync(open, '0x00', { mode: 0o644 })
    const unsafe = await dao.run([...args, '--seats', '1,2', '--key-file', open])
    expect(unsafe).toMatchObject({ failure: expect.any(String), stderr: expect.stringContaining('chmod 600') })
  })

  test('never says a secret', async () => {
    const granted = await grant()
    const said = await release(granted, 0)
    const opened = await unseal(granted)
    const identities = dao.holders.map(({ identity }) => identity)
    for (const text of [said.stdout, said.stderr, opened.stdout, opened.stderr, readFileSync(granted.boxes, 'utf8')]) {
      for (const secret of [...identities, 'AGE-SECRET-KEY']) expect(text).not.toContain(secret)
    }
    const share = await readShare(granted, 0)
    const data = hexToBytes((said.json['transaction'] as Hex) ?? '0x')
    const { input } = await dao.client.getTransaction({ hash: bytesToHex(data) })
    expect(input).not.toContain(bytesToHex(share).slice(2))
    expect(existsSync(granted.out)).toBe(true)
  })
})
