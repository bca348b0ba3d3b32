import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hex } from 'viem'
import type { WorkloadSpec } from '~/domain/workload-spec'
import type { EndedStatus } from '../runner'
import type { Cgroup } from './cgroup'
import type { CgroupParents } from './find-cgroups'
import type { ProcessId } from './process-id'
import type { JobUser } from './sandbox'

/** `job.json`: what the agent tells the supervisor. */
export type JobPlan = {
  lease: string
  specDigest: Hex
  spec: WorkloadSpec
  inputFolder: string | null
  outputFolder: string
  graceSeconds: number
  user: JobUser | null
  /** Null runs it without a sandbox. */
  bubblewrap: string | null
  /** Null measures now and then what runs, instead of having the kernel limit it. */
  cgroups: CgroupParents | null
  /** How many of the runner's units it holds, and which GPUs those are. */
  units: number
  gpus: readonly string[]
  devices: readonly string[]
}

/** `begun.json`: a job that is running, and how to end all of it. */
type BegunJob = { started: number; first: ProcessId; cgroup: Cgroup | null }

/** `ended.json`. */
type EndedJob = Omit<EndedStatus, 'phase'>

/** `notice.json`: the agent's wish that the job end. */
type Notice = { graceSeconds: number }

type Files = {
  job: JobPlan
  /** Who may run the job: exactly one process ever gets to write it. */
  claim: ProcessId
  begun: BegunJob
  ended: EndedJob
  notice: Notice
}

/** What a lease's folder says; null when that was never written. Files appear whole or not at all. */
export const readLeaseFile = <Name extends keyof Files>(folder: string, name: Name): Files[Name] | null => {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Files[Name]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Writes a file whole. */
export const writeLeaseFile = <Name extends keyof Files>(folder: string, name: Name, content: Files[Name]): void => {
  const temporary = join(folder, `.${name}-${process.pid}`)
  writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 })
  renameSync(temporary, join(folder, `${name}.json`))
}

/** Writes a file whole unless it is there; answers whether this call wrote it. Of several at once exactly one does. */
export const writeLeaseFileOnce = <Name extends keyof Files>(folder: string, name: Name, content: Files[Name]) => {
  const temporary = join(folder, `.${name}-${process.pid}-once`)
  writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 })
  try {
    linkSync(temporary, join(folder, `${name}.json`))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}
