import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cgroup, createCgroup, listCgroupProcesses, removeCgroup } from './cgroup'
import type { JobPlan } from './lease-folder'
import { identifyProcess, killProcess } from './process-id'

/** The group of a lease's job; null where the kernel limits nothing. Its name is the folder's, so that it is found again. */
export const makeGroup = ({ cgroups, lease, spec, units, gpus }: JobPlan, folder: string): Cgroup | null => {
  if (cgroups === null) return null
  const mark = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  const { memoryBytes, processes } = spec.limits
  // One process more, which is the sandbox's own. A unit is a processor where there is no GPU.
  const limits = { memoryBytes, processes: processes + 1, cpus: gpus.length > 0 ? null : units }
  const cgroup = createCgroup(cgroups, `ostrakon-${lease}-${mark}`, limits)
  if (cgroup === null) throw new Error('no group can be made for the job')
  return cgroup
}

const TRIES = 50

/** Ends whatever is left in a group, and the group. */
export const endGroup = async (cgroup: Cgroup | null): Promise<void> => {
  if (cgroup === null) return
  for (let left = TRIES; left > 0; left -= 1) {
    for (const pid of listCgroupProcesses(cgroup)) {
      const id = identifyProcess(pid)
      if (id !== null) killProcess(id)
    }
    if (removeCgroup(cgroup)) return
    await pause(20)
  }
}
