import { type KeyObject, verify } from 'node:crypto'
import {
  type SignedEntity,
  type TrustMaterial,
  toSignedEntity,
  toTrustMaterial,
  VerificationError,
} from '@sigstore/verify'
import { AppError } from '~/domain/errors'
import { toPlainText } from '~/domain/plain-text'
import type { OmsBundle } from './parse-bundle'

/** The curves of the OMS algorithm registry, with the digest that each signs. */
const digests = new Map([
  ['prime256v1', 'sha256'],
  ['secp384r1', 'sha384'],
  ['secp521r1', 'sha512'],
])

/** A curve of the OMS algorithm registry, or null. */
export const findCurve = (key: KeyObject): string | null => {
  const curve = key.asymmetricKeyType === 'ec' ? key.asymmetricKeyDetails?.namedCurve : undefined
  return curve !== undefined && digests.has(curve) ? curve : null
}

/**
 * The bundle as the library verifies it, but with the digest of the key's curve: by itself it takes SHA-256 for every
 * curve and so refuses each OMS signature by P-384. Throws `oms_invalid_bundle` on a garbled certificate.
 */
export const buildSignedEntity = ({ bundle, envelope }: OmsBundle): SignedEntity => {
  const entity = parseEntity(bundle)
  const signature = envelope.signatures[0]?.sig ?? Buffer.alloc(0)
  return {
    ...entity,
    signature: {
      signature,
      compareSignature: (other) => entity.signature.compareSignature(other),
      compareDigest: (other) => entity.signature.compareDigest(other),
      verifySignature: (key) => {
        const curve = findCurve(key)
        return curve !== null && verify(digests.get(curve), encodeEnvelope(envelope), key, signature)
      },
    },
  }
}

/** Trust in these certificates alone, or in a key that is found apart from them. */
export const buildTrust = (certificates: { rawBytes: Buffer }[], key?: KeyObject): TrustMaterial => {
  const authority = { subject: undefined, uri: '', certChain: { certificates }, validFor: undefined, operator: '' }
  const root = { mediaType: '', tlogs: [], ctlogs: [], timestampAuthorities: [], certificateAuthorities: [authority] }
  return toTrustMaterial(root, () => {
    if (key === undefined)
      throw new AppError('oms_wrong_method', 'The bundle names a key where a certificate is needed.')
    return { publicKey: key, validFor: () => true }
  })
}

/** Says the library's refusal in the project's words. */
export const sayRefusal = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  if (!(error instanceof VerificationError)) {
    return new AppError('oms_invalid_bundle', 'The bundle holds evidence that cannot be read.', { cause: error })
  }
  const reason = error.cause instanceof Error ? error.cause.message : error.message
  const [code, say] = refusals[error.code] ?? ['oms_not_logged', notLogged]
  return new AppError(code, say(toPlainText(reason)), { cause: error })
}

const notLogged = (reason: string) => `The bundle's evidence of a public log does not hold: ${reason}.`

const refusals: Partial<Record<VerificationError['code'], [string, (reason: string) => string]>> = {
  SIGNATURE_ERROR: [
    'oms_wrong_signature',
    () => 'The signature is not of this payload by this key: one of them was altered.',
  ],
  CERTIFICATE_ERROR: [
    'oms_untrusted_certificate',
    (reason) => `The signer's certificate leads to no trusted root: ${reason}.`,
  ],
  TIMESTAMP_ERROR: ['oms_no_time', (reason) => `Nothing trusted says when the bundle was signed: ${reason}.`],
}

const parseEntity = (bundle: OmsBundle['bundle']) => {
  try {
    return toSignedEntity(bundle)
  } catch (cause) {
    throw new AppError('oms_invalid_bundle', 'The bundle holds a certificate or time stamp that cannot be read.', {
      cause,
    })
  }
}

/** What DSSE v1 signs: https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md */
const encodeEnvelope = ({ payloadType, payload }: OmsBundle['envelope']) => {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `
  return Buffer.concat([Buffer.from(head), payload])
}
