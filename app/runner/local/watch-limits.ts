import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkloadLimits } from '~/domain/workload-spec'
import type { Outcome } from '../runner'
import { type Cgroup, readCgroupEvents } from './cgroup'
import { measureOutput } from './measure-output'
import { listDescendants } from './process-id'

type Cause = Extract<Outcome, { kind: 'killed' }>['cause']

type Watched = { limits: WorkloadLimits; cgroup: Cgroup | null; first: number; outputFolder: string; folder: string }

/**
 * Which limit a job is over, as the kernel counted it in the job's group; without one, as it looks right now. Null when it
 * is within all.
 */
export const findExcess = (watched: Watched): Cause | null => {
  const { limits, cgroup, first } = watched
  if (cgroup !== null) {
    const { memory, processes } = readCgroupEvents(cgroup)
    if (memory > 0) return 'memory'
    return processes > 0 ? 'processes' : null
  }
  const found = listDescendants(first)
  // Threads count, as they do for the kernel.
  if (found.reduce((sum, { threads }) => sum + threads, 0) > limits.processes) return 'processes'
  const bytes = found.reduce((sum, { residentBytes }) => sum + residentBytes, 0)
  return bytes > limits.memoryBytes ? 'memory' : null
}

/** Whether a job has written more than it may. */
export const isOutputExceeded = async ({ limits, outputFolder, folder }: Watched): Promise<boolean> => {
  const logged = statSync(join(folder, 'log')).size
  return logged + (await measureOutput(outputFolder, limits.outputBytes)) > limits.outputBytes
}
