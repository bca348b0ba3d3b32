import { setTimeout as pause } from 'node:timers/promises'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import type { EndedStatus, Job, JobStatus } from '../runner'
import { askCluster, statusOf } from './ask-cluster'
import { lineage, marks, nameOf } from './build-job'
import type { Cluster } from './connect'
import { readOutcome } from './read-outcome'
import { waitForChange } from './wait-for-change'

const POLL_MS = 250

/** The Job of a lease, whoever made it. */
export const openJob = (cluster: Cluster, lease: string, specDigest: Hex): Job => {
  const { batch, core, namespace } = cluster
  const name = nameOf(lease)
  const listPods = async () => {
    const labelSelector = `${lineage.label}=${lease}`
    return (await askCluster(() => core.listNamespacedPod({ namespace, labelSelector }))).items
  }
  const endPods = async (graceSeconds: number) => {
    for (const { metadata } of await listPods()) {
      if (metadata?.deletionTimestamp !== undefined) continue
      const pod = { name: metadata?.name ?? '', namespace, gracePeriodSeconds: graceSeconds }
      await askCluster(() => core.deleteNamespacedPod(pod)).catch(ignoreMissing)
    }
  }
  const read = async (): Promise<{ status: JobStatus; version: string }> => {
    const job = await askCluster(() => batch.readNamespacedJob({ name, namespace })).catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error
      throw new AppError('unknown_job', `The cluster has no job ${name} any more.`, { cause: error })
    })
    const items = await listPods()
    return { status: readOutcome(job, items[0] ?? null), version: job.metadata?.resourceVersion ?? '' }
  }
  const status = async () => (await read()).status
  const wait = async (signal?: AbortSignal): Promise<EndedStatus> => {
    for (;;) {
      signal?.throwIfAborted()
      const found = await read()
      if (found.status.phase === 'ended') return found.status
      // It only says when to look again: what a watch missed costs time and nothing else.
      await waitForChange(cluster, { name, version: found.version, signal })
    }
  }
  return {
    ...{ lease, specDigest, status, wait },
    stop: async (graceSeconds) => {
      const found = await status()
      if (found.phase === 'ended') return found
      // Written down before it is done, so that the next agent knows why the job ended.
      const body = { metadata: { annotations: { [marks.notice]: String(Math.floor(Date.now() / 1000)) } } }
      await askCluster(() => batch.patchNamespacedJob({ name, namespace, body }, cluster.asMergePatch))
      // Again and again, since the pod of a Job that was just made may only come now.
      for (;;) {
        await endPods(graceSeconds)
        const now = await status()
        if (now.phase === 'ended') return now
        await pause(POLL_MS)
      }
    },
    remove: async () => {
      if ((await status()).phase !== 'ended') {
        throw new AppError('job_running', `The job of lease ${lease} has not ended: stop it first.`)
      }
      await askCluster(() => batch.deleteNamespacedJob({ name, namespace, propagationPolicy: 'Background' })).catch(
        ignoreMissing,
      )
      while (await askCluster(() => batch.readNamespacedJob({ name, namespace })).catch(ignoreMissing)) await pause(100)
    },
  }
}

export const ignoreMissing = (error: unknown): null => {
  if (statusOf(error) === 404) return null
  throw error
}
