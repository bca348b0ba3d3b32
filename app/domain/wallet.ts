import type { Address, Hex } from 'viem'
import type { Choice, House } from '~/domain/ballot'
import type { Call } from '~/domain/call'
import type { Refusal } from '~/domain/refusal'
import type { ProposalAct } from '~/domain/vote-options'

/** The chain that a page speaks of: what a wallet must know to reach it. `rpcUrl` is null where only wallets reach it. */
export type ChainAccess = {
  chainId: number
  name: string
  rpcUrl: string | null
  /** The embedded demo: demo wallets and the bar that moves time may be shown. */
  demo: boolean
  contracts: { governor: Address; token: Address; registry: Address }
}

/** What a reader asks a wallet to sign. */
export type Intent =
  | { kind: 'vote'; proposalId: string; house: House; choice: Choice; reason: string }
  | { kind: 'delegate'; to: Address }
  | { kind: 'propose'; calls: readonly Call[]; description: string }
  | { kind: ProposalAct; calls: readonly Call[]; descriptionHash: Hex }

/** How far a transaction has come. */
export type Progress = 'loading' | 'connecting' | 'checking' | 'signing' | 'mining'

/** What became of an intent; `proposalId` only of a new proposal. */
export type Outcome =
  | { ok: true; hash: Hex; block: number; account: Address; proposalId: string | null }
  | { ok: false; refusal: Refusal }

/** What the connect dialog says, ready in the reader's language. */
export type DialogWords = {
  title: string
  intro: string
  installed: string
  none: string
  demoTitle: string
  demoNote: string
  demoAccount: string
  close: string
}

/** What islands may ask for; the code behind it is loaded by the first call. */
export type Wallet = {
  /** Asks the reader for an account; the refusal says why there is none. */
  connect: (access: ChainAccess, words: DialogWords) => Promise<{ account: Address } | { refusal: Refusal }>
  /** Signs, sends and waits for the receipt; asks for an account first if there is none. Never throws. */
  act: (
    access: ChainAccess,
    intent: Intent,
    options: { words: DialogWords; onProgress: (progress: Progress) => void },
  ) => Promise<Outcome>
  /** Forgets the account on this device. */
  disconnect: (access: ChainAccess) => Promise<void>
}
