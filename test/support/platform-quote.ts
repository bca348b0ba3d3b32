import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type Chain, signRaw } from './platform-chain'

export type Kind = 'SGX' | 'TDX'

/** What a machine says of itself; each part can be other than it should. */
export type QuoteOptions = {
  kind?: Kind
  reportData?: Buffer
  /** MRENCLAVE, 32 bytes, or MRTD, 48. */
  measurement?: Buffer
  debug?: boolean
  qeSigner?: number
  /** Signs the report instead of the attested key. */
  reportKey?: KeyObject
}

// https://download.01.org/intel-sgx/latest/dcap-latest/linux/docs/: header 48 bytes, then the report.
/** Where the parts of a quote lie. */
export const sgxAt = { attributes: 48 + 48, measurement: 48 + 64, reportData: 48 + 320, signature: 48 + 384 + 4 }
export const tdxAt = {
  ...{ attributes: 48 + 120, measurement: 48 + 136, reportData: 48 + 520, signature: 48 + 584 + 4 },
  certificationType: 48 + 584 + 4 + 128,
}

const toUint16 = (value: number) => Buffer.from([value & 0xff, value >> 8])

const toUint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

type Report = { mrEnclave?: Buffer; mrSigner?: number; attributes?: number; product?: number; data: Buffer }

/** A report of an enclave, 384 bytes. */
const buildReport = ({ mrEnclave = Buffer.alloc(32), mrSigner = 1, attributes = 5, product = 1, data }: Report) => {
  const report = Buffer.alloc(384)
  report.fill(2, 0, 16)
  report.writeUInt8(attributes, 48)
  mrEnclave.copy(report, 64)
  report.fill(mrSigner, 128, 160)
  report.writeUInt16LE(product, 256)
  report.writeUInt16LE(8, 258)
  data.copy(report, 320)
  return report
}

/** A report of a guest, 584 bytes, above a module of version 1 and security number 2. */
const buildGuestReport = (mrTd: Buffer, data: Buffer, debug: boolean) => {
  const report = Buffer.alloc(584)
  report.fill(2, 0, 16)
  report.writeUInt8(1, 1)
  report.writeUInt8(debug ? 1 : 0, 120)
  // SEPT_VE_DISABLE, which every guest needs.
  report.writeUInt8(0x10, 123)
  mrTd.copy(report, 136)
  for (const register of [0, 1, 2, 3]) report.fill(0xa0 + register, 328 + register * 48, 376 + register * 48)
  data.copy(report, 520)
  return report
}

const buildSigned = (options: QuoteOptions): Buffer => {
  const { kind = 'SGX', reportData: data = Buffer.alloc(64), debug = false } = options
  const measurement = options.measurement ?? Buffer.alloc(kind === 'TDX' ? 48 : 32, 7)
  const header = Buffer.alloc(48)
  header.writeUInt16LE(kind === 'TDX' ? 4 : 3, 0)
  header.writeUInt16LE(2, 2)
  header.writeUInt32LE(kind === 'TDX' ? 0x81 : 0, 4)
  const report =
    kind === 'TDX'
      ? buildGuestReport(measurement, data, debug)
      : buildReport({ mrEnclave: measurement, data, attributes: debug ? 7 : 5 })
  return Buffer.concat([header, report])
}

/** A quote: version 3 for SGX, 4 for TDX. */
export const buildQuote = ({ pck, authority, root }: Chain, options: QuoteOptions): Buffer => {
  const isTdx = options.kind === 'TDX'
  const attested = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { x = '', y = '' } = attested.publicKey.export({ format: 'jwk' })
  const attestedKey = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const signed = buildSigned(options)
  const qeAuth = Buffer.alloc(32, 9)
  const qeData = Buffer.concat([createHash('sha256').update(attestedKey).update(qeAuth).digest(), Buffer.alloc(32)])
  const qeReport = buildReport({ data: qeData, mrSigner: options.qeSigner ?? 1, product: isTdx ? 2 : 1 })
  const chain = Buffer.from([pck, authority, root].map(({ pem }) => pem).join(''))
  const certification = Buffer.concat([
    ...[qeReport, signRaw(qeReport, pck.privateKey), toUint16(qeAuth.length), qeAuth],
    ...[toUint16(5), toUint32(chain.length), chain],
  ])
  const rest = Buffer.concat([
    ...[signRaw(signed, options.reportKey ?? attested.privateKey), attestedKey],
    // From version 4 on what follows stands in an envelope of its own.
    ...(isTdx ? [toUint16(6), toUint32(certification.length)] : []),
    certification,
  ])
  return Buffer.concat([signed, toUint32(rest.length), rest])
}
