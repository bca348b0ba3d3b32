import { parentPort, workerData } from 'node:worker_threads'
import { createBuffer, hashRange } from './hash-range.mjs'

// One of the threads of hash-files.ts. Plain JavaScript, so that it loads nothing but Node's own.

/** @typedef {{ digest: string } | { error: { code: string | undefined, message: string } }} Answer */

const buffer = createBuffer()
const read = new BigInt64Array(/** @type {SharedArrayBuffer} */ (workerData))

/** @param {number} bytes */
const count = (bytes) => {
  Atomics.add(read, 0, BigInt(bytes))
}

/** @param {import('./hash-range.mjs').Range} range @returns {Answer} */
const answer = (range) => {
  try {
    return { digest: hashRange(range, buffer, count) }
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    return { error: { code, message } }
  }
}

parentPort?.on('message', (range) => parentPort?.postMessage(answer(range)))
