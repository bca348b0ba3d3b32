import type { Address, Hex, LocalAccount } from 'viem'
import type { Addresses } from '~/chain/deploy-plan'

export type Call = { target: Address; value: bigint; data: Hex }

/**
 * How a proposal ends, or where it stands when the history ends: `unqueued` and `unexecuted` expire, `objection` has
 * just flipped, `delayed` waits for its eta and `executable` is past it.
 */
export type Ending =
  | 'executed'
  | 'defeated'
  | 'withdrawn'
  | 'stopped'
  | 'unqueued'
  | 'unexecuted'
  | 'executable'
  | 'delayed'
  | 'succeeded'
  | 'objection'
  | 'active'
  | 'pending'

/** One proposal of the demo's history. */
export type Story = {
  title: string
  body: string
  proposer: LocalAccount
  /** Days before the end of the history at which it is proposed. */
  days: number
  calls: (at: Addresses) => Call[]
  /** The share of the voters who vote, and of their weight that says For and Abstain. */
  tokens: { turnout: number; for: number; abstain: number }
  /** One letter per steward: F for, A against, B abstain, a dot for no ballot. */
  seats: string
  ending: Ending
}
