import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Hex, sha256, stringToBytes } from 'viem'
import { z } from 'zod'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { sentenceOf } from '../log'

const amount = z
  .string()
  .regex(/^\d{1,24}$/, 'must be a whole number as text, such as "250000"')
  .transform(BigInt)
const rate = amount.refine((value) => value > 0n && value < 2n ** 80n, 'must be from 1 on and below 2^80')
const count = z
  .number()
  .int()
  .min(1)
  .max(2 ** 32 - 1)
const bytes = z
  .number()
  .int()
  .min(1)
  .max(2 ** 46)

const price = z.strictObject({
  pool: count,
  /** What is asked first, in millionths of a base unit per unit and second. */
  rate,
  /** What it goes down to. */
  floor: rate,
  /** By how much it goes below the lowest other bid; 0 never does. */
  undercut: amount.default(0n),
})

const local = z.strictObject({
  kind: z.literal('local'),
  /** Slots where there is no GPU. */
  cpuSlots: count.optional(),
  /** The account of jobs, when root starts the agent. */
  user: z.strictObject({ uid: count, gid: count }).optional(),
  bubblewrap: z.string().optional(),
})
const kubernetes = z.strictObject({
  kind: z.literal('kubernetes'),
  /** A kubeconfig; without one the environment's, or a pod's own. */
  kubeconfig: z.string().optional(),
  namespace: z.string().min(1),
  /** A volume that pods can mount, and where it is mounted here: `folder` of the agent lies below. */
  volume: z.strictObject({ claim: z.string().min(1), folder: z.string().min(1) }),
  /** A program that puts a root tar where nodes find it: gets its path and digest, prints an image by digest. */
  publish: z.array(z.string()).min(1),
})

const schema = z.strictObject({
  /** What the agent keeps: jobs that were put, outputs, and what the runner needs to find jobs again. */
  folder: z.string().min(1),
  provider: z.strictObject({
    pool: count,
    units: count,
    attributes: z.array(z.number().int().min(0).max(63)).default([]),
    /** Serial numbers of its devices; their sorted list is what an auditor compares. */
    serials: z.array(z.string().min(1)).min(1),
    /** Where tenants reach it. */
    endpoint: z.url({ protocol: /^https?$/ }).max(256),
  }),
  stake: amount,
  prices: z.array(price).min(1),
  /** Enclaves of the operator, for orders that need one. */
  enclaves: z.array(count).default([]),
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8790) })
    .prefault({}),
  runner: z.discriminatedUnion('kind', [local, kubernetes]).default({ kind: 'local' }),
  /** For how many seconds' pay a withdrawal is worth its gas. */
  withdrawSeconds: count.default(3_600),
  /** Seconds between TERM and KILL when a lease ends. */
  graceSeconds: z.number().int().min(0).max(3_600).default(10),
  /** Seconds between two looks at the chain. */
  pollSeconds: z.number().min(0.1).max(600).default(2),
  /** The largest root tar, and the most that a job may write or hold in memory. */
  maxRootBytes: bytes.default(16 * 2 ** 30),
  maxOutputBytes: bytes.default(2 ** 30),
  maxMemoryBytes: bytes.default(64 * 2 ** 30),
  /** For how long outputs stay after a lease is settled. */
  keepSeconds: count.default(604_800),
})

/** How a provider's agent is set up. */
export type ProviderConfig = z.infer<typeof schema> & { hardware: Hex }

/** Reads an agent's settings; throws `invalid_usage` that names the first wrong one. */
export const readConfig = (path: string): ProviderConfig => {
  const result = schema.safeParse(readJson(path))
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
    throw new AppError('invalid_usage', `${quoteName(path)} is no provider's configuration: ${problems.join('; ')}.`)
  }
  const config = result.data
  for (const { pool, rate, floor } of config.prices) {
    if (floor <= rate) continue
    const message = `In ${quoteName(path)} the floor ${floor} of pool ${pool} is above its rate ${rate}: lower it.`
    throw new AppError('invalid_usage', message)
  }
  if (!config.prices.some(({ pool }) => pool === config.provider.pool)) {
    const message = `${quoteName(path)} has no price for its own pool ${config.provider.pool}: add one to prices.`
    throw new AppError('invalid_usage', message)
  }
  return { ...config, folder: resolve(config.folder), hardware: hashSerials(config.provider.serials) }
}

/** SHA-256 of the sorted serial numbers, one a line, without those that are named twice. */
export const hashSerials = (serials: readonly string[]): Hex =>
  sha256(stringToBytes([...new Set(serials)].sort().join('\n')))

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new AppError('invalid_usage', `${quoteName(path)} cannot be read as JSON: ${sentenceOf(cause)}.`, { cause })
  }
}
