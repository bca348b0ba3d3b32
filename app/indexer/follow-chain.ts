import type { Sql } from '#db/client.server'
import { addressOf, contractNames } from '~/chain/addresses'
import type { Header, Node } from '~/chain/client.server'
import type { Deployment } from '~/chain/deployment'
import type { Cursor, Horizon } from './batch'
import type { BuildRows } from './build-rows'
import { commitBatch } from './commit'
import { type Fetched, fetchChain } from './fetch-blocks'
import { higher, lower } from './heights'
import type { Log } from './log'
import { hasCode, nodeBehind } from './node-errors'
import { getHead, type Nodes } from './nodes'
import { createRangeFetcher } from './range-fetcher'
import { findAncestor, withdrawAbove } from './reorg'
import type { HeadWait } from './wait-for-head'

/** Most blocks that are fetched one by one and committed together while following the head. */
const longestChain = 32n
/** Headers kept where the chain's own `finalized` tag decides, when that is close to the head. */
const leastDepth = 128n
/** A lower head is believed when the node shows it this often in a row: behind one address may stand several nodes. */
const lowerHeadChecks = 2

type Options = {
  sql: Sql
  deployment: Deployment
  nodes: Nodes
  buildRows: BuildRows
  headWait: HeadWait
  log: Log
  signal: AbortSignal
}

/** Keeps the database at the chain's head from `cursor` on, until the signal aborts; a batch under way is finished. */
export const followChain = async (start: Cursor, options: Options) => {
  const { sql, deployment, nodes, buildRows, headWait, log, signal } = options
  const { chainId, finality } = deployment
  const addresses = contractNames.map((name) => addressOf(deployment, name))
  const fetchRange = createRangeFetcher({ nodes, addresses, log })
  let cursor = start

  const findHorizon = async (node: Node, head: bigint): Promise<Horizon> => {
    if (finality !== 'finalized') return { head, finalized: higher(0n, head - BigInt(finality)) }
    const final = await node.findHeader('finalized')
    return { head, finalized: lower(head, final?.number ?? 0n) }
  }
  const depthOf = ({ head, finalized }: Horizon) =>
    finality === 'finalized' ? higher(leastDepth, (head - finalized) * 2n) : BigInt(finality) * 2n

  const commit = async ({ to, headers, logs }: Fetched, horizon: Horizon) => {
    const rows = buildRows(logs, new Map(headers.map((header) => [header.hash, header])))
    const batch = { from: cursor.number + 1n, to, headers, rows }
    await commitBatch(sql, { chainId, cursor, batch, horizon, keepFrom: to.number - depthOf(horizon) })
    cursor = { number: to.number, hash: to.hash, timestamp: to.timestamp }
  }

  /** Final blocks, by ranges; the next one is fetched while one is written. */
  const backfill = async (horizon: Horizon) => {
    const last = horizon.finalized
    let next: Promise<Fetched> | undefined = fetchRange(cursor, last)
    while (next) {
      const fetched: Fetched = await next
      const { to, logs } = fetched
      next = to.number < last && !signal.aborted ? fetchRange(to, last) : undefined
      // Its failure counts when its turn comes, not before the batch at hand is written.
      next?.catch(() => undefined)
      await commit(fetched, horizon)
      log('info', `indexed to block ${to.number} of ${horizon.head}, ${logs.length} logs`)
    }
  }

  const withdraw = async (head: Header) => {
    const horizon = await nodes.use((node) => findHorizon(node, head.number))
    const ancestor = await findAncestor(sql, nodes, { chainId, cursor, lowest: cursor.number - depthOf(horizon) })
    if (ancestor.hash === cursor.hash) return
    const depth = cursor.number - ancestor.number
    log('warn', `reorg: blocks ${ancestor.number + 1n} to ${cursor.number} left the chain (depth ${depth})`)
    await withdrawAbove(sql, { chainId, cursor, ancestor, horizon })
    cursor = ancestor
  }

  const isLowerForGood = async () => {
    for (let check = 0; check < lowerHeadChecks; check++) {
      await headWait.wait()
      const { head } = await nodes.chooseFurthest(cursor)
      if (head.number > cursor.number || head.hash === cursor.hash) return false
    }
    return true
  }

  /** The serving node's head is not a continuation of the cursor: the node is behind, or the chain has moved. */
  const settleDispute = async () => {
    const { head, allAnswered } = await nodes.chooseFurthest(cursor)
    if (head.hash === cursor.hash) return
    if (head.number < cursor.number) {
      // A node that is silent now may have the block; a lagging one must not take rows away.
      if (!allAnswered) throw nodeBehind(cursor.number)
      if (!(await isLowerForGood())) return
    }
    await withdraw(head)
  }

  const advance = async (head: Header) => {
    const horizon = await nodes.use((node) => findHorizon(node, head.number))
    const gap = head.number - cursor.number
    if (gap > longestChain && horizon.finalized > cursor.number) return backfill(horizon)
    const fetched = await nodes.use(async (node) => {
      const to = gap <= longestChain ? head : await node.findHeader(cursor.number + longestChain)
      if (!to) throw nodeBehind(cursor.number + longestChain)
      return fetchChain(node, { cursor, to, addresses })
    })
    await commit(fetched, horizon)
    if (fetched.logs.length > 0) log('debug', `indexed block ${fetched.to.number}, ${fetched.logs.length} logs`)
  }

  while (!signal.aborted) {
    const head = headWait.quietFor() > 5 ? (await nodes.chooseFurthest(cursor)).head : await nodes.use(getHead)
    if (head.number > cursor.number) {
      headWait.sawHead()
      try {
        await advance(head)
      } catch (error) {
        if (!hasCode(error, 'chain_moved')) throw error
        await settleDispute()
      }
    } else if (head.hash !== cursor.hash) {
      await settleDispute()
    } else {
      await headWait.wait()
    }
  }
}
