import { AppError } from '~/domain/errors'
import type { One } from '~/http/shapes'
import type { Parameters } from './schema'

const later = (): never => {
  throw new AppError('not_built', 'This read is being built.')
}

/** Every value that governs the DAO, with its bounds and what last set it. */
export const getParameters = async (): Promise<One<Parameters>> => later()
