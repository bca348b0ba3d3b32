import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { Verifier } from '@sigstore/verify'
import { AppError } from '~/domain/errors'
import { type OmsBundle, show } from './parse-bundle'
import { buildSignedEntity, buildTrust, findCurve, sayRefusal } from './signed-entity'

/**
 * Verifies with a public key that the reader trusts, whatever else the bundle holds; returns what the key is. Throws
 * `oms_wrong_key` when the bundle names another key, `oms_wrong_signature`, and `invalid_usage` on an unfit key.
 */
export const verifyByKey = (bundle: OmsBundle, pem: string): string => {
  const key = parseKey(pem)
  const fingerprint = hash(key.export({ type: 'spki', format: 'der' }))
  requireHint(bundle, key, fingerprint)
  const verifier = new Verifier(buildTrust([], key), { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 })
  const entity = buildSignedEntity(bundle)
  try {
    verifier.verify({ ...entity, key: { $case: 'public-key', hint: '' }, tlogEntries: [], timestamps: [] })
  } catch (error) {
    throw sayRefusal(error)
  }
  return `public key ${fingerprint} (${findCurve(key)})`
}

/** The reference tool hashes the PEM text; others hash the key itself. */
const requireHint = ({ bundle }: OmsBundle, key: KeyObject, fingerprint: string) => {
  const { content } = bundle.verificationMaterial
  if (content.$case !== 'publicKey' || content.publicKey.hint === '') return
  const { hint } = content.publicKey
  if (hint === fingerprint || hint === hash(key.export({ type: 'spki', format: 'pem' }))) return
  throw new AppError(
    'oms_wrong_key',
    `The bundle names the key ${show(hint)}; yours is ${fingerprint}. Give the signer's.`,
  )
}

const parseKey = (pem: string): KeyObject => {
  const key = readKey(pem)
  if (findCurve(key) !== null) return key
  const message = `The public key is of type ${key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType}; OMS signs with P-256, P-384 or P-521.`
  throw new AppError('invalid_usage', message)
}

const readKey = (pem: string) => {
  // Node would also take a private key or a certificate here and use the public half, whoever it belongs to.
  if (!/^-----BEGIN PUBLIC KEY-----/m.test(pem)) {
    throw new AppError('invalid_usage', 'The public key is not PEM: it has to begin with -----BEGIN PUBLIC KEY-----.')
  }
  try {
    return createPublicKey(pem)
  } catch (cause) {
    throw new AppError('invalid_usage', 'The public key is not one: its PEM holds something else.', { cause })
  }
}

const hash = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
