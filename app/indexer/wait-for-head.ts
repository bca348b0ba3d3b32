const shortest = 25
const longest = 1_000

/** Waits between two looks at the head: a twentieth of the chain's block time, or until a subscription wakes it. */
export type HeadWait = {
  /** Resolves at the next look; at once when a head came since the last one. Rejects when the signal aborts. */
  wait: () => Promise<void>
  wake: () => void
  /** A head was seen now; its rhythm sets the interval. */
  sawHead: () => void
  /** Milliseconds since the last new head, in units of the time between two heads. */
  quietFor: () => number
}

export const createHeadWait = (signal: AbortSignal): HeadWait => {
  let blockTime = longest
  let lastHead = performance.now()
  let woken = false
  let resume: () => void = () => undefined
  return {
    wait: () =>
      new Promise((resolve, reject) => {
        const interval = Math.min(longest, Math.max(shortest, blockTime / 20))
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
          woken = false
          resume = () => undefined
          resolve()
        }
        const abort = () => {
          clearTimeout(timer)
          reject(signal.reason)
        }
        const timer = setTimeout(end, woken ? 0 : interval)
        resume = end
        if (signal.aborted) abort()
        else signal.addEventListener('abort', abort, { once: true })
      }),
    wake: () => {
      woken = true
      resume()
    },
    sawHead: () => {
      const now = performance.now()
      blockTime = blockTime * 0.8 + (now - lastHead) * 0.2
      lastHead = now
    },
    quietFor: () => (performance.now() - lastHead) / Math.max(blockTime, shortest),
  }
}
