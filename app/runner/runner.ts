import type { Hex } from 'viem'
import type { WorkloadSpec } from '~/domain/workload-spec'

/** What a runner has: GPUs, or slots of CPU where it has none, and then why. */
export type Capacity = {
  kind: 'gpu' | 'cpu'
  units: number
  free: number
  gpus: readonly { uuid: string; name: string; memoryBytes: number }[]
  /** Why there is no GPU; null when there is one. */
  reason: string | null
}

/** What one lease runs. Folders and the tar are on this machine. */
export type JobRequest = {
  /** Names the job for ever; 1 to 40 small letters, digits and dashes, for it becomes part of names elsewhere. */
  lease: string
  spec: WorkloadSpec
  /** What the order said; a spec with another digest is refused. */
  specDigest: Hex
  rootTar: string
  /** Read-only at /input; null when the job has none. */
  inputFolder: string | null
  /** Writable at /output. */
  outputFolder: string
  /** Seconds between TERM and KILL for whatever ends the job without saying its own. */
  graceSeconds: number
}

/** How a job ended; `lost` when the machine or its supervisor ended and nobody saw how the job did. */
export type Outcome =
  | { kind: 'exited'; code: number }
  | { kind: 'killed'; cause: 'memory' | 'processes' | 'time' | 'output' | 'notice' }
  | { kind: 'lost'; reason: string }

/** Times in UNIX seconds; a job that never began has `started` null. */
export type JobStatus =
  | { phase: 'waiting' }
  | { phase: 'running'; started: number }
  | { phase: 'ended'; started: number | null; ended: number; outcome: Outcome }

export type EndedStatus = Extract<JobStatus, { phase: 'ended' }>

/** A job that was started, by this process or by an earlier one. */
export type Job = {
  lease: string
  specDigest: Hex
  status: () => Promise<JobStatus>
  /** TERM, KILL after the grace, and the end of it; a job that ended before stays as it ended. */
  stop: (graceSeconds: number) => Promise<EndedStatus>
  /** The end, however long it takes. */
  wait: (signal?: AbortSignal) => Promise<EndedStatus>
  /** Forgets a job that ended; throws `job_running` on one that did not. */
  remove: () => Promise<void>
}

/** Runs what orders say. One job per lease, whoever asks and however often. */
export type Runner = {
  readonly kind: 'local' | 'kubernetes'
  /** What it can serve now; never throws for a lack of GPUs. */
  probe: () => Promise<Capacity>
  /** Throws `invalid_job`, `wrong_spec`, `wrong_image`, `bad_image`, `lease_known`, `no_free_units`. */
  start: (request: JobRequest) => Promise<Job>
  /** The job of a lease that was started before; null when there is none. */
  adopt: (lease: string) => Promise<Job | null>
  /** Every lease that has a job and was not removed. */
  leases: () => Promise<string[]>
}
