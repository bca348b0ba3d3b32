import type { Hex } from 'viem'
import type { Reader } from './reader.server'

/** Where and by what a value was set; `proposal_id` where an executed proposal did it. */
export type SetByRow = {
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  proposal_id: bigint | null
}

/** Columns that say where the row `c` stands. */
export const place = (sql: Reader) => sql`c.block_number::float8, c.block_hash, c.block_time::float8, c.tx_hash`

/** The proposal whose execution made the row `c`. */
export const executedIn = (sql: Reader) => sql`
  (select e.proposal_id from proposal_events e
    where e.block_number = c.block_number and e.tx_hash = c.tx_hash and e.kind = 'executed' limit 1) as proposal_id`
