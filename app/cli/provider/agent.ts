import type { LocalAccount } from 'viem'
import type { WorkloadSpec } from '~/domain/workload-spec'
import type { Runner } from '~/runner/runner'
import type { ChainView } from '../chain/connect'
import type { ProviderConfig } from './config'
import type { JobStore } from './job-store'
import type { StateFolder } from './state-folder'

/** Something that the agent did, or has to say, for programs and for people. */
export type Act = { act: string; sentence: string } & Record<string, unknown>

/** What an agent works with; what it knows by itself is only a copy of what chain, runner and folder say. */
export type Agent = {
  view: ChainView
  account: LocalAccount
  config: ProviderConfig
  folder: StateFolder
  store: JobStore
  runner: Runner
  /** Takes no more bids and ends its leases. */
  isDraining: boolean
  /** Its id, once it is registered. */
  providerId: number | null
  say: (act: Act) => void
}

/** What is registered under that id, and what its money allows. */
export type Standing = {
  providerId: number
  /** UNIX seconds of the newest block. */
  time: number
  /** Auditors whose confirmation counts. */
  auditors: readonly number[]
}

/** The name under which the runner knows a lease's job. */
export const jobName = ({ view }: Pick<Agent, 'view'>, leaseId: bigint): string =>
  `${view.deployment.chainId}-${leaseId}`

/** Units that a job holds: no less than one, as the runner counts. */
export const unitsOf = ({ limits }: WorkloadSpec): number => limits.gpus
