import { setTimeout as sleep } from 'node:timers/promises'
import { createSql, type Sql } from '#db/client.server'
import { migrate } from '#db/migrate'
import type { Deployment } from '~/chain/deployment'
import { readDeployment } from '~/chain/deployment.server'
import { AppError } from '~/domain/errors'
import type { Env } from '~/env.server'
import { createRowBuilder } from './build-rows'
import { databaseUnreachable, isDatabaseAway } from './database-errors'
import { followChain } from './follow-chain'
import { acquireLeadership } from './leader'
import type { Log } from './log'
import { isRetryable, sayError } from './node-errors'
import { createNodes, getHead, type Nodes } from './nodes'
import { loadCursor } from './state'
import { createHeadWait } from './wait-for-head'

const longestPause = 5_000
const startRounds = 5
const startPause = 500

type Settings = Pick<Env, 'RPC_URL' | 'DATABASE_URL' | 'DEPLOYMENT'>
type RunIndexer = { env: Settings; signal: AbortSignal; log: Log }

const requireSetting = (env: Settings, name: keyof Settings): string => {
  const value = env[name]
  if (value) return value
  throw new AppError('invalid_environment', `${name} is not set; the indexer needs it. See .env.example.`)
}

type Parts = { sql: Sql; nodes: Nodes; deployment: Deployment; signal: AbortSignal; log: Log }

/** One turn as the leader; ends by the signal, or by an error after which another turn may begin. */
const lead = async ({ sql, nodes, deployment, signal, log }: Parts) => {
  await acquireLeadership(sql, { log, signal })
  const cursor = await loadCursor(sql, deployment, nodes)
  log('info', `following chain ${deployment.chainId} from block ${cursor.number}`)
  const headWait = createHeadWait(signal)
  const stopWatching = await nodes.watchHeads(headWait.wake)
  try {
    await followChain(cursor, {
      sql,
      deployment,
      nodes,
      buildRows: createRowBuilder(deployment),
      headWait,
      log,
      signal,
    })
  } finally {
    stopWatching()
  }
}

/** Leads again after whatever passes by itself: a node or the database that went away, another leader. */
const leadUntilAborted = async (parts: Parts) => {
  const { signal, log } = parts
  for (let failures = 0; !signal.aborted; ) {
    const began = performance.now()
    try {
      await lead(parts)
    } catch (error) {
      if (signal.aborted) return
      if (!isDatabaseAway(error) && !isRetryable(error)) throw error
      failures = performance.now() - began > longestPause ? 1 : failures + 1
      const pause = Math.min(longestPause, 100 * 2 ** failures) * (0.5 + Math.random() / 2)
      log('warn', `${sayError(error)} Trying again in ${Math.ceil(pause)} ms.`)
      await sleep(pause, undefined, { signal }).catch(() => undefined)
    }
  }
}

const connect = async (databaseUrl: string) => {
  const sql = createSql(databaseUrl, { max: 1, name: 'ostrakon-index', lifetime: null })
  try {
    await migrate(sql)
    return sql
  } catch (cause) {
    await sql.end({ timeout: 1 })
    throw isDatabaseAway(cause) ? databaseUnreachable(databaseUrl, cause) : cause
  }
}

/** A node may be starting, or have a bad moment, when the indexer starts; a dead one is named after a few seconds. */
const reach = async (nodes: Nodes, signal: AbortSignal) => {
  for (let round = 1; ; round++) {
    try {
      await nodes.use(getHead)
      return
    } catch (cause) {
      if (!isRetryable(cause)) throw cause
      if (round === startRounds) {
        throw new AppError('rpc_unreachable', `No RPC node answers. ${sayError(cause)}`, { cause })
      }
      await sleep(startPause, undefined, { signal })
    }
  }
}

/**
 * Indexes until the signal aborts, then finishes the batch under way and resolves. Rejects with one sentence on what no
 * retry can mend, and, before it has ever reached them, on a dead node or database; later it waits for those.
 */
export const runIndexer = async ({ env, signal, log }: RunIndexer): Promise<void> => {
  const urls = requireSetting(env, 'RPC_URL')
    .split(',')
    .map((url) => url.trim())
  const deployment = await readDeployment(requireSetting(env, 'DEPLOYMENT'))
  const nodes = createNodes({ urls, chainId: deployment.chainId, log, signal })
  let sql: Sql | undefined
  try {
    await reach(nodes, signal)
    sql = await connect(requireSetting(env, 'DATABASE_URL'))
    await leadUntilAborted({ sql, nodes, deployment, signal, log })
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await Promise.all([sql?.end({ timeout: 5 }), nodes.close()])
  }
}
