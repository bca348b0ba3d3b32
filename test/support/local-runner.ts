import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { onTestFinished } from 'vitest'
import { specDigest, type WorkloadLimits } from '~/domain/workload-spec'
import { createLocalRunner, type LocalRunnerOptions } from '~/runner/local/local-runner'
import type { JobRequest } from '~/runner/runner'

const roomyLimits: WorkloadLimits = {
  ...{ memoryBytes: 1 << 27, processes: 16, seconds: 60, gpus: 1, outputBytes: 1 << 20 },
}

export type JobOptions = { limits?: Partial<WorkloadLimits>; env?: Record<string, string>; inputFolder?: string | null }

/** What a lease orders: a script for the shell of the root. */
export const requestScript = (
  { path, image }: { path: string; image: Hex },
  { lease, script, folder }: { lease: string; script: string; folder: string },
  { limits = {}, env = {}, inputFolder = null }: JobOptions = {},
): JobRequest => {
  const spec = { image, command: ['/bin/bash', '-c', script], env, limits: { ...roomyLimits, ...limits } }
  return {
    ...{ lease, spec, specDigest: specDigest(spec), rootTar: path, inputFolder, graceSeconds: 1 },
    outputFolder: join(folder, 'outputs', lease),
  }
}

/** A runner in a folder that is gone after the test, with whatever it left running. */
export const startLocalRunner = async (options: Omit<LocalRunnerOptions, 'folder'> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-runner-'))
  chmodSync(folder, 0o755)
  const settings = { cpuSlots: 8, ...options, folder: join(folder, 'leases') }
  const runner = await createLocalRunner(settings)
  onTestFinished(async () => {
    for (const lease of await runner.leases()) await (await runner.adopt(lease))?.stop(0)
    rmSync(folder, { recursive: true, force: true })
  })
  return { runner, folder, settings, leaseFolder: (lease: string) => join(settings.folder, lease) }
}
