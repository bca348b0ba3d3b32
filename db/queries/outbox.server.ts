import type { Hex } from 'viem'
import type { Reader } from './reader.server'

/** What changed in one commit of the indexer; the ids rise in the order of commits. */
export type OutboxRow = { id: bigint; kind: string; block_number: number; block_hash: Hex; payload: unknown }

/** What was written after `id`, oldest first. */
export const listOutboxAfter = async (sql: Reader, id: bigint, limit: number): Promise<OutboxRow[]> => [
  ...(await sql<OutboxRow[]>`
    select id, kind, block_number::float8, block_hash, payload from outbox
    where id > ${String(id)}::bigint order by id limit ${limit}`),
]

/** The newest id, 0 when nothing was written. */
export const getOutboxEnd = async (sql: Reader): Promise<bigint> => {
  const [row] = await sql<[{ id: bigint | null }]>`select max(id) as id from outbox`
  return row.id ?? 0n
}
