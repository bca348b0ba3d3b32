import { createRequire } from 'node:module'
import { sayBytes } from '../hash-progress'

// What is read within a moment needs no bar.
const LARGE = 4_000_000

/**
 * Shows on a terminal how far a large file is read; `total` in bytes, null where nobody knows. Elsewhere it says
 * nothing. `end` has to be called whatever happened, so that the terminal is as before.
 */
export const createReadProgress = (total: number | null, stream: NodeJS.WritableStream & { isTTY?: boolean }) => {
  if (total === null || total < LARGE || !stream.isTTY) return { update: () => undefined, end: () => undefined }
  const { SingleBar, Presets }: typeof import('cli-progress') = createRequire(import.meta.url)('cli-progress')
  const format = '{bar} {percentage} %  read {read}'
  const bar = new SingleBar(
    { format, stream, clearOnComplete: true, hideCursor: true, barsize: 30 },
    Presets.shades_classic,
  )
  const say = (done: number) => ({ read: `${sayBytes(done)} of ${sayBytes(total)}` })
  bar.start(total, 0, say(0))
  return { update: (done: number) => bar.update(done, say(done)), end: () => bar.stop() }
}
