import { verify, type X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { CertificateList } from '@peculiar/asn1-x509'
import { AppError } from '~/domain/errors'

/** A span in UNIX seconds. */
export type Window = { from: number; to: number }

type Revocation = {
  /** The list, DER. */
  crl: Buffer
  /** Who has to have signed it; and issued the certificates that it is asked about. */
  issuer: X509Certificate
  certificates: readonly X509Certificate[]
  name: string
}

const ECDSA_SHA256 = '1.2.840.10045.4.3.2'

/**
 * Checks that nobody but the issuer signed a revocation list and that it names none of the certificates; returns when it
 * holds. The library looks certificates up in a list, but never whose list it is, of when, or whether it is one: whoever
 * brings the collateral could bring an empty one. Throws `attest_bad_collateral` or `attest_revoked`.
 */
export const checkRevocation = ({ crl, issuer, certificates, name }: Revocation): Window => {
  const list = parseList(crl, name)
  const { tbsCertList, tbsCertListRaw, signature, signatureAlgorithm } = list
  const isSigned =
    tbsCertListRaw !== undefined &&
    signatureAlgorithm.algorithm === ECDSA_SHA256 &&
    verify('sha256', Buffer.from(tbsCertListRaw), issuer.publicKey, Buffer.from(signature))
  if (!isSigned) throw bad(name, 'is not signed by the authority that it speaks for')
  if (tbsCertList.nextUpdate === undefined) throw bad(name, 'does not say until when it holds')
  const revoked = new Set(
    (tbsCertList.revokedCertificates ?? []).map(({ userCertificate }) => toSerial(userCertificate)),
  )
  for (const certificate of certificates) {
    if (!certificate.checkIssued(issuer)) throw bad(name, 'is of another authority than the certificates')
    if (!revoked.has(stripZeros(certificate.serialNumber))) continue
    const message = `Intel has revoked the certificate ${certificate.serialNumber} of this platform: the quote proves nothing.`
    throw new AppError('attest_revoked', message)
  }
  const toSeconds = (date: Date) => Math.floor(date.getTime() / 1000)
  return { from: toSeconds(tbsCertList.thisUpdate.getTime()), to: toSeconds(tbsCertList.nextUpdate.getTime()) }
}

const parseList = (crl: Buffer, name: string) => {
  try {
    return AsnConvert.parse(crl, CertificateList)
  } catch (cause) {
    throw new AppError('attest_bad_collateral', `The collateral's ${name} cannot be read.`, { cause })
  }
}

const toSerial = (serial: ArrayBuffer) => stripZeros(Buffer.from(serial).toString('hex'))

const stripZeros = (hex: string) => hex.toUpperCase().replace(/^0+/, '')

const bad = (name: string, problem: string) =>
  new AppError('attest_bad_collateral', `The collateral's ${name} ${problem}.`)
