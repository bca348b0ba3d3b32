import type { ChainWriter, Step } from './chain-writer'

/** Something that happens at a second of the history: the steps of one block, and what follows from them. */
export type Happening = { at: number; steps: () => Step[]; follow?: () => Promise<Happening[]> }

const STEPS_PER_BLOCK = 120

type PlayOptions = { end: number; signal: AbortSignal }

/**
 * Plays happenings in the order of their time, one block each (more where one has many steps), including those that
 * follow from others. What would come after `end` does not happen. Rejects when the signal aborts.
 */
export const play = async (
  writer: ChainWriter,
  happenings: readonly Happening[],
  { end, signal }: PlayOptions,
): Promise<number> => {
  const queue = [...happenings].sort((a, b) => a.at - b.at)
  let sent = 0
  for (let next = queue.shift(); next && next.at <= end; next = queue.shift()) {
    signal.throwIfAborted()
    const steps = next.steps()
    for (let start = 0; start < steps.length; start += STEPS_PER_BLOCK) {
      await writer.mine(next.at, steps.slice(start, start + STEPS_PER_BLOCK))
    }
    sent += steps.length
    const following = (await next.follow?.()) ?? []
    queue.push(...following)
    queue.sort((a, b) => a.at - b.at)
  }
  return sent
}
