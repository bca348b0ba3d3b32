import type { Address } from 'viem'
import { AppError } from '~/domain/errors'
import type { List, One } from '~/http/shapes'
import type { Delegate, DelegateSummary, Delegator, PowerPoint } from './schema'

const later = (): never => {
  throw new AppError('not_built', 'This read is being built.')
}

type PageOf = { limit?: number; cursor?: string }

/** Delegates with votes, the largest first. */
export const listDelegates = async (_filters: PageOf = {}): Promise<List<DelegateSummary>> => later()
export const getDelegate = async (_account: Address): Promise<One<Delegate>> => later()
export const listDelegators = async (_account: Address, _filters: PageOf = {}): Promise<List<Delegator>> => later()
/** Changes of its voting power, newest first. */
export const listPowerHistory = async (_account: Address, _filters: PageOf = {}): Promise<List<PowerPoint>> => later()
