import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import { runPayloadTask } from './payload-task.mjs'

const REPORT_EVERY = 1024 * 1024

// A cipher answers a new buffer per chunk. Left to itself the collector lets some 40 MB of them pile up in each thread.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

parentPort?.on('message', (task) => {
  let unsaid = 0
  const say = (/** @type {number} */ bytes) => {
    unsaid += bytes
    if (unsaid < REPORT_EVERY) return
    parentPort?.postMessage({ read: unsaid })
    unsaid = 0
    collect({ type: 'minor' })
  }
  try {
    const digests = runPayloadTask(task, say)
    parentPort?.postMessage({ read: unsaid, digests })
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error)
    parentPort?.postMessage({ read: unsaid, problem: { message, code } })
  }
})
