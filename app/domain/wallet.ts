import type { Address, Hex } from 'viem'
import type { Choice, House } from './ballot'
import type { Refusal } from './refusal'
import type { ProposalAct } from './vote-options'

/** One call of a proposal; `value` is wei as a decimal string, so that it survives JSON. */
export type CallText = { target: Address; value: string; calldata: Hex }

/** The chain that a page speaks of: what a wallet must know to reach it. `rpcUrl` is null where only wallets reach it. */
export type ChainAccess = {
  chainId: number
  name: string
  rpcUrl: string | null
  /** The embedded demo: demo wallets and the bar that moves time may be shown. */
  demo: boolean
  contracts: {
    governor: Address
    token: Address
    seats: Address
    registry: Address
    custody: Address
    allocation: Address
    treasury: Address
    book: Address
    market: Address
    arbitration: Address
    jobs: Address
    rewards: Address
    receipts: Address
    money: Address
  }
}

/** What is registered of a release; whole numbers beyond 2^53 as decimal strings, so that they survive JSON. */
export type ReleaseText = {
  modelId: number
  version: string
  parents: readonly number[]
  root: Hex
  manifest: Hex
  card: Hex
  licence: string
  files: number
  size: string
  gpuSeconds: string
  flop: string
  uri: string
}

/** What an evaluator states of one exact artifact; kind and verdict by the registry's numbers. */
export type Statement = {
  releaseId: number
  root: Hex
  kind: number
  verdict: number
  report: Hex
  /** UNIX seconds, 0 for never. */
  expirationTime: number
  uri: string
}

/** A statement that its evaluator signed, for anyone to send. `nonce` and `deadline` are part of what was signed. */
export type SignedStatement = {
  chainId: number
  registry: Address
  attester: Address
  statement: Statement
  nonce: string
  deadline: number
  signature: Hex
}

/** What a party asks for: GPU-seconds as a decimal string. `agentOf` is the party whose agent signs, null for a member. */
export type ComputeAsk = { pool: number; epoch: number; want: string; seq: number; agentOf: number | null }

/** What a tenant wants of the market; whole numbers beyond 2^53 as decimal strings. As IMarketOrders.OrderTerms. */
export type OrderText = {
  pool: number
  units: number
  duration: number
  notice: number
  maxRate: string
  attributes: string
  auditorIds: string
  releaseId: number
}

/** What a reader does about a job that is paid by the milestone. Base units, UNIX seconds; `index` from 0. */
export type JobAct =
  | { name: 'offer'; providerId: number; specDigest: Hex; plan: readonly { amount: string; deadline: number }[] }
  | { name: 'withdrawOffer' | 'acceptJob' | 'reclaim'; job: string }
  | { name: 'deliver'; job: string; digest: Hex }
  | { name: 'acceptMilestone' | 'releaseMilestone' | 'settleMilestone'; job: string; index: number }
  | { name: 'rejectMilestone'; job: string; index: number; evidence: Hex }
  | { name: 'claimOfJobs' }

/** What a reader does on the market; `id` is that of an order, which is also its lease's. Amounts in base units. */
export type MarketAct =
  | { name: 'placeOrder'; party: number | null; wants: OrderText; specDigest: Hex }
  | { name: 'cancelOrder' | 'declineWinner'; id: string }
  | { name: 'bid'; id: string; providerId: number; rate: string; auditorId: number; enclaveId: number }
  | { name: 'withdrawBid'; id: string; providerId: number }
  | { name: 'accept'; id: string; providerId: number; rate: string; seconds: number }
  | { name: 'acceptAssigned' | 'topUp'; id: string; seconds: number }
  | { name: 'endLease' | 'giveNotice' | 'close' | 'withdraw' | 'release' | 'settleDispute'; id: string }
  | { name: 'dispute'; id: string; from: number; evidence: Hex }
  | { name: 'addStake' | 'withdrawStake'; providerId: number; amount: string }
  | { name: 'claim' }
  | { name: 'vote'; caseId: string; forClaimant: boolean; reason: Hex }
  | { name: 'giveEvidence'; caseId: string; evidence: Hex }
  | { name: 'claimReward'; providerId: number; epoch: number }
  /** `signature` is empty until the wallet has signed the statement. */
  | { name: 'confirmUse'; id: string; gpuSeconds: string; signature: Hex }
  | JobAct

