import type { LocalAccount } from 'viem'
import type { ChainView } from '../chain/connect'

/** What the commands about leases take; each reads what is its own. */
export const leaseOptions = {
  pool: { type: 'string' },
  units: { type: 'string' },
  duration: { type: 'string' },
  notice: { type: 'string' },
  'max-rate': { type: 'string' },
  attributes: { type: 'string' },
  auditors: { type: 'string' },
  release: { type: 'string' },
  spec: { type: 'string' },
  'spec-digest': { type: 'string' },
  budget: { type: 'string' },
  provider: { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  root: { type: 'string' },
  endpoint: { type: 'string' },
  signature: { type: 'string' },
  until: { type: 'string' },
  out: { type: 'string' },
  expect: { type: 'string' },
  'max-bytes': { type: 'string' },
  from: { type: 'string' },
  evidence: { type: 'string' },
  'gpu-seconds': { type: 'string' },
  as: { type: 'string' },
} as const

/** What was given, as text. */
export type LeaseValues = { [name in keyof typeof leaseOptions]?: string | undefined } & { json?: boolean | undefined }

/** `id` is what the command was given of an order or lease. */
export type LeaseCall = { view: ChainView; values: LeaseValues; account: LocalAccount | null; id: string | undefined }

/** What a command found or did; `code` is 0 unless it says otherwise. */
export type LeaseAnswer = { result: object; sentences: readonly string[]; code?: number }

export type LeaseCommand = (call: LeaseCall) => Promise<LeaseAnswer>
