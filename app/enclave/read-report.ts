import type { Report } from '@phala/dcap-qvl'
import { type Hex, sha256, toHex } from 'viem'
import { AppError } from '~/domain/errors'

/** What a quote says of an enclave. */
export type EnclaveReport = {
  kind: 'SGX' | 'TDX'
  /**
   * The one digest that votes are about: for SGX its MRENCLAVE, for TDX the SHA-256 over MRTD, RTMR0, RTMR1, RTMR2 and
   * RTMR3, 48 bytes each, in this order.
   */
  measurement: Hex
  /** 64 bytes that the enclave chose. */
  reportData: Hex
}

/** Reads a report, verified or not. Throws `attest_debug` when a debugger can look inside and change it. */
export const readReport = (report: Report): EnclaveReport => {
  const sgx = report.asSgx()
  if (sgx !== null) {
    requireNoDebug(((sgx.attributes[0] ?? 0xff) & 0x02) === 0)
    return { kind: 'SGX', measurement: toHex(sgx.mrEnclave), reportData: toHex(sgx.reportData) }
  }
  const td = report.asTd10()
  if (td === null) throw new AppError('attest_bad_quote', 'The quote is neither of SGX nor of TDX.')
  requireNoDebug(td.tdAttributes[0] === 0)
  const registers = [td.mrTd, td.rtMr0, td.rtMr1, td.rtMr2, td.rtMr3]
  return { kind: 'TDX', measurement: sha256(Buffer.concat(registers)), reportData: toHex(td.reportData) }
}

const requireNoDebug = (isOff: boolean) => {
  if (isOff) return
  throw new AppError('attest_debug', 'The enclave runs in debug mode: its operator can read and change all of it.')
}
