import { createHash, X509Certificate } from 'node:crypto'
import { type SignedEntity, toSignedEntity, Verifier } from '@sigstore/verify'
import { AppError } from '~/domain/errors'
import { toPlainText } from '~/domain/plain-text'
import type { OmsBundle } from './parse-bundle'
import { buildSignedEntity, buildTrust, sayRefusal } from './signed-entity'

type CertificateTrust = {
  /** PEM texts, each with one certificate or more. */
  roots: readonly string[]
  /** UNIX seconds at which all certificates have to be valid. */
  time: bigint
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3'
const ANY_USE = '2.5.29.37.0'

/**
 * Verifies with a certificate that leads to a root of the reader's own (private PKI); returns whose it is. Throws
 * `oms_wrong_method`, `oms_expired_certificate`, `oms_untrusted_certificate`, `oms_unfit_certificate` or
 * `oms_wrong_signature`.
 */
export const verifyByCertificate = (oms: OmsBundle, { roots, time }: CertificateTrust): string => {
  const { content } = oms.bundle.verificationMaterial
  if (content.$case !== 'x509CertificateChain') {
    throw new AppError('oms_wrong_method', 'The bundle holds no certificate chain: it was signed in another way.')
  }
  const entity = buildSignedEntity(oms)
  const chain = content.x509CertificateChain.certificates.map(({ rawBytes }) => parseCertificate(rawBytes))
  for (const certificate of chain) requireValidAt(certificate, time)
  const trusted = findIssuers(oms.bundle, { chain, roots: roots.flatMap(parseRoots), time })
  try {
    verifyAt(entity, trusted, time)
  } catch (error) {
    throw sayRefusal(error)
  }
  const leaf = chain[0] ?? parseCertificate(Buffer.alloc(0))
  requireForSigning(entity, leaf)
  return `certificate ${describe(leaf)}, issued by ${describeName(leaf.issuer)}`
}

type Issuers = { chain: readonly X509Certificate[]; roots: readonly X509Certificate[]; time: bigint }

/** The roots, and whatever of the bundle's chain above the leaf they vouch for, in whatever order it stands. */
const findIssuers = (bundle: OmsBundle['bundle'], { chain, roots, time }: Issuers): X509Certificate[] => {
  const isVouchedFor = (certificate: X509Certificate, trusted: readonly X509Certificate[]) => {
    const content = { $case: 'certificate' as const, certificate: { rawBytes: certificate.raw } }
    const verificationMaterial = { ...bundle.verificationMaterial, content }
    const entity = toSignedEntity({ ...bundle, verificationMaterial })
    try {
      // It signed no model: only the path above it is asked for.
      verifyAt({ ...entity, signature: { ...noSignature, verifySignature: () => true } }, trusted, time)
      return certificate.ca
    } catch {
      return false
    }
  }
  const trusted = [...roots]
  let left = chain.slice(1)
  for (let round = 0; round < chain.length; round++) {
    const found = left.filter((certificate) => isVouchedFor(certificate, trusted))
    trusted.push(...found)
    left = left.filter((certificate) => !found.includes(certificate))
  }
  return trusted
}

const noSignature = { signature: Buffer.alloc(0), compareSignature: () => false, compareDigest: () => false }

/** The library takes the time of a check from evidence alone; here the reader names it. */
const verifyAt = (entity: SignedEntity, trusted: readonly X509Certificate[], time: bigint) => {
  const certificates = trusted.map(({ raw }) => ({ rawBytes: raw }))
  const tlogEntry = {
    logIndex: '0',
    logId: { keyId: Buffer.alloc(0) },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: time.toString(),
    inclusionPromise: { signedEntryTimestamp: Buffer.alloc(0) },
    inclusionProof: undefined,
    canonicalizedBody: Buffer.alloc(0),
  }
  const verifier = new Verifier(buildTrust(certificates), {
    tlogThreshold: 0,
    ctlogThreshold: 0,
    timestampThreshold: 1,
  })
  verifier.verify({ ...entity, tlogEntries: [], timestamps: [{ $case: 'transparency-log', tlogEntry }] })
}

const requireValidAt = (certificate: X509Certificate, time: bigint) => {
  const { validFrom, validTo } = certificate
  const at = Number(time) * 1000
  if (Date.parse(validFrom) <= at && at <= Date.parse(validTo)) return
  const message = `The certificate ${describe(certificate)} holds from ${validFrom} to ${validTo}, not at ${new Date(at).toUTCString()}.`
  throw new AppError('oms_expired_certificate', message)
}

/** A certificate that says what it is for must say that it signs code; one that says nothing at all is refused. */
const requireForSigning = ({ key }: SignedEntity, leaf: X509Certificate) => {
  const uses = leaf.keyUsage as readonly string[] | undefined
  const signs = key.$case === 'certificate' ? key.certificate.extKeyUsage?.digitalSignature : false
  const isForCode = uses === undefined ? signs === true : uses.includes(CODE_SIGNING) || uses.includes(ANY_USE)
  if (isForCode && signs !== false) return
  throw new AppError('oms_unfit_certificate', `The certificate ${describe(leaf)} is not for signing code or models.`)
}

const parseCertificate = (der: Uint8Array) => {
  try {
    return new X509Certificate(der)
  } catch (cause) {
    throw new AppError('oms_invalid_bundle', 'The bundle holds a certificate that cannot be read.', { cause })
  }
}

const parseRoots = (pem: string) => {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new AppError('invalid_usage', 'The certificate file holds no PEM certificate.')
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch (cause) {
    throw new AppError('invalid_usage', 'The certificate file holds a certificate that cannot be read.', { cause })
  }
}

/** By name and key, which the issuer signed; a digest of the whole would change with bytes that nobody signed. */
const describe = ({ subject, publicKey }: X509Certificate) => {
  const key = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
  return `${describeName(subject)} (key ${key})`
}

/** Node writes one part of a name on each line. */
const describeName = (name: string) => toPlainText((name ?? 'without a name').split('\n').join(', '))
