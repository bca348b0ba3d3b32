import { spawnSync } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import type { Outcome } from '../runner'
import { addToCgroup, type Cgroup } from './cgroup'
import { endGroup, makeGroup } from './job-group'
import { type Launched, launch } from './launch'
import { type JobPlan, readLeaseFile, writeLeaseFile, writeLeaseFileOnce } from './lease-folder'
import { identifyProcess, killProcess, listDescendants } from './process-id'
import { findExcess, isOutputExceeded } from './watch-limits'

const TICK_MS = 100
const TICKS_PER_MEASURE = 5

type Cause = Extract<Outcome, { kind: 'killed' }>['cause']

/**
 * Runs the job of a lease's folder and writes how it ended, in a process of its own that outlives the agent's. Whoever
 * claims the folder second does nothing.
 */
export const supervise = async (folder: string): Promise<void> => {
  const plan = readLeaseFile(folder, 'job')
  const self = identifyProcess(process.pid)
  if (!isMainThread || plan === null || self === null || !writeLeaseFileOnce(folder, 'claim', self)) return
  let started: number | null = null
  let outcome: Outcome
  const cgroup = makeGroup(plan, folder)
  try {
    const launched = await launch({ plan, folder, log: openSync(join(folder, 'log'), 'a', 0o600) })
    const first = identifyProcess(launched.first)
    if (first === null) throw new Error('the sandbox ended at once')
    confine(launched, plan, cgroup)
    started = now()
    writeLeaseFile(folder, 'begun', { started, first, cgroup })
    launched.release()
    outcome = await watch({ plan, folder, cgroup, launched })
    killProcess(first)
  } catch (error) {
    outcome = { kind: 'lost', reason: error instanceof Error ? error.message : String(error) }
  }
  await endGroup(cgroup)
  writeLeaseFileOnce(folder, 'ended', { started, ended: now(), outcome })
}

const now = () => Math.floor(Date.now() / 1000)

/** Sets what the kernel limits, before the program runs. */
const confine = ({ first }: Launched, { spec, user }: JobPlan, cgroup: Cgroup | null): void => {
  if (cgroup !== null) addToCgroup(cgroup, first)
  const { outputBytes, processes } = spec.limits
  // One more than allowed in either case, so that reaching it shows as too much.
  const limits = [`--fsize=${outputBytes + 1}`, '--core=0', ...(cgroup === null ? [`--nproc=${processes + 2}`] : [])]
  // By the job's own account, since root may have been told not to set limits of others.
  const { status, stderr, error } = spawnSync('prlimit', ['--pid', String(first), ...limits], { ...user })
  if (status !== 0) throw new Error(`prlimit failed: ${error?.message ?? stderr}`)
}

type Watched = { plan: JobPlan; folder: string; cgroup: Cgroup | null; launched: Launched }

/** Waits for the end, and brings it about when a limit is passed or a notice given; the first cause is the one that counts. */
const watch = async ({ plan, folder, cgroup, launched }: Watched): Promise<Outcome> => {
  const { limits } = plan.spec
  const watched = { limits, cgroup, first: launched.first, outputFolder: plan.outputFolder, folder }
  const deadline = performance.now() + limits.seconds * 1000
  let code: number | null = null
  launched.child.once('exit', (exited, signal) => {
    code = exited ?? (signal === null ? 1 : 128 + (signals[signal] ?? 0))
  })
  let wished: number | null = null
  process.on('SIGTERM', () => {
    wished ??= plan.graceSeconds
  })
  let cause: Cause | null = null
  let killAt = Number.POSITIVE_INFINITY
  let isTold = false
  for (let tick = 0; code === null; tick += 1) {
    await pause(TICK_MS)
    const notice = readLeaseFile(folder, 'notice')?.graceSeconds ?? wished
    if (cause === null && notice !== null) {
      cause = 'notice'
      killAt = performance.now() + notice * 1000
    }
    if (cause === 'notice' && !isTold) isTold = tellToEnd(plan, launched.first)
    const excess = await findCause(tick % TICKS_PER_MEASURE === 0, deadline, watched)
    if (excess !== null) {
      cause ??= excess
      killAt = 0
    }
    if (performance.now() >= killAt) killAll(plan, launched.first)
  }
  // What the kernel counted, or was written, between the last look and the end.
  cause ??= cgroup === null ? null : findExcess(watched)
  if (cause === null && (await isOutputExceeded(watched))) cause = 'output'
  return cause === null ? { kind: 'exited', code } : { kind: 'killed', cause }
}

type Limits = Parameters<typeof findExcess>[0]

const findCause = async (isMeasured: boolean, deadline: number, watched: Limits): Promise<Cause | null> => {
  if (performance.now() >= deadline) return 'time'
  return findExcess(watched) ?? (isMeasured && (await isOutputExceeded(watched)) ? 'output' : null)
}

const signals: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
}

/** TERM for the program alone, as Kubernetes does it; answers whether it is there yet. */
const tellToEnd = ({ bubblewrap }: JobPlan, first: number): boolean => {
  const main = bubblewrap === null ? first : listDescendants(first)[0]?.pid
  const id = main === undefined ? null : identifyProcess(main)
  if (id !== null) killProcess(id, 'SIGTERM')
  return id !== null
}

/** The end of the first process of a namespace is the end of all in it; without one they are ended one by one. */
const killAll = ({ bubblewrap }: JobPlan, first: number): void => {
  const below = bubblewrap === null ? listDescendants(first) : []
  for (const { pid } of [{ pid: first }, ...below]) {
    const id = identifyProcess(pid)
    if (id !== null) killProcess(id)
  }
}
