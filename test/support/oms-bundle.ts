import { createHash, type KeyObject, sign } from 'node:crypto'
import type { Json } from '~/domain/canonical-json'

export type Resource = { name: string; digest: string; algorithm: string }

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

export const resource = (name: string, content = name): Resource => ({
  name,
  digest: sha256(content),
  algorithm: 'sha256',
})

/** The subject digest that a list of resources gives. */
export const rootOf = (resources: readonly Resource[]) =>
  sha256(Buffer.concat(resources.map(({ digest }) => Buffer.from(digest, 'hex'))))

/** A statement as OMS v1.0 has it; `changes` replace whole members. */
export const buildStatement = (resources: readonly Resource[], changes: Record<string, Json> = {}) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'a model', digest: { sha256: rootOf(resources) } }],
  predicateType: 'https://model_signing/signature/v1.0',
  predicate: { resources, serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false } },
  ...changes,
})

export type Envelope = { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] }

/** Signs a statement as the specification says. */
export const signEnvelope = (statement: unknown, privateKey: KeyObject, digest = 'sha256'): Envelope => {
  const payloadType = 'application/vnd.in-toto+json'
  const payload = Buffer.from(JSON.stringify(statement))
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `), payload])
  const signatures = [{ sig: sign(digest, signed, privateKey).toString('base64'), keyid: '' }]
  return { payload: payload.toString('base64'), payloadType, signatures }
}

/** The bytes of a bundle around an envelope; a log's entries are part of the material where there are any. */
export const wrapBundle = (dsseEnvelope: Envelope, material: Record<string, Json>): Buffer =>
  Buffer.from(
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { tlogEntries: [], ...material },
      dsseEnvelope,
    }),
  )

type Signing = { privateKey: KeyObject; digest?: string; material?: Record<string, Json> }

/** Signs a statement and wraps it into the bytes of a bundle. */
export const signBundle = (
  statement: unknown,
  { privateKey, digest = 'sha256', material = { publicKey: { hint: '' } } }: Signing,
): Buffer => wrapBundle(signEnvelope(statement, privateKey, digest), material)
