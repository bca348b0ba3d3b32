import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Hex } from 'viem'
import { fileFailed } from './hash-file'
import type { Answer } from './hash-thread.mjs'
import type { WalkedFile } from './walk-directory'

/** A range of a file's bytes to hash, `end` not included; a whole file is from 0 to its size. */
export type FileRange = { file: WalkedFile; start: bigint; end: bigint }

type Options = {
  /** Threads; one per core when left out. */
  threads?: number
  /** Hears now and then how many bytes are read so far. */
  onProgress?: (bytes: bigint) => void
}

const HEARD_EVERY = 100
// A thread holds one buffer and no data; without limits its heap grows for nothing.
const limits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, codeRangeSizeMb: 8 }

/**
 * SHA-256 of each range, in the order given, on every core and in memory that does not depend on the files' sizes.
 * Throws `file_changed` and `unreadable_file` as `hashFile` does.
 */
export const hashRanges = async (ranges: readonly FileRange[], options: Options = {}): Promise<Hex[]> => {
  const { threads = availableParallelism(), onProgress } = options
  const read = new BigInt64Array(new SharedArrayBuffer(8))
  const tell = () => onProgress?.(Atomics.load(read, 0))
  const digests: Hex[] = []
  // The largest first, so that no thread is left with one at the end while the others wait.
  const queue = [...ranges.entries()].sort(([, a], [, b]) => Number(b.end - b.start - (a.end - a.start))).values()
  const workers = Array.from({ length: Math.min(threads, ranges.length) }, () => startThread(read))
  const timer = setInterval(tell, HEARD_EVERY)
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (const [index, range] of queue) digests[index] = await hashOn(worker, range)
      }),
    )
    tell()
    return digests
  } finally {
    clearInterval(timer)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

const startThread = ({ buffer }: BigInt64Array) => {
  const file = new URL('./hash-thread.mjs', import.meta.url)
  // The parent's flags would have each thread load its compiler again.
  return new Worker(file, { workerData: buffer, execArgv: [], resourceLimits: limits })
}

const hashOn = async (worker: Worker, { file, start, end }: FileRange): Promise<Hex> => {
  worker.postMessage({ path: file.path, state: file.state, start, end })
  const [answer] = (await once(worker, 'message')) as [Answer]
  if ('error' in answer) throw fileFailed(file.name, Object.assign(new Error(answer.error.message), answer.error))
  return `0x${answer.digest}`
}
