import { randomUUID } from 'node:crypto'
import { playScript } from './play-script'

// biome-ignore lint/suspicious/noExplicitAny: objects of the API as JSON, which the stub checks against the client's models.
export type Thing = any

const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z')

/** What a cluster does with Jobs, as far as a runner sees it: one pod each, its end, the deadline, deletions. */
export const createController = () => {
  const jobs = new Map<string, Thing>()
  const pods = new Map<string, Thing>()
  const timers = new Set<NodeJS.Timeout>()
  const watchers = new Set<(type: string, job: Thing) => void>()
  let version = 100

  const after = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }
  const touch = (thing: Thing) => {
    version += 1
    thing.metadata.resourceVersion = String(version)
  }
  const tell = (type: string, job: Thing) => {
    touch(job)
    for (const watcher of [...watchers]) watcher(type, structuredClone(job))
  }
  const podOf = (job: Thing) =>
    [...pods.values()].find((pod) => pod.metadata.labels['job-name'] === job.metadata.name) ?? null

  const conclude = (job: Thing, condition: { type: string; reason?: string }) => {
    if (job.status.conditions !== undefined || !jobs.has(job.metadata.name)) return
    job.status.active = undefined
    job.status.conditions = [{ ...condition, status: 'True', lastProbeTime: now(), lastTransitionTime: now() }]
    if (condition.type === 'Complete') Object.assign(job.status, { succeeded: 1, completionTime: now() })
    else job.status.failed = 1
    tell('MODIFIED', job)
  }

  const endPod = (pod: Thing, end: ReturnType<typeof playScript>['end']) => {
    const { state } = pod.status.containerStatuses[0]
    if (!pods.has(pod.metadata.name) || state.terminated) return
    touch(pod)
    const startedAt = state.running.startedAt
    const code = 'evicted' in end ? { exitCode: 137, reason: 'Error' } : end
    pod.status.containerStatuses[0].state = { terminated: { ...code, startedAt, finishedAt: now() } }
    pod.status.phase = code.exitCode === 0 ? 'Succeeded' : 'Failed'
    if ('evicted' in end) Object.assign(pod.status, { reason: 'Evicted', message: end.evicted })
    const job = jobs.get(pod.metadata.labels['job-name'])
    if (!job) return
    if (code.exitCode === 0) conclude(job, { type: 'Complete', reason: 'CompletionsReached' })
    else conclude(job, { type: 'Failed', reason: 'BackoffLimitExceeded' })
  }

  const startPod = (job: Thing) => {
    const { template } = job.spec
    const name = `${job.metadata.name}-${randomUUID().slice(0, 5)}`
    const [container] = template.spec.containers
    const played = playScript(container.command.at(-1))
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...{ name, namespace: job.metadata.namespace, uid: randomUUID(), creationTimestamp: now() },
        labels: { ...template.metadata.labels, 'job-name': job.metadata.name },
      },
      spec: template.spec,
      status: {
        ...{ phase: 'Running', startTime: now() },
        containerStatuses: [
          {
            ...{ name: container.name, image: container.image, imageID: container.image },
            ...{ ready: true, restartCount: 0, state: { running: { startedAt: now() } } },
          },
        ],
      },
      played,
    }
    Object.defineProperty(pod, 'played', { enumerable: false })
    pods.set(name, pod)
    Object.assign(job.status, { active: 1, ready: 1 })
    touch(pod)
    tell('MODIFIED', job)
    after(played.afterMs, () => endPod(pod, played.end))
  }

  const createJob = (job: Thing) => {
    Object.assign(job.metadata, { uid: randomUUID(), creationTimestamp: now(), generation: 1 })
    job.status = { startTime: now() }
    jobs.set(job.metadata.name, job)
    tell('ADDED', job)
    after(100, () => startPod(job))
    after(job.spec.activeDeadlineSeconds * 1000, () => {
      const pod = podOf(job)
      conclude(job, { type: 'Failed', reason: 'DeadlineExceeded' })
      if (pod) pods.delete(pod.metadata.name)
    })
    return job
  }
  const deletePod = (name: string, graceSeconds: number) => {
    const pod = pods.get(name)
    pod.metadata.deletionTimestamp = now()
    touch(pod)
    const kill = (exitCode: number) => {
      endPod(pod, { exitCode, reason: 'Error' })
      pods.delete(name)
    }
    if (pod.played.heedsTerm) after(100, () => kill(143))
    else after(graceSeconds * 1000, () => kill(137))
    return pod
  }
  const deleteJob = (name: string) => {
    const job = jobs.get(name)
    const pod = podOf(job)
    if (pod) pods.delete(pod.metadata.name)
    jobs.delete(name)
    tell('DELETED', job)
    return job
  }
  const stop = () => {
    for (const timer of timers) clearTimeout(timer)
  }
  return { jobs, pods, watchers, createJob, deletePod, deleteJob, tell, stop, version: () => String(version) }
}
