import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { AppError } from '~/domain/errors'
import { type BundleTrust, verifyBundle } from '~/oms/verify-bundle'

const folder = new URL('../../fixtures/oms/bundles/', import.meta.url)
const bytesOf = (name: string) => readFileSync(new URL(name, folder))
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8')

const key: BundleTrust = { kind: 'key', publicKey: textOf('reference/signing-key-pub.pem') }
const certificate: BundleTrust = { kind: 'certificate', roots: [textOf('reference/ca-cert.pem')] }
const keyless: BundleTrust = {
  kind: 'keyless',
  trustedRoot: textOf('trusted_root.json'),
  identity: 'stefanb@us.ibm.com',
  issuer: 'https://sigstore.verify.ibm.com/oauth2',
}
/** 2026-01-01: within the validity of the reference tool's test certificates. */
const time = 1_767_225_600n

const trustOf = (name: string): BundleTrust => {
  if (name.includes('sigstore')) return keyless
  return name.includes('certificate') ? certificate : key
}

const codeOf = (name: string, trust: BundleTrust) => {
  try {
    verifyBundle({ bytes: bytesOf(name), trust, time })
    return 'verified'
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

const reference = readdirSync(new URL('reference', folder)).filter((name) => name.endsWith('.sig'))

describe('official bundles', () => {
  test.each(reference.filter((name) => !name.startsWith('v0.2.0')))('reference tool %s verifies', (name) => {
    const { resources, root, signer } = verifyBundle({
      bytes: bytesOf(`reference/${name}`),
      trust: trustOf(name),
      time,
    })
    expect(resources.length).toBeGreaterThan(0)
    expect(root).toMatch(/^0x[0-9a-f]{64}$/)
    expect(signer.length).toBeGreaterThan(10)
  })

  test('all thirteen signatures of the reference tool are here', () => {
    expect(reference).toHaveLength(13)
  })

  test('the deprecated form of v0.2.0 is refused by its name', () => {
    expect(codeOf('reference/v0.2.0-certificate.sig', certificate)).toBe('oms_wrong_predicate')
    expect(() =>
      verifyBundle({ bytes: bytesOf('reference/v0.2.0-certificate.sig'), trust: certificate, time }),
    ).toThrow(/deprecated form https:\/\/model_signing\/Digests\/v0\.1/)
  })

  test.each(['v0.3.1', 'v1.0.0'])('%s by certificate also verifies by its key alone', (version) => {
    expect(codeOf(`reference/${version}-certificate.sig`, key)).toBe('verified')
  })

  test.each(['key', 'certificate', 'sigstore'])('specification valid/%s verifies', (name) => {
    expect(codeOf(`specification/valid/${name}.bundle.json`, trustOf(name))).toBe('verified')
  })

  test.each([
    ['empty', key, 'oms_invalid_bundle'],
    ['missing-envelope', key, 'oms_invalid_bundle'],
    ['missing-verification-material', key, 'oms_invalid_bundle'],
    ['missing-tlog-entries', keyless, 'oms_not_logged'],
    ['wrong-predicate', key, 'oms_wrong_predicate'],
  ] as const)('specification invalid/%s is refused', (name, trust, code) => {
    expect(codeOf(`specification/invalid/${name}.bundle.json`, trust)).toBe(code)
  })

  test('the resources, the subject and the signer are those of the file', () => {
    const bytes = bytesOf('specification/valid/sigstore.bundle.json')
    expect(verifyBundle({ bytes, trust: keyless, time })).toEqual({
      root: '0x61d4849d9d90076d6215f4d525f13d6574af8e3f67aef3e6f36fc40a14fdd226',
      subject: 'v1.1.0-sigstore',
      resources: [
        { name: 'signme-1', digest: '0xf6310066c7320497ea554260c32c43660bff648cb2a61194832cc086077085e1' },
        { name: 'signme-2', digest: '0x32dcb1f8e1ae52d5963e56a6ba06ab58b424c15ed2a6b70d2feca1d089370028' },
      ],
      serialization: {
        method: 'files',
        shardSize: null,
        allowSymlinks: false,
        ignorePaths: ['.gitignore', '.gitattributes', '.git', '.github', 'ignore-me', 'model.sig'],
      },
      signer: '"stefanb@us.ibm.com", vouched for by "https://sigstore.verify.ibm.com/oauth2"',
    })
  })

  test('a model of one file, signed before v1.1, is named by a dot', () => {
    const bytes = bytesOf('reference/v0.3.1-elliptic-key.sig')
    expect(verifyBundle({ bytes, trust: key, time }).resources.map(({ name }) => name)).toEqual(['.'])
  })
})
