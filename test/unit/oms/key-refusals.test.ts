import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { buildStatement, resource, rootOf, signBundle } from '#test/support/oms-bundle'
import { ca, issueCertificate } from '#test/support/pki'
import { verifyBundle } from '~/oms/verify-bundle'

const time = 1_800_000_000n
const resources = [resource('config.json'), resource('weights.bin')]
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()
const newKey = (namedCurve = 'prime256v1') => generateKeyPairSync('ec', { namedCurve })

const own = newKey()
const trust = { kind: 'key', publicKey: pemOf(own.publicKey) } as const
const signed = (statement: unknown) => signBundle(statement, { privateKey: own.privateKey })
const verify = (bytes: Uint8Array) => verifyBundle({ bytes, trust, time })

/** The bundle with one member of its JSON replaced. */
const change = (bytes: Uint8Array, edit: (bundle: Record<string, never>) => void) => {
  const bundle = JSON.parse(Buffer.from(bytes).toString())
  edit(bundle)
  return Buffer.from(JSON.stringify(bundle))
}

const flip = (base64: string, at: number) => {
  const bytes = Buffer.from(base64, 'base64')
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes.toString('base64')
}

type Envelope = { dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] } }
const editEnvelope = (bytes: Uint8Array, edit: (envelope: Envelope['dsseEnvelope']) => void) =>
  change(bytes, (bundle) => edit((bundle as unknown as Envelope).dsseEnvelope))

