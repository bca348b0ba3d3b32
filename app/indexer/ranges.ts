const firstSize = 32n
const largest = 50_000n
const wantedLogs = 8_000

/** How many blocks to ask for at once; it follows what the node and the chain allow. */
export type RangeSize = {
  current: () => bigint
  /** The range was answered with so many logs: grow when sparse, shrink in proportion when dense. */
  answered: (blocks: bigint, logs: number) => void
  /** The node refused the range, or it was too slow: half of it. Answers false when one block cannot be halved. */
  refused: () => boolean
}

export const createRangeSize = (): RangeSize => {
  let size = firstSize
  let ceiling = largest
  return {
    current: () => size,
    answered: (blocks, logs) => {
      // The last range before the head is short, and says nothing about the size.
      if (blocks < size && logs < wantedLogs) return
      const fitting = logs === 0 ? blocks * 4n : (blocks * BigInt(wantedLogs)) / BigInt(logs)
      const next = fitting > blocks * 4n ? blocks * 4n : fitting
      size = next < 1n ? 1n : next > ceiling ? ceiling : next
      // A refusal may have been the node's bad moment, so the ceiling rises again, slowly.
      ceiling = ceiling + ceiling / 16n + 1n > largest ? largest : ceiling + ceiling / 16n + 1n
    },
    refused: () => {
      if (size === 1n) return false
      size /= 2n
      ceiling = size
      return true
    },
  }
}
