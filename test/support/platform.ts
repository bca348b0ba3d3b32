import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { ca, type Issued, issueCertificate, issueRevocationList } from './pki'

/** What a machine and Intel say of it; each part can be other than it should. */
export type PlatformOptions = {
  status?: string
  qeStatus?: string
  reportData?: Buffer
  measurement?: Buffer
  /** The enclave's attributes; bit 1 of the first byte is debug. */
  attributes?: number
  /** Security number of the platform; levels ask for 2. */
  svn?: number
  revoke?: 'platform' | 'authority' | 'signer'
  crlDays?: number
  qeSigner?: number
  /** Signs the report instead of the attested key. */
  reportKey?: KeyObject
}

const DAY = 86_400_000
const end = 'basicConstraints=critical,CA:FALSE\nkeyUsage=digitalSignature'

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
  pair(`${sgx}.4`, 'FORMAT:HEX,OCTETSTRING:00906ED50000', 'fmspc'),
  pair(`${sgx}.5`, 'ENUMERATED:0', 'type'),
].join('\n')

const issue = () => {
  const root = issueCertificate({ subject: 'Intel SGX Root CA', extensions: ca })
  const authority = issueCertificate({ subject: 'Intel SGX PCK Platform CA', extensions: ca, issuer: root })
  const signer = issueCertificate({ subject: 'Intel SGX TCB Signing', extensions: end, issuer: root })
  const extensions = `${end}\n${sgxExtension}`
  const pck = issueCertificate({ subject: 'Intel SGX PCK Certificate', extensions, issuer: authority })
  return { root, authority, signer, pck }
}

type Chain = ReturnType<typeof issue>

const signRaw = (content: Buffer | string, key: KeyObject) =>
  sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' })

type Report = { mrEnclave?: Buffer; mrSigner?: number; attributes?: number; data: Buffer }

/** A report of an enclave, 384 bytes. */
const buildReport = ({ mrEnclave = Buffer.alloc(32), mrSigner = 1, attributes = 5, data }: Report) => {
  const report = Buffer.alloc(384)
  report.fill(2, 0, 16)
  report.writeUInt8(attributes, 48)
  mrEnclave.copy(report, 64)
  report.fill(mrSigner, 128, 160)
  report.writeUInt16LE(1, 256)
  report.writeUInt16LE(8, 258)
  data.copy(report, 320)
  return report
}

const buildQuote = ({ pck, authority, root }: Chain, options: PlatformOptions): Buffer => {
  const attested = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { x = '', y = '' } = attested.publicKey.export({ format: 'jwk' })
  const attestedKey = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const header = Buffer.alloc(48)
  header.writeUInt16LE(3, 0)
  header.writeUInt16LE(2, 2)
  const { measurement: mrEnclave = Buffer.alloc(32, 7), reportData: data = Buffer.alloc(64), attributes = 5 } = options
  const signed = Buffer.concat([header, buildReport({ mrEnclave, data, attributes })])
  const qeAuth = Buffer.alloc(32, 9)
  const qeData = Buffer.concat([createHash('sha256').update(attestedKey).update(qeAuth).digest(), Buffer.alloc(32)])
  const qeReport = buildReport({ data: qeData, mrSigner: options.qeSigner ?? 1 })
  const chain = Buffer.from([pck, authority, root].map(({ pem }) => pem).join(''))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt16LE(qeAuth.length, 0)
  lengths.writeUInt16LE(5, 2)
  lengths.writeUInt32LE(chain.length, 4)
  const rest = Buffer.concat([
    signRaw(signed, options.reportKey ?? attested.privateKey),
    attestedKey,
    qeReport,
    signRaw(qeReport, createPrivateKey(pck.keyPem)),
    lengths.subarray(0, 2),
    qeAuth,
    lengths.subarray(2),
    chain,
  ])
  const size = Buffer.alloc(4)
  size.writeUInt32LE(rest.length)
  return Buffer.concat([signed, size, rest])
}

const buildCollateral = (chain: Chain, options: PlatformOptions): Buffer => {
  const { root, authority, signer, pck } = chain
  const { status = 'UpToDate', qeStatus = 'UpToDate', svn = 2, revoke, crlDays } = options
  const dates = {
    issueDate: new Date(Date.now() - DAY).toISOString(),
    nextUpdate: new Date(Date.now() + 20 * DAY).toISOString(),
  }
  const components = Array.from({ length: 16 }, () => ({ svn }))
  const tcbInfo = JSON.stringify({
    ...{ id: 'SGX', version: 3, ...dates, fmspc: '00906ED50000', pceId: '0000', tcbType: 0 },
    tcbEvaluationDataNumber: 1,
    tcbLevels: [{ tcb: { sgxtcbcomponents: components, pcesvn: 11 }, tcbDate: dates.issueDate, tcbStatus: status }],
  })
  const identity = JSON.stringify({
    ...{ id: 'QE', version: 2, ...dates, tcbEvaluationDataNumber: 1, isvprodid: 1, mrsigner: '01'.repeat(32) },
    ...{ miscselect: '00000000', miscselectMask: 'FFFFFFFF', attributes: '05'.padEnd(32, '0') },
    attributesMask: 'FD'.padEnd(32, '0'),
    tcbLevels: [{ tcb: { isvsvn: 8 }, tcbDate: dates.issueDate, tcbStatus: qeStatus }],
  })
  const key = createPrivateKey(signer.keyPem)
  const toPem = (...certificates: Issued[]) => certificates.map(({ pem }) => pem).join('')
  const ofRoot = [...(revoke === 'authority' ? [authority] : []), ...(revoke === 'signer' ? [signer] : [])]
  return Buffer.from(
    JSON.stringify({
      pck_crl_issuer_chain: toPem(authority, root),
      root_ca_crl: issueRevocationList(root, ofRoot).toString('hex'),
      pck_crl: issueRevocationList(authority, revoke === 'platform' ? [pck] : [], crlDays).toString('hex'),
      tcb_info_issuer_chain: toPem(signer, root),
      tcb_info: tcbInfo,
      tcb_info_signature: signRaw(tcbInfo, key).toString('hex'),
      qe_identity_issuer_chain: toPem(signer, root),
      qe_identity: identity,
      qe_identity_signature: signRaw(identity, key).toString('hex'),
    }),
  )
}

/**
 * A manufacturer and a machine of our own, laid out as Intel's are: everything that real samples cannot show, correctly
 * signed. `rootCertificate` is DER in base64.
 */
export const createPlatform = () => {
  const chain = issue()
  return {
    rootCertificate: chain.root.der,
    attest: (options: PlatformOptions = {}) => ({
      quote: buildQuote(chain, options),
      collateral: buildCollateral(chain, options),
    }),
  }
}
