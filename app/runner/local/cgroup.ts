import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CgroupParents } from './find-cgroups'

/** `cpus` null leaves processors to whoever wants them. */
export type CgroupLimits = { memoryBytes: number; processes: number; cpus: number | null }

/** A group of processes with limits, by its folders: one with version 2, one per controller with version 1. */
export type Cgroup = { version: 1 | 2; memory: string; pids: string; cpu: string | null }

const PERIOD_MICROSECONDS = 100_000

/** Makes an empty group; null where this process may not, and then nothing is left of it. */
export const createCgroup = (parents: CgroupParents, name: string, limits: CgroupLimits): Cgroup | null => {
  const cgroup: Cgroup = {
    version: parents.version,
    memory: join(parents.memory, name),
    pids: join(parents.pids, name),
    cpu: parents.cpu === null || limits.cpus === null ? null : join(parents.cpu, name),
  }
  try {
    for (const folder of foldersOf(cgroup)) mkdirSync(folder)
    setLimits(cgroup, limits)
    return cgroup
  } catch {
    removeCgroup(cgroup)
    return null
  }
}

const foldersOf = ({ memory, pids, cpu }: Cgroup) => [...new Set([memory, pids, ...(cpu === null ? [] : [cpu])])]

const setLimits = ({ version, memory, pids, cpu }: Cgroup, { memoryBytes, processes, cpus }: CgroupLimits) => {
  const quota = (cpus ?? 1) * PERIOD_MICROSECONDS
  writeFileSync(join(pids, 'pids.max'), String(processes))
  if (version === 2) {
    writeFileSync(join(memory, 'memory.max'), String(memoryBytes))
    writeIfThere(join(memory, 'memory.swap.max'), '0')
    writeIfThere(join(memory, 'memory.oom.group'), '1')
    if (cpu !== null) writeFileSync(join(cpu, 'cpu.max'), `${quota} ${PERIOD_MICROSECONDS}`)
    return
  }
  writeFileSync(join(memory, 'memory.limit_in_bytes'), String(memoryBytes))
  // Memory and swap together, where the kernel counts them.
  writeIfThere(join(memory, 'memory.memsw.limit_in_bytes'), String(memoryBytes))
  if (cpu !== null) {
    writeFileSync(join(cpu, 'cpu.cfs_period_us'), String(PERIOD_MICROSECONDS))
    writeFileSync(join(cpu, 'cpu.cfs_quota_us'), String(quota))
  }
}

const writeIfThere = (path: string, text: string) => {
  if (existsSync(path)) writeFileSync(path, text)
}

/** Puts a process in, and with it all that it will start. */
export const addToCgroup = (cgroup: Cgroup, pid: number): void => {
  for (const folder of foldersOf(cgroup)) writeFileSync(join(folder, 'cgroup.procs'), String(pid))
}

/** How often the kernel killed for memory, and refused a process, in a group. */
export const readCgroupEvents = ({ version, memory, pids }: Cgroup): { memory: number; processes: number } => ({
  memory: readCount(join(memory, version === 2 ? 'memory.events' : 'memory.oom_control'), 'oom_kill'),
  processes: readCount(join(pids, 'pids.events'), 'max'),
})

const readCount = (path: string, name: string): number => {
  if (!existsSync(path)) return 0
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(readFileSync(path, 'utf8'))?.[1] ?? 0)
}

/** The processes in a group that is still there. */
export const listCgroupProcesses = ({ pids }: Cgroup): number[] => {
  const path = join(pids, 'cgroup.procs')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map(Number) : []
}

/** Removes an empty group; answers whether nothing is left of it. */
export const removeCgroup = (cgroup: Cgroup): boolean => {
  for (const folder of foldersOf(cgroup)) {
    try {
      rmdirSync(folder)
    } catch {
      // Never made, gone, or a process is still dying in it.
    }
  }
  return foldersOf(cgroup).every((folder) => !existsSync(folder))
}
