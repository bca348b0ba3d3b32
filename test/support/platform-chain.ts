import { type KeyObject, sign } from 'node:crypto'
import { ca, issueCertificate } from './pki'

const end = 'basicConstraints=critical,CA:FALSE\nkeyUsage=digitalSignature'

/** The kind of machine that the certificate is of; levels are looked up by it. */
export const FMSPC = '00906ED50000'

// What a certificate of a platform holds, as Intel lays it out (SGX PCK Certificate Specification, 1.3.5).
const sgx = '1.2.840.113741.1.13.1'
const pair = (oid: string, value: string, name: string) => `[${name}]\noid=OID:${oid}\nvalue=${value}\n`
const sgxExtension = [
  `${sgx}=ASN1:SEQUENCE:sgx`,
  '[sgx]\nppid=SEQUENCE:ppid\ntcb=SEQUENCE:tcb\npceid=SEQUENCE:pceid\nfmspc=SEQUENCE:fmspc\ntype=SEQUENCE:type\n',
  pair(`${sgx}.1`, `FORMAT:HEX,OCTETSTRING:${'aa'.repeat(16)}`, 'ppid'),
  pair(`${sgx}.2`, 'SEQUENCE:levels', 'tcb'),
  '[levels]\npcesvn=SEQUENCE:pcesvn\ncpusvn=SEQUENCE:cpusvn\n',
  pair(`${sgx}.2.17`, 'INTEGER:11', 'pcesvn'),
  pair(`${sgx}.2.18`, `FORMAT:HEX,OCTETSTRING:${'02'.repeat(16)}`, 'cpusvn'),
  pair(`${sgx}.3`, 'FORMAT:HEX,OCTETSTRING:0000', 'pceid'),
  pair(`${sgx}.4`, `FORMAT:HEX,OCTETSTRING:${FMSPC}`, 'fmspc'),
  pair(`${sgx}.5`, 'ENUMERATED:0', 'type'),
].join('\n')

/** A root, its authority for platforms, its signer of levels, and one platform, with Intel's names and our keys. */
export const issueChain = () => {
  const root = issueCertificate({ subject: 'Intel SGX Root CA', extensions: ca })
  const authority = issueCertificate({ subject: 'Intel SGX PCK Platform CA', extensions: ca, issuer: root })
  const signer = issueCertificate({ subject: 'Intel SGX TCB Signing', extensions: end, issuer: root })
  const extensions = `${end}\n${sgxExtension}`
  const pck = issueCertificate({ subject: 'Intel SGX PCK Certificate', extensions, issuer: authority })
  return { root, authority, signer, pck }
}

export type Chain = ReturnType<typeof issueChain>

/** Signs as quotes and collateral are signed: r and s, 32 bytes each. */
export const signRaw = (content: Buffer | string, key: KeyObject) =>
  sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' })
