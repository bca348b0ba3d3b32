import { type Issued, issueRevocationList } from './pki'
import { type Chain, FMSPC, signRaw } from './platform-chain'
import type { Kind } from './platform-quote'

/** What Intel says of a machine; each part can be other than it should. */
export type CollateralOptions = {
  kind?: Kind
  status?: string
  qeStatus?: string
  /** Of the module below a guest. */
  moduleStatus?: string
  advisories?: string[]
  /** The kind of machine that the levels are of. */
  fmspc?: string
  /** Security number that levels ask for; the platform has 2. */
  svn?: number
  revoke?: 'platform' | 'authority' | 'signer'
  crlDays?: number
}

const DAY = 86_400_000

/** As Intel writes times, in whole seconds. */
const sayTime = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`

const zeros = (length: number) => '00'.repeat(length)

/** The identity and the levels of the module that `buildQuote` puts below a guest. */
const buildModule = (tcbDate: string, tcbStatus: string) => {
  const identity = { mrsigner: zeros(48), attributes: zeros(8), attributesMask: 'FF'.repeat(8) }
  const tcbLevels = [{ tcb: { isvsvn: 2 }, tcbDate, tcbStatus }]
  return { tdxModule: identity, tdxModuleIdentities: [{ id: 'TDX_01', ...identity, tcbLevels }] }
}

type Dates = { issueDate: string; nextUpdate: string }

const buildTcbInfo = (dates: Dates, options: CollateralOptions): string => {
  const { kind = 'SGX', status = 'UpToDate', moduleStatus = 'UpToDate', fmspc = FMSPC, svn = 2 } = options
  const sgxtcbcomponents = Array.from({ length: 16 }, () => ({ svn }))
  // The second number of a guest's is its module's version, and no level.
  const tdxtcbcomponents = sgxtcbcomponents.map((component, index) => (index === 1 ? { svn: 0 } : component))
  const tcb = { sgxtcbcomponents, pcesvn: 11, ...(kind === 'TDX' ? { tdxtcbcomponents } : {}) }
  return JSON.stringify({
    ...{ id: kind, version: 3, ...dates, fmspc, pceId: '0000', tcbType: 0, tcbEvaluationDataNumber: 1 },
    ...(kind === 'TDX' ? buildModule(dates.issueDate, moduleStatus) : {}),
    tcbLevels: [{ tcb, tcbDate: dates.issueDate, tcbStatus: status, advisoryIDs: options.advisories ?? [] }],
  })
}

const buildIdentity = (dates: Dates, { kind = 'SGX', qeStatus = 'UpToDate' }: CollateralOptions): string =>
  JSON.stringify({
    ...{ id: kind === 'TDX' ? 'TD_QE' : 'QE', version: 2, ...dates, tcbEvaluationDataNumber: 1 },
    ...{ isvprodid: kind === 'TDX' ? 2 : 1, mrsigner: '01'.repeat(32) },
    ...{ miscselect: '00000000', miscselectMask: 'FFFFFFFF', attributes: '05'.padEnd(32, '0') },
    attributesMask: 'FD'.padEnd(32, '0'),
    tcbLevels: [{ tcb: { isvsvn: 8 }, tcbDate: dates.issueDate, tcbStatus: qeStatus }],
  })

const toPem = (...certificates: Issued[]) => certificates.map(({ pem }) => pem).join('')

/** The members of a collateral file, as Intel's provisioning service answers them. */
export const buildCollateral = ({ root, authority, signer, pck }: Chain, options: CollateralOptions) => {
  const { revoke, crlDays } = options
  const dates = { issueDate: sayTime(Date.now() - DAY), nextUpdate: sayTime(Date.now() + 20 * DAY) }
  const tcbInfo = buildTcbInfo(dates, options)
  const identity = buildIdentity(dates, options)
  const ofRoot = [...(revoke === 'authority' ? [authority] : []), ...(revoke === 'signer' ? [signer] : [])]
  return {
    pck_crl_issuer_chain: toPem(authority, root),
    root_ca_crl: issueRevocationList(root, ofRoot).toString('hex'),
    pck_crl: issueRevocationList(authority, revoke === 'platform' ? [pck] : [], crlDays).toString('hex'),
    tcb_info_issuer_chain: toPem(signer, root),
    tcb_info: tcbInfo,
    tcb_info_signature: signRaw(tcbInfo, signer.privateKey).toString('hex'),
    qe_identity_issuer_chain: toPem(signer, root),
    qe_identity: identity,
    qe_identity_signature: signRaw(identity, signer.privateKey).toString('hex'),
  }
}
