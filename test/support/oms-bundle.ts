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

type Signing = { privateKey: KeyObject; digest?: string; material?: Record<string, Json> }

/** Signs a statement as the specification says, and wraps it into the bytes of a bundle. */
export const signBundle = (
  statement: unknown,
  { privateKey, digest = 'sha256', material = { publicKey: { hint: '' } } }: Signing,
): Buffer => {
  const payloadType = 'application/vnd.in-toto+json'
  const payload = Buffer.from(JSON.stringify(statement))
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `), payload])
  return Buffer.from(
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { ...material, tlogEntries: [] },
      dsseEnvelope: {
        payload: payload.toString('base64'),
        payloadType,
        signatures: [{ sig: sign(digest, signed, privateKey).toString('base64'), keyid: '' }],
      },
    }),
  )
}
