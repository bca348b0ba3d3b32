import { AppError } from '~/domain/errors'
import type { One } from '~/http/shapes'
import type { Contracts, Status } from './schema'

const later = (): never => {
  throw new AppError('not_built', 'This read is being built.')
}

/** Indexer, head, lag, last reorg; never throws because of a lag. */
export const getStatus = async (): Promise<{ data: Status }> => later()
export const listContracts = async (): Promise<One<Contracts>> => later()
