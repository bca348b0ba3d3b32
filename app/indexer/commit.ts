import type { Sql, Transaction } from '#db/client.server'
import { AppError } from '~/domain/errors'
import type { Batch, Cursor, Horizon } from './batch'
import { copyRows } from './copy-rows'
import { holdLeadership } from './leader'
import { buildMessages, writeMessages } from './outbox'
import { rowsOf } from './rows'
import { tableNames } from './tables'
import { writeHeads } from './write-heads'

type Move = { chainId: number; cursor: Cursor; to: Cursor; horizon: Horizon }

/** Moves the cursor, and throws where it is not where this process left it: another indexer wrote. */
export const moveCursor = async (transaction: Transaction, { chainId, cursor, to, horizon }: Move) => {
  const moved = await transaction`
    update cursor set number = ${to.number}, hash = ${to.hash}, timestamp = ${to.timestamp}, head = ${horizon.head},
      finalized = greatest(finalized, least(${horizon.finalized}, ${to.number})), updated_at = clock_timestamp()
    where chain_id = ${chainId} and number = ${cursor.number} and hash = ${cursor.hash}`
  if (moved.count === 1) return
  throw new AppError('not_leader', `The cursor is not at block ${cursor.number}: another indexer wrote.`, {
    retryable: true,
  })
}

const writeHeaders = async (transaction: Transaction, chainId: number, { headers, rows }: Batch) => {
  const events = new Map<string, number>()
  for (const table of tableNames) {
    for (const { block_hash: hash } of rowsOf(rows, table)) {
      events.set(hash, (events.get(hash) ?? 0) + 1)
    }
  }
  const blocks = headers.map(({ number, hash, parentHash, timestamp }) => ({
    number: number.toString(),
    hash: `\\x${hash.slice(2)}`,
    parent_hash: `\\x${parentHash.slice(2)}`,
    timestamp: timestamp.toString(),
    events: events.get(hash) ?? 0,
  }))
  await transaction`
    insert into blocks (chain_id, number, hash, parent_hash, timestamp, events)
    select ${chainId}, number, hash, parent_hash, timestamp, events
    from jsonb_to_recordset(${transaction.json(blocks)}) as block(
      number bigint, hash bytea, parent_hash bytea, timestamp bigint, events integer)`
}

type Commit = { chainId: number; cursor: Cursor; batch: Batch; horizon: Horizon; keepFrom: bigint }

/**
 * Writes rows, headers, heads, messages and the cursor in one transaction. Headers below `keepFrom` that hold no event
 * are dropped, but for the cursor's own.
 */
export const commitBatch = async (sql: Sql, { chainId, cursor, batch, horizon, keepFrom }: Commit) => {
  const { rows, to } = batch
  await sql.begin(async (transaction) => {
    await holdLeadership(transaction)
    const parts = new Set(rowsOf(rows, 'proposals').map(({ proposal_id }) => proposal_id / 1000n))
    for (const part of parts) await transaction`select ensure_votes_partition(${part * 1000n})`
    for (const table of tableNames) {
      if (rows.has(table)) await copyRows(transaction, table, rowsOf(rows, table))
    }
    await writeHeads(transaction, rows)
    await writeHeaders(transaction, chainId, batch)
    await transaction`delete from blocks where events = 0 and number < ${keepFrom} and number < ${to.number}`
    await moveCursor(transaction, { chainId, cursor, to, horizon })
    const payload = {
      from: batch.from.toString(),
      to: to.number.toString(),
      timestamp: to.timestamp.toString(),
      head: horizon.head.toString(),
    }
    await writeMessages(transaction, [{ kind: 'block', payload }, ...buildMessages(rows)], to)
  })
}
