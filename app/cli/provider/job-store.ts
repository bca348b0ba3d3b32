import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address, Hex } from 'viem'
import type { OutputEntry } from '~/domain/output-digest'
import { parseWorkloadSpec, type WorkloadSpec } from '~/domain/workload-spec'

/** What a tenant's side signed for a lease; the text is kept as it came. */
type SignedSpec = { spec: string; account: Address; until: number; signature: Hex }

/** A usage receipt that a tenant offered. */
type StoredUsage = { gpuSeconds: string; signature: Hex }

/** What an ended job left, or why that cannot be given out. */
export type StoredOutput = { files: readonly OutputEntry[] } | { reason: string }

type Files = { spec: SignedSpec; failed: { reason: string }; output: StoredOutput; usage: StoredUsage }

/**
 * The jobs that tenants put, a folder for each lease. Files appear whole or not at all, so that an agent that was killed
 * finds either none or a good one.
 */
export const openJobStore = (folder: string) => {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.')) rmSync(join(folder, name), { recursive: true, force: true })
  }
  const of = (leaseId: bigint) => join(folder, String(leaseId))
  const rootTar = (leaseId: bigint) => join(of(leaseId), 'root.tar')

  const read = <Name extends keyof Files>(leaseId: bigint, name: Name): Files[Name] | null => {
    const path = join(of(leaseId), `${name}.json`)
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Files[Name]) : null
  }
  const write = <Name extends keyof Files>(leaseId: bigint, name: Name, content: Files[Name]): void => {
    mkdirSync(of(leaseId), { recursive: true, mode: 0o700 })
    const temporary = join(folder, `.${name}-${leaseId}`)
    writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 })
    renameSync(temporary, join(of(leaseId), `${name}.json`))
  }
  /** The spec that was put and checked, or null. */
  const findSpec = (leaseId: bigint): WorkloadSpec | null => {
    const signed = read(leaseId, 'spec')
    return signed && parseWorkloadSpec(signed.spec)
  }
  return {
    read,
    write,
    findSpec,
    rootTar,
    hasRoot: (leaseId: bigint) => existsSync(rootTar(leaseId)),
    /** Where an upload is written until it is known to be right. */
    temporary: (leaseId: bigint) => join(folder, `.root-${leaseId}`),
    takeRoot: (leaseId: bigint, from: string) => renameSync(from, rootTar(leaseId)),
    forgetRoot: (leaseId: bigint) => rmSync(rootTar(leaseId), { force: true }),
    forget: (leaseId: bigint) => rmSync(of(leaseId), { recursive: true, force: true }),
    leases: () => readdirSync(folder).flatMap((name) => (/^\d+$/.test(name) ? [BigInt(name)] : [])),
  }
}

export type JobStore = ReturnType<typeof openJobStore>
