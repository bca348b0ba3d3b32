import { setTimeout as sleep } from 'node:timers/promises'
import { createNode, type Header, type Node } from '~/chain/client.server'
import { AppError } from '~/domain/errors'
import type { Cursor } from './batch'
import type { Log } from './log'
import { hasCode, nodeFailed } from './node-errors'

const triesPerNode = 3
const firstDelay = 50
const longestDelay = 3_000

/** The RPC nodes of one chain: one serves at a time, the next takes over when it fails. */
export type Nodes = {
  /** Calls the serving node; retries with jitter, then fails over. Throws the last error when every node failed. */
  use: <Result>(call: (node: Node) => Promise<Result>) => Promise<Result>
  /** Asks every node for its newest block and lets the furthest one serve, the cursor's own chain first on a tie. */
  chooseFurthest: (cursor: Cursor) => Promise<{ head: Header; allAnswered: boolean }>
  watchHeads: (onHead: () => void) => Promise<() => void>
  close: () => Promise<void>
}

type Options = { urls: readonly string[]; chainId: number; log: Log; signal: AbortSignal }

/** The node's newest block. */
export const getHead = async (node: Node): Promise<Header> => {
  const head = await node.findHeader('latest')
  if (head) return head
  throw new AppError('node_behind', `${node.url} has no block at all.`, { retryable: true })
}

export const createNodes = ({ urls, chainId, log, signal }: Options): Nodes => {
  const nodes = urls.map((url) => createNode(url))
  const checked = new Set<Node>()
  let serving = 0

  const checkChain = async (node: Node) => {
    if (checked.has(node)) return
    const actual = await node.getChainId()
    if (actual !== chainId) {
      throw new AppError('wrong_chain', `${node.url} is of chain ${actual}, the deployment of chain ${chainId}.`)
    }
    checked.add(node)
  }

  const use = async <Result>(call: (node: Node) => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      const node = nodes[serving] as Node
      try {
        await checkChain(node)
        return await call(node)
      } catch (cause) {
        signal.throwIfAborted()
        const error = nodeFailed(node.url, cause)
        if (!error.retryable || hasCode(error, 'rpc_too_large') || hasCode(error, 'chain_moved')) throw error
        if (attempt >= nodes.length * triesPerNode) throw error
        log('debug', `${error.message} (try ${attempt})`)
        if (attempt % triesPerNode === 0 || hasCode(error, 'node_behind')) serving = (serving + 1) % nodes.length
        const delay = Math.min(longestDelay, firstDelay * 2 ** (attempt % triesPerNode))
        await sleep(delay * (0.5 + Math.random() / 2), undefined, { signal })
      }
    }
  }

  const findHead = async (node: Node, cursor: Cursor) => {
    await checkChain(node)
    const [head, same] = await Promise.all([node.findHeader('latest'), node.findHeader(cursor.number)])
    return head && { node, head, agrees: same?.hash === cursor.hash }
  }

  const chooseFurthest = async (cursor: Cursor) => {
    if (nodes.length > 1) {
      const asked = await Promise.allSettled(nodes.map((node) => findHead(node, cursor)))
      const answers = asked.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []))
      answers.sort((a, b) => Number(b.head.number - a.head.number) || Number(b.agrees) - Number(a.agrees))
      const best = answers[0]
      if (best) {
        const index = nodes.indexOf(best.node)
        if (index !== serving) log('warn', `${best.node.url} serves now: it has block ${best.head.number}`)
        serving = index
        return { head: best.head, allAnswered: answers.length === nodes.length }
      }
    }
    return { head: await use(getHead), allAnswered: nodes.length === 1 }
  }

  const watchHeads = async (onHead: () => void) => {
    const started = await Promise.allSettled(nodes.map((node) => node.watchHeads?.(onHead)))
    const stops = started.flatMap((start) => (start.status === 'fulfilled' && start.value ? [start.value] : []))
    return () => {
      for (const stop of stops) stop()
    }
  }

  const close = async () => {
    await Promise.all(nodes.map((node) => node.close?.()))
  }

  return { use, chooseFurthest, watchHeads, close }
}
