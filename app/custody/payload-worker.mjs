import { parentPort } from 'node:worker_threads'
import { runPayloadTask } from './payload-task.mjs'

const REPORT_EVERY = 16 * 1024 * 1024

parentPort?.on('message', (task) => {
  let unsaid = 0
  const say = (/** @type {number} */ bytes) => {
    unsaid += bytes
    if (unsaid < REPORT_EVERY) return
    parentPort?.postMessage({ read: unsaid })
    unsaid = 0
  }
  try {
    const digests = runPayloadTask(task, say)
    parentPort?.postMessage({ read: unsaid, digests })
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error)
    parentPort?.postMessage({ read: unsaid, problem: { message, code } })
  }
})
