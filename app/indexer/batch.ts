import type { Header } from '~/chain/client.server'
import type { Rows } from './rows'

/** Where the index stands: the newest block whose rows are committed. */
export type Cursor = Pick<Header, 'number' | 'hash' | 'timestamp'>

/** What the chain says about finality now: heights of the newest block, and of the newest final one. */
export type Horizon = { head: bigint; finalized: bigint }

/** Everything between the cursor and `to`, that block included. */
export type Batch = {
  from: bigint
  to: Header
  /** Every header that is to be kept: those with logs, and, near the head, the others too. */
  headers: readonly Header[]
  rows: Rows
}