describe('by public key', () => {
  test.each([
    ['prime256v1', 'sha256'],
    ['secp384r1', 'sha384'],
    ['secp521r1', 'sha512'],
  ])('%s signs with %s and nothing else', (curve, digest) => {
    const { privateKey, publicKey } = newKey(curve)
    const check = (used: string) => () =>
      verifyBundle({
        bytes: signBundle(buildStatement(resources), { privateKey, digest: used }),
        trust: { kind: 'key', publicKey: pemOf(publicKey) },
        time,
      })
    expect(check(digest)().resources).toHaveLength(2)
    expect(check(digest === 'sha256' ? 'sha384' : 'sha256')).toThrow(/signature is not of this payload/)
  })

  test('a changed payload, signature or payload type is refused', () => {
    const bytes = signed(buildStatement(resources))
    expect(() =>
      verify(
        editEnvelope(bytes, (envelope) => {
          const payload = Buffer.from(envelope.payload, 'base64').toString().replace('config.json', 'Config.json')
          envelope.payload = Buffer.from(payload).toString('base64')
        }),
      ),
    ).toThrow(/signature is not of this payload/)
    for (const at of [0, 10, 40, 66]) {
      const broken = editEnvelope(bytes, ({ signatures }) => {
        for (const signature of signatures) signature.sig = flip(signature.sig, at)
      })
      expect(() => verify(broken)).toThrow(/signature is not of this payload/)
    }
    const other = editEnvelope(bytes, (envelope) => {
      envelope.payloadType = 'application/json'
    })
    expect(() => verify(other)).toThrow(/signs a payload of type "application\/json"/)
  })

  test('two signatures, or none, are refused', () => {
    const bytes = signed(buildStatement(resources))
    const two = editEnvelope(bytes, ({ signatures }) => signatures.push(...signatures))
    const none = editEnvelope(bytes, ({ signatures }) => signatures.splice(0))
    for (const bundle of [two, none]) {
      expect(() => verify(bundle)).toThrow(/lacks or garbles content\.dsseEnvelope\.signatures/)
    }
  })

  test('another key is named, or said not to fit', () => {
    const stranger = newKey()
    const bytes = signBundle(buildStatement(resources), { privateKey: stranger.privateKey })
    expect(() => verify(bytes)).toThrow(/signature is not of this payload by this key/)
    const material = { publicKey: { hint: 'ab'.repeat(32) } }
    const named = signBundle(buildStatement(resources), { privateKey: own.privateKey, material })
    expect(() => verify(named)).toThrow(/names the key "(ab){32}"; yours is [0-9a-f]{64}/)
  })

  test('only a public key of a curve of OMS is taken', () => {
    const bytes = signed(buildStatement(resources))
    const check = (publicKey: string) => () => verifyBundle({ bytes, trust: { kind: 'key', publicKey }, time })
    expect(check(own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow(/is not PEM/)
    expect(check(issueCertificate({ subject: 'Root', extensions: ca }).pem)).toThrow(/is not PEM/)
    expect(check('')).toThrow(/is not PEM/)
    expect(check(pemOf(generateKeyPairSync('ed25519').publicKey))).toThrow(/of type ed25519/)
    expect(check(pemOf(newKey('secp256k1').publicKey))).toThrow(/of type secp256k1/)
    expect(check('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')).toThrow(/PEM holds something else/)
  })
})

describe('what is signed', () => {
  test('a subject other than the release is refused', () => {
    const bytes = signed(buildStatement(resources))
    const root = `0x${rootOf(resources)}` as const
    expect(verifyBundle({ bytes, trust, time, root }).root).toBe(root)
    expect(() => verifyBundle({ bytes, trust, time, root: `0x${'00'.repeat(32)}` })).toThrow(
      /about other files than the release/,
    )
  })

  test('resources that do not give the root are refused though signed', () => {
    const subject = [{ name: 'a model', digest: { sha256: rootOf([resource('other')]) } }]
    expect(() => verify(signed(buildStatement(resources, { subject })))).toThrow(/its own resources give 0x/)
  })

  test('another predicate type is named', () => {
    const predicateType = 'https://slsa.dev/provenance/v1'
    expect(() => verify(signed(buildStatement(resources, { predicateType })))).toThrow(/slsa\.dev\/provenance\/v1/)
    expect(() => verify(signed([]))).toThrow(/states no type/)
    expect(() => verify(signed(null))).toThrow(/states no type/)
  })

  test.each(['blake2b', 'blake3', 'sha1', 'SHA256', ''])('the hash %j is refused, for all or for one', (hash) => {
    const serialization = { method: 'files', hash_type: hash, allow_symlinks: false }
    expect(() => verify(signed(buildStatement(resources, { predicate: { resources, serialization } })))).toThrow(
      /only sha256 is known here/,
    )
    const one = [resource('config.json'), { ...resource('weights.bin'), algorithm: hash }]
    expect(() => verify(signed(buildStatement(one)))).toThrow(/hashes "weights\.bin" with/)
  })

  test.each(['/etc/passwd', '../up', 'a/../b', 'a//b', './a', 'a/', ''])('the name %j is refused', (name) => {
    expect(() => verify(signed(buildStatement([resource(name)])))).toThrow(/which is no file below the model/)
  })

  test('a dot names a model of one file alone', () => {
    expect(verify(signed(buildStatement([resource('.')]))).resources).toHaveLength(1)
    expect(() => verify(signed(buildStatement([resource('.'), resource('a')])))).toThrow(
      /lists "\." *, which is no file/,
    )
  })

  test('a name listed twice is refused', () => {
    expect(() => verify(signed(buildStatement([resource('a'), resource('a', 'other')])))).toThrow(/lists "a" twice/)
  })

  test('an empty list, two subjects, and digests in capitals are refused', () => {
    expect(() => verify(signed(buildStatement([])))).toThrow(/does not follow the OMS v1\.0 schema/)
    const subject = { name: 'a', digest: { sha256: rootOf(resources) } }
    expect(() => verify(signed(buildStatement(resources, { subject: [subject, subject] })))).toThrow(/subject/)
    const capitals = resources.map((entry) => ({ ...entry, digest: entry.digest.toUpperCase() }))
    expect(() => verify(signed(buildStatement(capitals)))).toThrow(/not 32 bytes of hex/)
  })

  test('shards are byte ranges and come with their size', () => {
    const shards = [resource('weights:1.bin:0:10'), resource('weights:1.bin:10:15')]
    const serialize = (given: object) =>
      verify(
        signed(
          buildStatement(shards, {
            predicate: {
              resources: shards,
              serialization: { hash_type: 'sha256', allow_symlinks: false, method: 'shards', ...given },
            },
          }),
        ),
      )
    expect(serialize({ shard_size: 10 }).serialization).toMatchObject({ method: 'shards', shardSize: 10 })
    expect(() => serialize({})).toThrow(/do not go together/)
    expect(() => serialize({ method: 'files', shard_size: 10 })).toThrow(/do not go together/)
    expect(() => serialize({ shard_size: 0 })).toThrow(/shard_size/)
    expect(() => serialize({ method: 'blocks', shard_size: 10 })).toThrow(/method/)
    shards.push(resource('weights:1.bin'))
    expect(() => serialize({ shard_size: 10 })).toThrow(/no byte range/)
  })
})

describe('what is no bundle', () => {
  test.each(['', '[]', '{}', 'null', '{"mediaType":1}', '\u0000', '{"verificationMaterial":{"publicKey":5}}'])(
    '%j is refused as such',
    (text) => {
      expect(() => verify(Buffer.from(text))).toThrow(/bundle (is not JSON|lacks or garbles)/)
    },
  )

  test('bytes that are not UTF-8 are refused', () => {
    expect(() => verify(Buffer.from([0xff, 0xfe, 0x7b]))).toThrow(/is not JSON/)
  })

  test('another version of the format is named', () => {
    const bytes = change(signed(buildStatement(resources)), (bundle) => {
      Object.assign(bundle, { mediaType: 'application/vnd.dev.sigstore.bundle.v0.9+json' })
    })
    expect(() => verify(bytes)).toThrow(/is of type ".*v0\.9\+json"/)
  })
})
