import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { BundleTrust } from '~/oms/verify-bundle'
import { identity, issuer, startSigstore } from './keyless'
import { buildStatement, type Resource, signBundle } from './oms-bundle'
import { ca, issueCertificate, signer } from './pki'

type Trust<Kind> = Extract<BundleTrust, { kind: Kind }>

/** One statement signed in the three ways of OMS, each with what its reader trusts. */
export type SignedModel = {
  key: { bytes: Buffer; trust: Trust<'key'> }
  certificate: { bytes: Buffer; trust: Trust<'certificate'>; leafKey: Trust<'key'> }
  keyless: { bytes: Buffer; trust: Trust<'keyless'> }
}

export const signModel = async (
  resources: readonly Resource[],
  statement: unknown = buildStatement(resources),
): Promise<SignedModel> => {
  const { trustedRoot, signKeyless } = await startSigstore()
  return {
    key: signByKey(statement),
    certificate: signByCertificate(statement),
    keyless: { bytes: await signKeyless(statement), trust: { kind: 'keyless', trustedRoot, identity, issuer } },
  }
}

/** By P-384, and with the hint that the specification asks for. */
export const signByKey = (statement: unknown): SignedModel['key'] => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
  const hint = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
  const bytes = signBundle(statement, { privateKey, digest: 'sha384', material: { publicKey: { hint } } })
  return { bytes, trust: { kind: 'key', publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() } }
}

/** By a leaf below an intermediate authority, which the bundle brings along. */
export const signByCertificate = (statement: unknown): SignedModel['certificate'] => {
  const root = issueCertificate({ subject: 'Root', extensions: ca })
  const intermediate = issueCertificate({ subject: 'Intermediate', extensions: ca, issuer: root })
  const leaf = issueCertificate({ subject: 'Lab', extensions: signer, issuer: intermediate })
  const certificates = [leaf, intermediate].map(({ der }) => ({ rawBytes: der }))
  const { privateKey } = leaf
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  return {
    bytes: signBundle(statement, { privateKey, material: { x509CertificateChain: { certificates } } }),
    trust: { kind: 'certificate', roots: [root.pem] },
    leafKey: { kind: 'key', publicKey },
  }
}
