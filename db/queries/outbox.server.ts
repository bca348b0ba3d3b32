import type { Hex } from 'viem'
import type { Reader } from './reader.server'

/** What changed in one commit of the indexer; the ids rise in the order of commits. */
export type OutboxRow = {
  id: bigint
  kind: string
  block_number: number
  block_hash: Hex
  payload: unknown
  created_at: Date
}

/** What was written after `id`, oldest first. */
export const listOutboxAfter = async (sql: Reader, id: bigint, limit: number): Promise<OutboxRow[]> => [
  ...(await sql<OutboxRow[]>`
    select id, kind, block_number::float8, block_hash, payload, created_at from outbox
    where id > ${String(id)}::bigint order by id limit ${limit}`),
]

/** The newest id, 0 when nothing was written. */
export const getOutboxEnd = async (sql: Reader): Promise<bigint> => {
  const [row] = await sql<[{ id: bigint | null }]>`select max(id) as id from outbox`
  return row.id ?? 0n
}

/** How many reorgs were written after `from`, up to `to`. */
export const countReorgsAfter = async (sql: Reader, from: bigint, to: bigint): Promise<number> => {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::float8 as count from outbox
    where id > ${String(from)}::bigint and id <= ${String(to)}::bigint and kind = 'reorg'`
  return row.count
}

/** Connections of web processes to this database, by state (`active`, `idle`, `idle in transaction`). */
export const countConnections = async (sql: Reader): Promise<{ state: string; count: number }[]> => [
  ...(await sql<{ state: string; count: number }[]>`
    select coalesce(state, 'unknown') as state, count(*)::float8 as count from pg_stat_activity
    where datname = current_database() and application_name = current_setting('application_name') group by state`),
]
