import { type SpawnOptions, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '~/domain/errors'
import { checkRequest, isLease } from '../check-request'
import type { Capacity, Job, JobRequest, Runner } from '../runner'
import { extractTar, type TarLimits } from '../tar/extract-tar'
import { createCgroup, removeCgroup } from './cgroup'
import { chooseUnits } from './choose-units'
import { detectGpus, type GpuSource } from './detect-gpus'
import { type CgroupParents, findCgroups } from './find-cgroups'
import { type JobPlan, readLeaseFile, writeLeaseFile } from './lease-folder'
import { endUnwatched, openJob } from './local-job'
import { type JobUser, requireSandbox } from './sandbox'

export type LocalRunnerOptions = {
  /** Holds a folder per lease; of one agent at a time. */
  folder: string
  /** Runs strangers' programs without a sandbox: for nobody but who trusts every tenant. */
  unsafeNoSandbox?: boolean
  bubblewrap?: string
  /** The account of jobs, when root starts them. */
  user?: JobUser
  /** Slots where there is no GPU; the processors of this machine unless it is said. */
  cpuSlots?: number
  gpus?: GpuSource
  /** `polled` measures now and then, as where no cgroup can be made. */
  limits?: 'kernel' | 'polled'
  tar?: TarLimits
}

/** Whose account jobs run as when root starts them and names no other. */
export const jobsAccount: JobUser = { uid: 65_534, gid: 65_534 }
const supervisor = fileURLToPath(new URL('./supervise.mjs', import.meta.url))
const TICK_MS = 50

/**
 * Runs jobs on this machine, each in a sandbox of bubblewrap under a supervisor that outlives the agent. Throws
 * `no_sandbox` when none can be made, unless that is wanted.
 */
export const createLocalRunner = async (options: LocalRunnerOptions): Promise<Runner> => {
  const { folder, unsafeNoSandbox = false, bubblewrap = 'bwrap', limits = 'kernel' } = options
  const user = process.getuid?.() === 0 ? (options.user ?? jobsAccount) : null
  // Jobs' account has to get through to its root; what is private in a lease's folder says so by itself.
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o711)
  if (!unsafeNoSandbox) await requireSandbox({ bubblewrap, user, folder })
  const cgroups = limits === 'kernel' ? findUsableCgroups() : null
  const tar = options.tar ?? { bytes: 64 * 2 ** 30, entries: 500_000 }
  const starting = new Map<string, Promise<Job>>()

  const leases = async () =>
    readdirSync(folder).filter((name) => isLease(name) && readLeaseFile(join(folder, name), 'job'))
  const readPlans = async (): Promise<JobPlan[]> => {
    const plans = []
    for (const lease of await leases()) {
      const plan = readLeaseFile(join(folder, lease), 'job')
      if (plan !== null && (await openJob(join(folder, lease), plan).status()).phase !== 'ended') plans.push(plan)
    }
    return plans
  }
  const probe = async (): Promise<Capacity> => {
    const { gpus, reason } = await detectGpus(options.gpus)
    const units = gpus.length > 0 ? gpus.length : (options.cpuSlots ?? availableParallelism())
    const held = (await readPlans()).reduce((sum, plan) => sum + plan.units, 0)
    const shown = gpus.map(({ uuid, name, memoryBytes }) => ({ uuid, name, memoryBytes }))
    return { kind: gpus.length > 0 ? 'gpu' : 'cpu', units, free: Math.max(0, units - held), gpus: shown, reason }
  }

  const begin = async (request: JobRequest, leaseFolder: string): Promise<Job> => {
    const { lease, spec, specDigest, inputFolder, outputFolder, graceSeconds } = request
    await makeOpenFolder(join(leaseFolder, 'root'), 0o755)
    await extractTar({ path: request.rootTar, digest: spec.image, target: join(leaseFolder, 'root'), limits: tar })
    await mkdir(outputFolder, { recursive: true })
    if (user !== null) await chown(outputFolder, user.uid, user.gid)
    const { gpus } = await detectGpus(options.gpus)
    const chosen = chooseUnits({
      ...{ wanted: spec.limits.gpus, gpus, held: await readPlans() },
      cpuSlots: options.cpuSlots ?? availableParallelism(),
    })
    writeLeaseFile(leaseFolder, 'job', {
      ...{ lease, spec, specDigest, inputFolder, outputFolder, graceSeconds, user, cgroups, ...chosen },
      bubblewrap: unsafeNoSandbox ? null : bubblewrap,
    })
    startSupervisor(leaseFolder)
    const job = openJob(leaseFolder, request)
    await waitForClaim(leaseFolder)
    while ((await job.status()).phase === 'waiting') await pause(TICK_MS)
    return job
  }

  let last: Promise<unknown> = Promise.resolve()
  const claimFolder = async (request: JobRequest): Promise<Job> => {
    const leaseFolder = join(folder, request.lease)
    await makeOpenFolder(leaseFolder).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw cause
      throw new AppError('lease_known', `Lease ${request.lease} has a job already: adopt it.`, { cause })
    })
    // One after the other, so that no two take the same units.
    const begun = last.then(() => begin(request, leaseFolder))
    last = begun.catch(() => {})
    return begun.catch(async (error: unknown) => {
      // Nothing of it ran: the lease is as it was.
      if (readLeaseFile(leaseFolder, 'claim') === null) await rm(leaseFolder, { recursive: true, force: true })
      throw error
    })
  }
  const start = async (request: JobRequest): Promise<Job> => {
    checkRequest(request)
    const { lease } = request
    if (starting.has(lease)) throw new AppError('lease_known', `Lease ${lease} is being started.`)
    const begun = claimFolder(request)
    starting.set(lease, begun)
    return begun.finally(() => starting.delete(lease))
  }

  const adopt = async (lease: string): Promise<Job | null> => {
    const started = await starting.get(lease)?.catch(() => null)
    if (started) return started
    const leaseFolder = join(folder, lease)
    if (!isLease(lease)) return null
    const plan = readLeaseFile(leaseFolder, 'job')
    // An agent that ended before its supervisor began leaves a folder without a plan, or a plan that nobody claimed.
    if (plan === null) {
      await rm(leaseFolder, { recursive: true, force: true })
      return null
    }
    if (readLeaseFile(leaseFolder, 'claim') === null) await endUnwatched(leaseFolder)
    return openJob(leaseFolder, plan)
  }
  return { kind: 'local', probe, start, adopt, leases }
}

