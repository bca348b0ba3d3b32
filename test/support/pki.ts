import { spawnSync } from 'node:child_process'
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A certificate made for a test, with its key. */
export type Issued = { pem: string; der: string; privateKey: KeyObject; keyPem: string }

type Request = { subject: string; extensions: string; issuer?: Issued; days?: number }

const runOpenssl = (folder: string, args: readonly string[]) => {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`)
}

/** Extensions as OpenSSL's configuration writes them. */
export const ca = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash'
export const signer = 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=codeSigning'

/** A list by `issuer` (DER) that revokes these, by OpenSSL; it holds for `days`. */
export const issueRevocationList = (issuer: Issued, revoked: readonly Issued[], days = 30): Buffer => {
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-crl-'))
  const file = (name: string) => join(folder, name)
  try {
    writeFileSync(file('index.txt'), '')
    writeFileSync(file('number'), '01\n')
    writeFileSync(file('issuer.pem'), issuer.pem)
    writeFileSync(file('issuer-key.pem'), issuer.keyPem)
    const settings = `database=index.txt\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=${days}\n`
    writeFileSync(file('ca.cnf'), `[ca]\ndefault_ca=one\n[one]\n${settings}`)
    const authority = ['ca', '-config', 'ca.cnf', '-cert', 'issuer.pem', '-keyfile', 'issuer-key.pem']
    for (const { pem } of revoked) {
      writeFileSync(file('revoked.pem'), pem)
      runOpenssl(folder, [...authority, '-revoke', 'revoked.pem'])
    }
    runOpenssl(folder, [...authority, '-gencrl', '-out', 'list.pem'])
    runOpenssl(folder, ['crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der'])
    return readFileSync(file('list.der'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Issues a certificate by OpenSSL, which shares no code with what is tested; self-signed without an issuer. */
export const issueCertificate = ({ subject, extensions, issuer, days = 30 }: Request): Issued => {
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-pki-'))
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => runOpenssl(folder, args)
  try {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem')
    writeFileSync(file('extensions.cnf'), extensions)
    const request = ['-new', '-key', 'key.pem', '-utf8', '-subj', `/CN=${subject}`]
    openssl('req', ...request, '-out', 'request.pem')
    const signed = ['x509', '-req', '-in', 'request.pem', '-days', String(days), '-extfile', 'extensions.cnf']
    if (issuer) {
      writeFileSync(file('issuer.pem'), issuer.pem)
      writeFileSync(file('issuer-key.pem'), issuer.keyPem)
      openssl(...signed, '-CA', 'issuer.pem', '-CAkey', 'issuer-key.pem', '-CAcreateserial', '-out', 'certificate.pem')
    } else {
      openssl(...signed, '-signkey', 'key.pem', '-out', 'certificate.pem')
    }
    const pem = readFileSync(file('certificate.pem'), 'utf8')
    const keyPem = readFileSync(file('key.pem'), 'utf8')
    const der = new X509Certificate(pem).raw.toString('base64')
    return { pem, der, keyPem, privateKey: createPrivateKey(keyPem) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
