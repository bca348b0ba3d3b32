import type { V1ContainerStateTerminated, V1Job, V1Pod } from '@kubernetes/client-node'
import type { JobStatus, Outcome } from '../runner'
import { marks } from './build-job'

/** How a job stands, from the Job and the pod that it made. */
export const readOutcome = (job: V1Job, pod: V1Pod | null): JobStatus => {
  const state = pod?.status?.containerStatuses?.[0]?.state
  const terminated = state?.terminated ?? null
  const end = job.status?.conditions?.find(({ type, status }) => /^(Complete|Failed)$/.test(type) && status === 'True')
  const seen = toSeconds(terminated?.startedAt ?? state?.running?.startedAt ?? null)
  if (end === undefined) return seen === null ? { phase: 'waiting' } : { phase: 'running', started: seen }
  // A pod that was ended from outside is gone, and with it when it began: then it is when the Job did.
  const started = seen ?? toSeconds(job.status?.startTime ?? null)
  const ended = toSeconds(terminated?.finishedAt ?? end.lastTransitionTime ?? job.status?.completionTime ?? null) ?? 0
  const notice = Number(job.metadata?.annotations?.[marks.notice] ?? Number.POSITIVE_INFINITY)
  const outcome: Outcome =
    // It may have ended by itself before it could be told.
    notice <= ended
      ? { kind: 'killed', cause: 'notice' }
      : judge({ reason: end.reason, terminated, pod, type: end.type })
  return { phase: 'ended', started, ended, outcome }
}

type End = {
  type: string
  reason: string | undefined
  terminated: V1ContainerStateTerminated | null
  pod: V1Pod | null
}

const judge = ({ type, reason, terminated, pod }: End): Outcome => {
  if (reason === 'DeadlineExceeded') return { kind: 'killed', cause: 'time' }
  if (terminated?.reason === 'OOMKilled') return { kind: 'killed', cause: 'memory' }
  if (pod?.status?.reason === 'Evicted') {
    const message = pod.status.message ?? ''
    if (/ephemeral|emptyDir/i.test(message)) return { kind: 'killed', cause: 'output' }
    return { kind: 'lost', reason: `evicted: ${message}` }
  }
  if (terminated !== null) return { kind: 'exited', code: terminated.exitCode }
  if (type === 'Complete') return { kind: 'exited', code: 0 }
  return { kind: 'lost', reason: `its pod is gone (${reason ?? 'no reason'})` }
}

const toSeconds = (date: Date | null): number | null =>
  date === null ? null : Math.floor(new Date(date).getTime() / 1000)
