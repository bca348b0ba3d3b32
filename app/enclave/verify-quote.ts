import { X509Certificate } from 'node:crypto'
import type { AuthData, Report } from '@phala/dcap-qvl'
import { AppError } from '~/domain/errors'
import { toPlainText } from '~/domain/plain-text'
import { checkChains, intersect } from './check-chains'
import type { Window } from './check-revocation'
import { checkTdModule } from './check-td-module'
import { type Collateral, parseCollateral } from './collateral'
import { INTEL_ROOT } from './intel-root'
import { loadVerifier } from './load-verifier'
import { type EnclaveReport, readReport } from './read-report'
import { pickWorseStatus } from './tcb-status'

type QuoteCheck = {
  quote: Uint8Array
  /** The collateral file. */
  collateral: Uint8Array
  /** UNIX seconds at which it has to hold; never the machine's clock by itself. */
  time: bigint
}

/** A quote that Intel's root vouches for. What it is about, and whether its status will do, is still to be checked. */
export type VerifiedQuote = EnclaveReport & {
  /** As Intel calls it: `UpToDate`, `OutOfDate`, `SWHardeningNeeded` … */
  status: string
  advisories: readonly string[]
  /** UNIX seconds from and to which the collateral holds. */
  collateral: Window
}

type VerifyQuote = (check: QuoteCheck) => Promise<VerifiedQuote>

/** Verifies quotes to one root: DER in base64. `verifyQuote` is the one to use; tests have a root of their own. */
export const createQuoteVerifier = (rootCertificate: string): VerifyQuote => {
  const root = Buffer.from(rootCertificate, 'base64')
  return async ({ quote, collateral: content, time }) => {
    const { Quote, QuoteVerifier, utils } = await loadVerifier()
    const collateral = parseCollateral(content)
    const parsed = parseQuote(() => Quote.parse(quote))
    // Machines pad quotes with zeros; anything else after the end is signed by nobody.
    const rest = quote.subarray(lengthOf(quote, parsed.signedLength()))
    if (rest.some((byte) => byte !== 0)) throw badQuote('has bytes after its end')
    requireCertificationType(parsed.authData)
    const pckChain = parseQuote(() =>
      utils.extractCerts(Buffer.from(parsed.rawCertChain())).map((der) => new X509Certificate(der)),
    )
    const report = readReport(parsed.report)
    const chains = checkChains({ collateral, pckChain, root: new X509Certificate(root) })
    const holds = intersect([chains, readWindow(collateral.tcb_info), readWindow(collateral.qe_identity)])
    requireWithin(holds, time)
    const verifier = QuoteVerifier.newWithRootCa(root)
    const verified = say(() => verifier.verify(quote, toLibrary(collateral), Number(time)))
    const status = mergeModule(verified.status, parsed.report, collateral.tcb_info)
    return { ...report, status, advisories: verified.advisory_ids.map(toPlainText), collateral: holds }
  }
}

/**
 * Verifies an SGX or TDX quote to Intel's pinned root, at a time that is given, without a network. Throws
 * `verifier_missing`, `attest_expired`, `attest_revoked`, `attest_debug`, `attest_out_of_date`, `attest_bad_collateral`
 * or `attest_bad_quote`.
 */
export const verifyQuote: VerifyQuote = createQuoteVerifier(INTEL_ROOT)

/** The worse of the platform's status and of the module below a guest. */
const mergeModule = (status: string, report: Report, tcbInfo: string): string => {
  const td = report.asTd10()
  const worst = td === null ? status : pickWorseStatus(status, checkTdModule(td, JSON.parse(tcbInfo)))
  if (worst !== 'Revoked') return toPlainText(worst)
  throw new AppError('attest_revoked', 'Intel has revoked the TDX module of this platform: the quote proves nothing.')
}

/** The library reads what lies there as if it were of this type, whatever the quote says. */
const requireCertificationType = ({ data }: AuthData) => {
  if (!('qeReportData' in data) || data.certificationData.certType === QE_REPORT_CERTIFICATION) return
  throw badQuote(`has certification data of type ${data.certificationData.certType}, not ${QE_REPORT_CERTIFICATION}`)
}

const QE_REPORT_CERTIFICATION = 6

/** Where a quote says that it ends. */
const lengthOf = (quote: Uint8Array, signedLength: number): number => {
  const view = new DataView(quote.buffer, quote.byteOffset, quote.byteLength)
  return signedLength + 4 + view.getUint32(signedLength, true)
}

/** Read before the signature is checked: it can only refuse here, and the library checks the signature next. */
const readWindow = (json: string): Window => {
  try {
    const { issueDate, nextUpdate } = JSON.parse(json)
    const window = { from: Date.parse(issueDate) / 1000, to: Date.parse(nextUpdate) / 1000 }
    if (Number.isFinite(window.from) && Number.isFinite(window.to)) return window
  } catch {
    // Said below.
  }
  throw new AppError('attest_bad_collateral', 'The collateral does not say when it was issued and until when it holds.')
}

const requireWithin = ({ from, to }: Window, time: bigint) => {
  const at = Number(time)
  if (at > to) {
    const message = `Expired: the collateral held until ${sayTime(to)}, and this is about ${sayTime(at)}. Fetch it anew.`
    throw new AppError('attest_expired', message)
  }
  if (at < from) {
    throw new AppError(
      'attest_expired',
      `Not valid yet: the collateral holds from ${sayTime(from)}, after ${sayTime(at)}.`,
    )
  }
}

const sayTime = (seconds: number) => new Date(seconds * 1000).toISOString()

const toLibrary = (collateral: Collateral) => {
  const toPem = (chain: readonly X509Certificate[]) => chain.map(String).join('')
  return {
    ...collateral,
    root_ca_crl: collateral.root_ca_crl.toString('hex'),
    pck_crl: collateral.pck_crl.toString('hex'),
    tcb_info_signature: collateral.tcb_info_signature.toString('hex'),
    qe_identity_signature: collateral.qe_identity_signature.toString('hex'),
    pck_crl_issuer_chain: toPem(collateral.pck_crl_issuer_chain),
    tcb_info_issuer_chain: toPem(collateral.tcb_info_issuer_chain),
    qe_identity_issuer_chain: toPem(collateral.qe_identity_issuer_chain),
  }
}

const parseQuote = <T>(parse: () => T): T => {
  try {
    return parse()
  } catch (cause) {
    throw badQuote('cannot be read: it is cut, garbled, or no DCAP quote', cause)
  }
}

const say = <T>(check: () => T): T => {
  try {
    return check()
  } catch (cause) {
    const reason = cause instanceof Error ? toPlainText(cause.message) : 'no reason given'
    const aboutCollateral = /tcb_?info|qe_?identity|fmspc|collateral|components/i.test(reason)
    if (/^No matching TCB level/.test(reason)) {
      const older = 'Refused: the platform is older than every security level that Intel still lists.'
      throw new AppError('attest_out_of_date', older, { cause })
    }
    if (/revoked/i.test(reason)) throw new AppError('attest_revoked', `Refused: ${reason}.`, { cause })
    throw new AppError(aboutCollateral ? 'attest_bad_collateral' : 'attest_bad_quote', `Refused: ${reason}.`, { cause })
  }
}

const badQuote = (problem: string, cause?: unknown) =>
  new AppError('attest_bad_quote', `The quote ${problem}.`, { cause })
