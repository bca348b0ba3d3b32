import type { Hex } from 'viem'
import type { Cursor } from './batch'
import { type Fetched, fetchRange } from './fetch-blocks'
import { lower } from './heights'
import type { Log } from './log'
import { hasCode, nodeBehind } from './node-errors'
import type { Nodes } from './nodes'
import { createRangeSize } from './ranges'

/** Fetches the next blocks after `after`, at most up to `last`: as many as the node answers for at once. */
export type FetchRange = (after: Cursor, last: bigint) => Promise<Fetched>

type Options = { nodes: Nodes; addresses: readonly Hex[]; log: Log }

export const createRangeFetcher = ({ nodes, addresses, log }: Options): FetchRange => {
  const size = createRangeSize()
  const fetchOnce: FetchRange = (after, last) =>
    nodes.use(async (node) => {
      const number = lower(last, after.number + size.current())
      const to = await node.findHeader(number)
      if (!to) throw nodeBehind(number)
      return fetchRange(node, { cursor: after, to, addresses })
    })
  return async (after, last) => {
    for (;;) {
      try {
        const fetched = await fetchOnce(after, last)
        size.answered(fetched.to.number - after.number, fetched.logs.length)
        return fetched
      } catch (error) {
        if (!hasCode(error, 'rpc_too_large') || !size.refused()) throw error
        log('debug', `the node refused the range; asking for ${size.current()} blocks at once`)
      }
    }
  }
}