/** Whatever the umask: jobs' account goes through it, and lists nothing. */
const makeOpenFolder = async (path: string, mode = 0o711): Promise<void> => {
  await mkdir(path)
  await chmod(path, mode)
}

/** Null where none can really be made. */
const findUsableCgroups = (): CgroupParents | null => {
  const parents = findCgroups()
  const tried =
    parents && createCgroup(parents, `ostrakon-try-${process.pid}`, { memoryBytes: 1 << 26, processes: 2, cpus: 1 })
  if (tried) removeCgroup(tried)
  return tried && parents
}

/** In a session of its own and with nothing of the agent's, so that it goes on when the agent ends. */
const startSupervisor = (leaseFolder: string): void => {
  const log = openSync(join(leaseFolder, 'supervisor.log'), 'a', 0o600)
  // Its settings are in the folder; what else the agent has in its environment, keys too, is not for it.
  const given = ['PATH', 'TMPDIR'].flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []))
  const options: SpawnOptions = {
    ...{ detached: true, stdio: ['ignore', log, log], cwd: '/' },
    env: Object.fromEntries(given) as NodeJS.ProcessEnv,
  }
  const child = spawn(process.execPath, [supervisor, leaseFolder], options)
  child.unref()
  closeSync(log)
}

const CLAIM_TRIES = 1200

const waitForClaim = async (leaseFolder: string): Promise<void> => {
  for (let left = CLAIM_TRIES; left > 0; left -= 1) {
    if (readLeaseFile(leaseFolder, 'claim') !== null) return
    await pause(TICK_MS)
  }
  // It will never run now, even if its supervisor comes late.
  await endUnwatched(leaseFolder)
}