/** What a reader asks a wallet to sign. */
export type Intent =
  | { kind: 'register-model'; name: string }
  | { kind: 'register-release'; release: ReleaseText }
  | { kind: 'attest'; statement: Statement }
  | { kind: 'attest-by-sig'; signed: SignedStatement }
  | { kind: 'revoke-attestation'; uid: number }
  | { kind: 'withdraw'; releaseId: number }
  | { kind: 'hold' | 'recall'; releaseId: number; reason: string }
  | { kind: 'stop-grant'; grantId: number }
  | { kind: 'request-compute'; request: ComputeAsk }
  | { kind: 'claim-money'; grantId: number }
  /** `pays` is what the contract takes of the reader's money, which it is approved for first where it is not yet. */
  | { kind: 'market'; act: MarketAct; pays: string }
  | { kind: 'vote'; proposalId: string; house: House; choice: Choice; reason: string }
  | { kind: 'delegate'; to: Address }
  | { kind: 'propose'; calls: readonly CallText[]; description: string }
  | { kind: ProposalAct; calls: readonly CallText[]; descriptionHash: Hex }

/**
 * How far an intent has come. `cosigning` is of an account that is a contract: its wallet has what it was asked, and others
 * may have to sign, for days.
 */
export type Progress = 'loading' | 'connecting' | 'checking' | 'signing' | 'cosigning' | 'mining'

/** Why it did not happen, and the same in the reader's words. */
export type Refused = { ok: false; refusal: Refusal; message: string }

/** The wallet of a contract has it, and only the index will tell whether its signers ever send it. */
export type Unsettled = { ok: false; refusal: null }

/** What became of an intent; `created` is the number of the proposal, model or release that it made. */
export type Outcome =
  | { ok: true; hash: Hex; block: number; account: Address; created: string | null }
  | Unsettled
  | Refused

/** What became of the wish to connect; `account` is null once the reader has disconnected instead. */
export type Connected = { ok: true; account: Address | null } | Refused

/** What became of the wish to sign a statement without sending it. */
export type Signed = { ok: true; signed: SignedStatement } | Refused

/** A message as EIP-712 wants it, but for the types of its domain: all four fields of that are meant. */
export type TypedData = { domain: object; types: object; primaryType: string; message: object }

/** What became of the wish to sign a message for this portal. */
export type SignedTyped = { ok: true; signature: Hex } | Refused

/** What became of the wish to sign in to this portal. */
export type SignedIn = { ok: true } | Refused

/** On what and in which language a wallet is asked. */
export type WalletRequest = { access: ChainAccess; locale: 'en' | 'zh-CN' }

/** What islands may ask for; the code behind it is loaded by the first call. No call throws. */
export type Wallet = {
  /** Asks the reader for an account, or whether to forget the one that this device knows. */
  connect: (request: WalletRequest) => Promise<Connected>
  /**
   * Signs, sends and waits for the receipt. `account` is whom the page shows; when the wallet now speaks for another
   * one, nothing is signed and the refusal is `account-changed`. Of an account that is a contract the outcome may stay open.
   */
  act: (
    intent: Intent,
    request: WalletRequest & { account: Address | null; onProgress: (progress: Progress) => void },
  ) => Promise<Outcome>
  /** Signs a statement that whoever likes can send until `deadline`, UNIX seconds; `account` as for `act`. */
  sign: (
    asked: { statement: Statement; deadline: number },
    request: WalletRequest & { account: Address | null; onProgress: (progress: Progress) => void },
  ) => Promise<Signed>
  /** Signs a message that no contract takes; `account` as for `act`. */
  signTyped: (
    typedData: TypedData,
    request: WalletRequest & { account: Address | null; onProgress: (progress: Progress) => void },
  ) => Promise<SignedTyped>
  /** Makes sure that this browser has a session of `account`, which is as for `act`. */
  signIn: (
    request: WalletRequest & { account: Address | null; onProgress: (progress: Progress) => void },
  ) => Promise<SignedIn>
}
