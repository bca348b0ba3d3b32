import { AppError } from '~/domain/errors'
import { sayError } from './node-errors'

/** Whether the database went away or refuses connections: waiting may help, unlike with a refused row. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^(08|57P0|53)|CONNECTION|ECONN|ENOTFOUND|ETIMEDOUT|EPIPE/.test(error.code)

/** Says which server does not answer; its password stays out of the message. */
export const databaseUnreachable = (url: string, cause: unknown): AppError =>
  new AppError('database_unreachable', `No database answers at ${new URL(url).host} (${sayError(cause)}).`, { cause })
