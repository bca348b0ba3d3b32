import type { Hex } from 'viem'
import type { Reader } from './reader.server'

/** The newest indexed block and what the indexer last saw of the chain. Times in UNIX seconds. */
export type CursorRow = {
  number: number
  hash: Hex
  timestamp: number
  finalized: number
  head: number
  updated_at: Date
  last_reorg_at: Date | null
  last_reorg_depth: number | null
}

/** The cursor; null before the first block is indexed. */
export const findCursor = async (sql: Reader): Promise<CursorRow | null> => {
  const [row] = await sql<CursorRow[]>`
    select number::float8, hash, timestamp::float8, finalized::float8, head::float8, updated_at,
      last_reorg_at, last_reorg_depth
    from cursor limit 1`
  return row ?? null
}

/** A block that changed something. */
export type ChangeRow = { block: number; hash: Hex; time: number }

/** The newest block with an event of ours; null when nothing ever happened. */
export const findLastChange = async (sql: Reader): Promise<ChangeRow | null> => {
  // Headers without events are kept only near the head, so the backward scan is short.
  const [row] = await sql<ChangeRow[]>`
    select number::float8 as block, hash, timestamp::float8 as time
    from blocks where events > 0 order by chain_id desc, number desc limit 1`
  return row ?? null
}

/** A stored header; null when it is not kept. */
export const findBlock = async (sql: Reader, number: number): Promise<ChangeRow | null> => {
  const [row] = await sql<ChangeRow[]>`
    select number::float8 as block, hash, timestamp::float8 as time from blocks where number = ${number} limit 1`
  return row ?? null
}
