import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '#test/support/cli'
import { identity, issuer } from '#test/support/keyless'
import { buildStatement, resource } from '#test/support/oms-bundle'
import { type SignedModel, signByCertificate, signByKey, signModel } from '#test/support/signed-model'

const contents = { 'config.json': '{"layers": 2}', 'weights/1.bin': 'weights' }
const resources = Object.entries(contents).map(([name, content]) => resource(name, content))

let folder: string
let files: string
let list: string
let signed: SignedModel

/** Writes into the folder, but not among the files; returns the path. */
const write = (name: string, content: string | Buffer) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Files, the list of them that their reader trusts, and three signatures. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ostrakon-bundle-'))
  files = join(folder, 'files')
  mkdirSync(join(files, 'weights'), { recursive: true })
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(files, name), content)
  list = await writeList()
  signed = await signModel(resources)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const writeList = async () => {
  const { code, stdout } = await runCli(['manifest', files, '--json'])
  expect(code).toBe(0)
  return write(`list-${Math.random()}.json`, stdout)
}

type Trust = SignedModel[keyof SignedModel]['trust']

const flagsOf = (trust: Trust): string[] => {
  switch (trust.kind) {
    case 'key':
      return ['--key', write('key.pem', trust.publicKey)]
    case 'certificate':
      return ['--root-certificate', write('root.pem', trust.roots.join(''))]
    case 'keyless': {
      const root = write('trusted_root.json', trust.trustedRoot)
      return ['--trusted-root', root, '--identity', trust.identity, '--issuer', trust.issuer]
    }
  }
}

type Verify = { bytes: Buffer; flags: readonly string[]; manifest?: string }

const verify = ({ bytes, flags, manifest = list }: Verify) =>
  runCli(['verify', files, '--manifest', manifest, '--bundle', write('model.sig', bytes), ...flags, '--json'])

test.each([
  ['key', 'public key '],
  ['certificate', 'certificate CN=Lab '],
  ['keyless', `\\"${identity}\\", vouched for by \\"${issuer}\\"`],
] as const)('files that were signed by %s verify, and the signer is named', async (kind, signer) => {
  const { bytes, trust } = signed[kind]
  const said = await verify({ bytes, flags: flagsOf(trust) })
  expect(said).toMatchObject({ code: 0 })
  expect(said.stdout).toContain(`"signer":"${signer}`)
})

test('what a certificate signed verifies by its key too, and in another order of the files', async () => {
  const { bytes, leafKey } = signed.certificate
  expect(await verify({ bytes, flags: flagsOf(leafKey) })).toMatchObject({ code: 0 })
  const reversed = signByKey(buildStatement(resources.toReversed()))
  expect(await verify({ bytes: reversed.bytes, flags: flagsOf(reversed.trust) })).toMatchObject({ code: 0 })
})

test('a bundle beside the files is no part of them', async () => {
  const { bytes, trust } = signed.certificate
  const beside = join(files, 'signed.bundle')
  writeFileSync(beside, bytes)
  const args = ['verify', files, '--manifest', list, '--bundle', beside, ...flagsOf(trust), '--json']
  expect(await runCli(args)).toMatchObject({ code: 0 })
  rmSync(beside)
})

test('files that the list names and the bundle does not sign are named', async () => {
  const single = signByKey(buildStatement([resource('.', 'weights')]))
  expect(await verify({ bytes: single.bytes, flags: flagsOf(single.trust) })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/signs other files than these: .*"config\.json"/),
  })
  const { bytes, trust } = signed.certificate
  const extra = join(files, 'extra')
  writeFileSync(extra, 'not signed')
  const manifest = await writeList()
  expect(await verify({ bytes, flags: flagsOf(trust), manifest })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/signs other files than these: .*"extra"/),
  })
  rmSync(extra)
})

test('files whose names were swapped under a signature are named', async () => {
  const swapped = [resource('config.json', 'weights'), resource('weights/1.bin', contents['config.json'])]
  const { bytes, trust } = signByKey(buildStatement(swapped))
  expect(await verify({ bytes, flags: flagsOf(trust) })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/signs other files than these: .*"config\.json"/),
  })
})

test('a bundle by somebody else, or of an old form, is refused with its reason', async () => {
  const { bytes, trust, leafKey } = signed.certificate
  const notRoots = ['--root-certificate', write('no-root.pem', leafKey.publicKey)]
  expect(await verify({ bytes, flags: notRoots })).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/no PEM cert/),
  })
  const stranger = signByCertificate(buildStatement(resources))
  expect(await verify({ bytes, flags: flagsOf(stranger.trust) })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no trusted root/),
  })
  expect(await verify({ bytes, flags: flagsOf(signed.keyless.trust) })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no Sigstore/),
  })
  expect(await verify({ bytes, flags: [] })).toMatchObject({ code: 3, stderr: expect.stringMatching(/whom to trust/) })
  const predicateType = 'https://model_signing/Digests/v0.1'
  const old = signByCertificate(buildStatement(resources, { predicateType }))
  expect(await verify({ bytes: old.bytes, flags: flagsOf(trust) })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/deprecated form/),
  })
})
