import type { Hex } from 'viem'
import type { ManifestFile } from '~/domain/manifest'
import type { HashNews } from './hash-news'
import type { PickedFile } from './pick-files'

/** A file that the browser could not read to its end. */
export class UnreadableFileError extends Error {
  readonly file: string
  constructor(file: string, reason: string) {
    super(reason)
    this.name = 'UnreadableFileError'
    this.file = file
  }
}

type Progress = (readBytes: number) => void

// More than a disk can feed, and every one more takes memory.
const MOST_WORKERS = 4

const startWorker = () => new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' })

const hashOne = (worker: Worker, { name, file }: PickedFile, onRead: Progress): Promise<Hex> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<HashNews>) => {
      if (data.kind === 'read') onRead(data.bytes)
      else if (data.kind === 'done') resolve(data.digest)
      else reject(new UnreadableFileError(name, data.reason))
    }
    worker.onerror = ({ message }) => reject(new UnreadableFileError(name, message))
    worker.postMessage(file)
  })

const throwIfAborted = (signal: AbortSignal) => {
  if (signal.aborted) throw signal.reason
}

/**
 * Hashes files in workers of this device, each as a stream; nothing leaves it. `onRead` hears every chunk. Throws
 * UnreadableFileError, and the signal's reason when it is aborted.
 */
export const hashFiles = async (
  files: readonly PickedFile[],
  { onRead, signal }: { onRead: Progress; signal: AbortSignal },
): Promise<ManifestFile[]> => {
  const workers = Array.from(
    { length: Math.min(MOST_WORKERS, navigator.hardwareConcurrency, files.length) },
    startWorker,
  )
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  const digests = new Map<string, Hex>()
  const queue = files.values()
  const work = async (worker: Worker) => {
    for (const file of queue) {
      throwIfAborted(signal)
      digests.set(file.name, await hashOne(worker, file, onRead))
    }
  }
  try {
    throwIfAborted(signal)
    await Promise.race([Promise.all(workers.map(work)), aborted])
  } finally {
    for (const worker of workers) worker.terminate()
  }
  return files.map(({ name }) => ({ name, digest: digests.get(name) ?? '0x' }))
}
