import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql, Transaction } from '#db/client.server'
import { locks } from '#db/locks'
import { AppError } from '~/domain/errors'
import type { Log } from './log'

const pollMilliseconds = 250

/** Waits until this connection leads; others stand by here, and take over when the leader's connection ends. */
export const acquireLeadership = async (sql: Sql, { log, signal }: { log: Log; signal: AbortSignal }) => {
  for (let waited = false; ; waited = true) {
    const [row] = await sql<{ leads: boolean }[]>`select pg_try_advisory_lock(${locks.leader}) as leads`
    if (row?.leads) {
      if (waited) log('info', 'this indexer leads now')
      return
    }
    if (!waited) log('info', 'another indexer leads; standing by')
    await sleep(pollMilliseconds, undefined, { signal })
  }
}

/** Throws `not_leader` when another connection leads: a pool reconnects in silence, and its lock is gone then. */
export const holdLeadership = async (transaction: Transaction) => {
  const [row] = await transaction<{ leads: boolean }[]>`select pg_try_advisory_xact_lock(${locks.leader}) as leads`
  if (row?.leads) return
  throw new AppError('not_leader', 'Another indexer leads; this one stands by.', { retryable: true })
}
