import { setTimeout as pause } from 'node:timers/promises'
import { statusOf } from './ask-cluster'
import type { Cluster } from './connect'

type Watched = { name: string; version: string; signal?: AbortSignal | undefined }

const WATCH_SECONDS = 30
const PAUSE_MS = 200

/**
 * Waits until a Job may have changed since `version`: it did, the watch ended, or the version is too old to be watched
 * (410). A server that is busy is left alone for a moment.
 */
export const waitForChange = async (cluster: Cluster, { name, version, signal }: Watched): Promise<void> => {
  const path = `/apis/batch/v1/namespaces/${cluster.namespace}/jobs`
  const query = { fieldSelector: `metadata.name=${name}`, resourceVersion: version, timeoutSeconds: WATCH_SECONDS }
  let finish: (problem: unknown) => void = () => {}
  const ended = new Promise<unknown>((done) => {
    finish = done
  })
  // A connection that died without a word would be waited for for ever.
  const timer = setTimeout(() => finish(null), (WATCH_SECONDS + 5) * 1000)
  const stop = () => finish(null)
  signal?.addEventListener('abort', stop, { once: true })
  const controller = await cluster.watch.watch(path, query, stop, (problem: unknown) => finish(problem))
  const problem = await ended
  clearTimeout(timer)
  signal?.removeEventListener('abort', stop)
  controller.abort()
  if (problem && statusOf(problem) !== 410) await pause(PAUSE_MS)
}
