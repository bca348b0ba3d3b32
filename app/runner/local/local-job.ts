import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '~/domain/errors'
import type { EndedStatus, Job, JobStatus } from '../runner'
import { endGroup } from './job-group'
import { type JobPlan, readLeaseFile, writeLeaseFile, writeLeaseFileOnce } from './lease-folder'
import { identifyProcess, isAlive, killProcess } from './process-id'

const TICK_MS = 50
const DEATH_TRIES = 40

/** The job of a lease's folder, whoever started it. */
export const openJob = (folder: string, { lease, specDigest }: Pick<JobPlan, 'lease' | 'specDigest'>): Job => {
  const status = () => readStatus(folder)
  const wait = async (signal?: AbortSignal): Promise<EndedStatus> => {
    for (;;) {
      const found = await status()
      if (found.phase === 'ended') return found
      await pause(TICK_MS, undefined, signal ? { signal } : {})
    }
  }
  return {
    ...{ lease, specDigest, status, wait },
    stop: async (graceSeconds) => {
      const found = await status()
      if (found.phase === 'ended') return found
      writeLeaseFile(folder, 'notice', { graceSeconds })
      return wait()
    },
    remove: async () => {
      if ((await status()).phase !== 'ended') {
        throw new AppError('job_running', `The job of lease ${lease} has not ended: stop it first.`)
      }
      // Under another name first, so that half of it is never taken for a job.
      await rm(join(folder, 'job.json'), { force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a folder says of its job; one whose supervisor is gone is ended here, so that it never runs on unwatched. */
const readStatus = async (folder: string): Promise<JobStatus> => {
  const ended = readLeaseFile(folder, 'ended')
  if (ended) return { phase: 'ended', ...ended }
  const claim = readLeaseFile(folder, 'claim')
  if (claim === null) return { phase: 'waiting' }
  if (isAlive(claim)) {
    const begun = readLeaseFile(folder, 'begun')
    return begun === null ? { phase: 'waiting' } : { phase: 'running', started: begun.started }
  }
  return endUnwatched(folder)
}

/** Ends what is left of a job that nobody supervises, or that nobody may begin any more. */
export const endUnwatched = async (folder: string): Promise<JobStatus> => {
  const self = identifyProcess(process.pid)
  // From here on no supervisor that is still on its way gets to run it.
  if (self !== null && readLeaseFile(folder, 'claim') === null && !writeLeaseFileOnce(folder, 'claim', self)) {
    return readStatus(folder)
  }
  const begun = readLeaseFile(folder, 'begun')
  if (begun !== null) {
    for (let left = DEATH_TRIES; left > 0 && isAlive(begun.first); left -= 1) {
      killProcess(begun.first)
      await pause(TICK_MS)
    }
    await endGroup(begun.cgroup)
  }
  const reason = begun === null ? 'it never began' : 'its supervisor ended before it did'
  const started = begun?.started ?? null
  writeLeaseFileOnce(folder, 'ended', {
    started,
    ended: Math.floor(Date.now() / 1000),
    outcome: { kind: 'lost', reason },
  })
  return readStatus(folder)
}
