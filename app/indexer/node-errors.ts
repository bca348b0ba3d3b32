import { AppError } from '~/domain/errors'

// Limit exceeded, as Infura, Alchemy, dRPC and others number it.
const tooLargeCodes = new Set([-32005, -32012, -32701])
const tooLargeWords = /range|too (large|many|big|wide)|limit|exceed|more than|response size|timed? ?out/i
const rateWords = /rate|per second|throughput|capacity|request count|quota|credits/i

type Cause = { name?: string; message?: string; details?: string; code?: number; status?: number }

const listCauses = (error: unknown): Cause[] => {
  const causes: Cause[] = []
  for (let cause = error; cause instanceof Error; cause = cause.cause) causes.push(cause)
  return causes
}

/** Whether a node refused a request for logs because of its range, its size or the time it took. */
export const isRefusedAsTooLarge = (error: unknown): boolean =>
  listCauses(error).some(({ name, message, details, code, status }) => {
    if (name === 'ResponseBodyTooLargeError' || name === 'TimeoutError' || status === 413) return true
    const words = details ?? message ?? ''
    if (status === 429 || rateWords.test(words)) return false
    return code !== undefined && (tooLargeCodes.has(code) || tooLargeWords.test(words))
  })

/** Whether another try may succeed. */
export const isRetryable = (error: unknown): boolean => error instanceof AppError && error.retryable

/** What went wrong, in one line. */
export const sayError = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)

/** Names what a node failed at. Anything thrown while it was asked is its failure, and another try may succeed. */
export const nodeFailed = (url: string, cause: unknown): AppError => {
  if (cause instanceof AppError) return cause
  const code = isRefusedAsTooLarge(cause) ? 'rpc_too_large' : 'rpc_failed'
  return new AppError(code, `${url}: ${sayError(cause)}`, { cause, retryable: true })
}

/** The node does not have the block that the others have: its logs are not to be trusted. */
export const nodeBehind = (block: bigint) =>
  new AppError('node_behind', `The node does not show block ${block} as expected.`, { retryable: true })

/** The chain's block after the cursor has another parent: a reorg. */
export const chainMoved = (block: bigint) =>
  new AppError('chain_moved', `The parent of block ${block} is not the block that was indexed.`, { retryable: true })

export const hasCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code
