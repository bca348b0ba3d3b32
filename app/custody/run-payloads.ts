import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { CHANGED } from '../manifest/steady-file.mjs'
import { DAMAGED } from './age-payload.mjs'

type PayloadTask = import('./payload-task.mjs').PayloadTask
type Answer = { read: number; digests?: PayloadDigests; problem?: { message: string; code?: string } }

/** SHA-256 of the two sides of one file, in hex without prefix; of the ciphertext only when it was made here. */
export type PayloadDigests = import('./payload-task.mjs').Digests

/** One file to encrypt or decrypt; its task is built when a thread is free for it. */
type Payload = { name: string; build: () => Promise<PayloadTask> }

type Options = { payloads: readonly Payload[]; onRead: (bytes: number) => void; signal: AbortSignal }

// A thread takes some 20 MB, and the whole has to stay below 150 at any size; two are as fast as most disks.
const MAX_THREADS = 2
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16, codeRangeSizeMb: 8 }

/**
 * Encrypts or decrypts files, one to a worker thread, and answers their digests in the order given. The first problem
 * ends all: `file_changed`, `damaged_ciphertext`, `no_space`, `unreadable_file` that name the file, or `interrupted`.
 */
export const runPayloads = async ({ payloads, onRead, signal }: Options): Promise<PayloadDigests[]> => {
  const digests: PayloadDigests[] = []
  const threads = Math.min(availableParallelism(), MAX_THREADS, payloads.length)
  const program = new URL('./payload-worker.mjs', import.meta.url)
  // Without the options of this process, else each thread would load a compiler that it does not need.
  const workers = Array.from({ length: threads }, () => new Worker(program, { execArgv: [], resourceLimits }))
  let next = 0
  const drain = async (worker: Worker) => {
    for (let at = next++; at < payloads.length; at = next++) {
      const payload = payloads[at]
      if (payload) digests[at] = await runOne(worker, payload, onRead)
    }
  }
  try {
    await Promise.race([Promise.all(workers.map(drain)), rejectOnAbort(signal), ...workers.map(rejectOnError)])
    return digests
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

const runOne = async (worker: Worker, { name, build }: Payload, onRead: Options['onRead']) => {
  const task = await build().catch((cause: unknown) => {
    throw cause instanceof AppError
      ? new AppError(cause.code, `${quoteName(name)}: ${cause.message}`, { cause })
      : cause
  })
  return new Promise<PayloadDigests>((done, fail) => {
    const hear = ({ read, digests, problem }: Answer) => {
      onRead(read)
      if (!digests && !problem) return
      worker.off('message', hear)
      if (digests) done(digests)
      else fail(explainProblem(name, problem ?? { message: 'unknown' }))
    }
    worker.on('message', hear)
    worker.postMessage(task)
  })
}

const rejectOnError = (worker: Worker) => new Promise<never>((_, fail) => worker.once('error', fail))

const rejectOnAbort = (signal: AbortSignal) =>
  new Promise<never>((_, fail) => {
    const stop = () => fail(new AppError('interrupted', 'Interrupted; what was begun is removed.'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })

const explainProblem = (name: string, { message, code }: { message: string; code?: string }): AppError => {
  const cause = Object.assign(new Error(message), { code })
  const file = quoteName(name)
  if (code === CHANGED || code === 'ENOENT' || code === 'ELOOP') {
    return new AppError('file_changed', `${file} changed while it was read. Try again when nobody writes there.`, {
      cause,
    })
  }
  if (code === DAMAGED) return new AppError('damaged_ciphertext', `${file} was changed: ${message}.`, { cause })
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new AppError('no_space', `There is no space left to write ${file}.`, { cause })
  }
  return new AppError('unreadable_file', `${file} cannot be read or written (${code ?? message}).`, { cause })
}
