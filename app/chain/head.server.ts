import { setTimeout as sleep } from 'node:timers/promises'
import type { PublicClient } from 'viem'

/** A head that the node showed; `timestamp` in UNIX seconds of the chain, `seenAt` in milliseconds of this machine. */
export type Head = { number: number; timestamp: number; seenAt: number }

const REFRESH_MS = 1_000
const LONGEST_WAIT_MS = 500
// Chain time may leap (a test chain's does), so a gap of time alone counts only behind this many blocks.
const BACKLOG_BLOCKS = 8
const KEPT = 600

/** Asks the node for its head, at most once a second, and remembers when each of the newest was first seen. */
export const createHeadWatch = (client: PublicClient) => {
  const seen: Head[] = []
  let asking: Promise<void> | undefined
  let askedAt = 0

  const ask = async (): Promise<void> => {
    const block = await client.getBlock({ blockTag: 'latest' })
    const head = { number: Number(block.number), timestamp: Number(block.timestamp), seenAt: Date.now() }
    if (seen.at(-1)?.number === head.number) return
    // After a reorg to a lower head, what was seen above it does not count.
    while ((seen.at(-1)?.number ?? -1) >= head.number) seen.pop()
    seen.push(head)
    if (seen.length > KEPT) seen.shift()
  }

  return {
    /** The newest head of the chain, at most a second older than the last call; null while the node does not answer. */
    getHead: async (): Promise<Head | null> => {
      if (Date.now() - askedAt > REFRESH_MS) {
        askedAt = Date.now()
        asking = ask().catch(() => {
          seen.length = 0
        })
      }
      // A reader waits only where nothing is known yet, and not long for a node that hangs.
      if (seen.length === 0) await Promise.race([asking, sleep(LONGEST_WAIT_MS)])
      return seen.at(-1) ?? null
    },
    /** By how many seconds the index trails the head: since when it could have known the block after its newest. */
    getLagSeconds: (indexed: { number: number; timestamp: number }, head: Head | null): number | null => {
      if (head === null) return null
      if (head.number <= indexed.number) return 0
      const missed = seen.find(({ number }) => number > indexed.number) ?? head
      const waited = Math.floor((Date.now() - missed.seenAt) / 1000)
      const isBacklog = head.number - indexed.number > BACKLOG_BLOCKS
      return isBacklog ? Math.max(waited, head.timestamp - indexed.timestamp) : waited
    },
  }
}

export type HeadWatch = ReturnType<typeof createHeadWatch>
