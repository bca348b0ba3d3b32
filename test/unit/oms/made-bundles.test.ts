import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { identity, issuer } from '#test/support/keyless'
import { buildStatement, resource, rootOf, signBundle } from '#test/support/oms-bundle'
import { type SignedModel, signByCertificate, signByKey, signModel } from '#test/support/signed-model'
import { AppError } from '~/domain/errors'
import { type BundleTrust, verifyBundle } from '~/oms/verify-bundle'

const resources = [resource('config.json'), resource('weights/1.bin')]
const ignored = ['.git', '.gitignore', 'model.sig']
const serialization = { method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: ignored }
const statement = buildStatement(resources, { predicate: { resources, serialization } })
const time = BigInt(Math.floor(Date.now() / 1000)) + 60n

let signed: SignedModel

beforeAll(async () => {
  signed = await signModel(resources, statement)
})

const codeOf = (bytes: Uint8Array, trust: BundleTrust) => {
  try {
    verifyBundle({ bytes, trust, time })
    return 'verified'
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

type Bundle = {
  dsseEnvelope?: { payload: string }
  verificationMaterial?: { tlogEntries?: unknown[] }
}

/** The bundle after an edit of its JSON. */
const edit = (bytes: Uint8Array, change: (bundle: Bundle) => void) => {
  const bundle: Bundle = JSON.parse(Buffer.from(bytes).toString())
  change(bundle)
  return Buffer.from(JSON.stringify(bundle))
}

describe('bundles that are sound', () => {
  test.each([
    ['key', /^public key [0-9a-f]{64} \(secp384r1\)$/],
    ['certificate', /^certificate CN=Lab \(key [0-9a-f]{64}\), issued by CN=Intermediate$/],
    ['keyless', `${JSON.stringify(identity)}, vouched for by ${JSON.stringify(issuer)}`],
  ] as const)('by %s: the resources, the subject and the signer are those of the file', (kind, signer) => {
    const { bytes, trust } = signed[kind]
    expect(verifyBundle({ bytes, trust, time })).toEqual({
      root: `0x${rootOf(resources)}`,
      subject: 'a model',
      resources: resources.map(({ name, digest }) => ({ name, digest: `0x${digest}` })),
      serialization: { method: 'files', shardSize: null, allowSymlinks: false, ignorePaths: ignored },
      signer: typeof signer === 'string' ? signer : expect.stringMatching(signer),
    })
  })

  test('one by certificate also verifies by its key alone', () => {
    expect(codeOf(signed.certificate.bytes, signed.certificate.leafKey)).toBe('verified')
  })

  test.each([
    ['key', signByKey],
    ['certificate', signByCertificate],
  ] as const)('a model of one file, by %s, is named by a dot', (_, signBy) => {
    const { bytes, trust } = signBy(buildStatement([resource('.')]))
    expect(verifyBundle({ bytes, trust, time }).resources.map(({ name }) => name)).toEqual(['.'])
  })

  test('resources count in the order in which they are listed', () => {
    const reversed = resources.toReversed()
    const { bytes, trust } = signByKey(buildStatement(reversed))
    const { root, resources: found } = verifyBundle({ bytes, trust, time })
    expect(found.map(({ name }) => name)).toEqual(['weights/1.bin', 'config.json'])
    expect(root).toBe(`0x${rootOf(reversed)}`)
    expect(root).not.toBe(`0x${rootOf(resources)}`)
  })

  test('members that the schema does not know are passed over', () => {
    const shown = { ...serialization, added_later: true }
    const { bytes, trust } = signByKey(buildStatement(resources, { predicate: { resources, serialization: shown } }))
    expect(codeOf(bytes, trust)).toBe('verified')
  })

  test('the key may be named by the digest of its PEM, as the reference tool does', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const material = { publicKey: { hint: resource('key', pem).digest } }
    expect(codeOf(signBundle(statement, { privateKey, material }), { kind: 'key', publicKey: pem })).toBe('verified')
  })
})

describe('bundles that are not', () => {
  test('an empty file is refused', () => {
    for (const { trust } of Object.values(signed)) expect(codeOf(Buffer.alloc(0), trust)).toBe('oms_invalid_bundle')
  })

  test.each(['key', 'certificate', 'keyless'] as const)('by %s: a missing envelope is refused', (kind) => {
    const { bytes, trust } = signed[kind]
    const without = edit(bytes, (bundle) => {
      delete bundle.dsseEnvelope
    })
    expect(codeOf(without, trust)).toBe('oms_invalid_bundle')
  })

  test.each(['key', 'certificate', 'keyless'] as const)('by %s: missing verification material is refused', (kind) => {
    const { bytes, trust } = signed[kind]
    const without = edit(bytes, (bundle) => {
      delete bundle.verificationMaterial
    })
    expect(codeOf(without, trust)).toBe('oms_invalid_bundle')
  })

  test('missing entries of the public log are refused, left out or empty', () => {
    const { bytes, trust } = signed.keyless
    const leftOut = edit(bytes, ({ verificationMaterial }) => {
      delete verificationMaterial?.tlogEntries
    })
    const emptied = edit(bytes, ({ verificationMaterial }) => verificationMaterial?.tlogEntries?.splice(0))
    for (const without of [leftOut, emptied]) expect(codeOf(without, trust)).toBe('oms_not_logged')
  })

  test.each(['key', 'certificate', 'keyless'] as const)(
    'by %s: another predicate is named, whatever the signature',
    (kind) => {
      const { bytes, trust } = signed[kind]
      const changed = edit(bytes, ({ dsseEnvelope }) => {
        if (dsseEnvelope === undefined) throw new Error('The bundle has no envelope.')
        const predicateType = 'https://example.com/another/v1'
        const payload = JSON.stringify(buildStatement(resources, { predicateType }))
        dsseEnvelope.payload = Buffer.from(payload).toString('base64')
      })
      expect(codeOf(changed, trust)).toBe('oms_wrong_predicate')
    },
  )

  test('the deprecated form of v0.2 is refused by its name, before its signature', () => {
    const subject = resources.map(({ name, digest }) => ({ name, digest: { sha256: digest } }))
    const predicateType = 'https://model_signing/Digests/v0.1'
    const { bytes } = signByCertificate(buildStatement(resources, { subject, predicateType, predicate: {} }))
    for (const { trust } of Object.values(signed)) {
      expect(codeOf(bytes, trust)).toBe('oms_wrong_predicate')
      expect(() => verifyBundle({ bytes, trust, time })).toThrow(
        /deprecated form https:\/\/model_signing\/Digests\/v0\.1/,
      )
    }
  })
})
