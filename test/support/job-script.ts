import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { digestOutput } from '~/domain/output-digest'
import type { WorkloadSpec } from '~/domain/workload-spec'

/** A spec that runs a script in a root's shell, on two units. */
export const buildScriptSpec = (image: Hex, script: string, env: Record<string, string> = {}): WorkloadSpec => ({
  ...{ image, command: ['/bin/bash', '-c', script], env },
  limits: { memoryBytes: 1 << 27, processes: 16, seconds: 300, gpus: 2, outputBytes: 1 << 20 },
})

/** Writes a spec where a command reads it; answers the path. */
export const writeSpec = (place: string, spec: WorkloadSpec): string => {
  const path = join(place, 'spec.json')
  writeFileSync(path, JSON.stringify(spec))
  return path
}

/** The digest of an output that has these texts. */
export const digestOfTexts = (texts: Readonly<Record<string, string>>): Hex =>
  digestOutput(
    Object.entries(texts).map(([name, text]) => ({
      ...{ name, size: Buffer.byteLength(text) },
      sha256: `0x${createHash('sha256').update(text).digest('hex')}` as const,
    })),
  )
