import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '#test/support/cli'

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/oms/bundles/${name}`, import.meta.url))

const byCertificate = ['--root-certificate', fixture('reference/ca-cert.pem')]
const byKey = ['--key', fixture('reference/signing-key-pub.pem')]
const issuer = 'https://sigstore.verify.ibm.com/oauth2'
const keyless = ['--trusted-root', fixture('trusted_root.json'), '--identity', 'stefanb@us.ibm.com', '--issuer', issuer]

let folder: string
let files: string
let list: string

/** The official files, and the list of them that their reader trusts. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ostrakon-bundle-'))
  files = join(folder, 'files')
  cpSync(fixture('reference/files'), files, { recursive: true })
  list = await writeList()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const writeList = async () => {
  const path = join(folder, `list-${Math.random()}.json`)
  const { code, stdout } = await runCli(['manifest', files, '--json'])
  expect(code).toBe(0)
  writeFileSync(path, stdout)
  return path
}

type Verify = { bundle: string; trust: readonly string[]; manifest?: string }

const verify = ({ bundle, trust, manifest = list }: Verify) =>
  runCli(['verify', files, '--manifest', manifest, '--bundle', bundle, ...trust, '--json'])

test.each([
  ['v0.3.1-certificate', byCertificate],
  ['v1.0.0-certificate', byCertificate],
  ['v1.0.1-certificate', byCertificate],
  ['v1.1.0-certificate', byCertificate],
  ['v1.1.0-certificate', byKey],
  ['v1.1.0-sigstore', keyless],
])('files that %s signed verify, and the signer is named', async (name, trust) => {
  const said = await verify({ bundle: fixture(`reference/${name}.sig`), trust })
  expect(said).toMatchObject({ code: 0 })
  expect(said.stdout).toMatch(/"signer":"(certificate|public key|\\"stefanb@us\.ibm\.com)/)
})

test('a bundle beside the files is no part of them', async () => {
  const beside = join(files, 'signed.bundle')
  cpSync(fixture('reference/v1.1.0-certificate.sig'), beside)
  expect(await verify({ bundle: beside, trust: byCertificate })).toMatchObject({ code: 0 })
  rmSync(beside)
})

test('files that the list names and the bundle does not sign are named', async () => {
  const bundle = fixture('reference/v1.1.0-elliptic-key.sig')
  expect(await verify({ bundle, trust: byKey })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/signs other files than these: .*"signme-1"/),
  })
  const extra = join(files, 'extra')
  writeFileSync(extra, 'not signed')
  const manifest = await writeList()
  const signed = fixture('reference/v1.1.0-certificate.sig')
  expect(await verify({ bundle: signed, trust: byCertificate, manifest })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/signs other files than these: .*"extra"/),
  })
  rmSync(extra)
})

test('a bundle by somebody else, or of an old form, is refused with its reason', async () => {
  const other = ['--root-certificate', fixture('reference/signing-key-pub.pem')]
  const bundle = fixture('reference/v1.1.0-certificate.sig')
  expect(await verify({ bundle, trust: other })).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/no PEM cert/),
  })
  expect(await verify({ bundle, trust: keyless })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no Sigstore/),
  })
  expect(await verify({ bundle, trust: [] })).toMatchObject({ code: 3, stderr: expect.stringMatching(/whom to trust/) })
  const old = fixture('reference/v0.2.0-certificate.sig')
  expect(await verify({ bundle: old, trust: byCertificate })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/deprecated form/),
  })
})
