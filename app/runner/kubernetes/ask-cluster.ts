import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '~/domain/errors'

const TRIES = 6
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000

/** The HTTP status of what the client threw; null when no answer came. */
export const statusOf = (error: unknown): number | null => {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  if (typeof code === 'number') return code
  return typeof statusCode === 'number' ? statusCode : null
}

/**
 * Makes a call, again when the API server is busy (429, for as long as it says), failing, or away. Throws
 * `cluster_refused` and `cluster_unreachable`; 404, 409 and 410 as they are, for they are answers.
 */
export const askCluster = async <T>(call: () => Promise<T>): Promise<T> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call()
    } catch (error) {
      const status = statusOf(error)
      if (status === 404 || status === 409 || status === 410) throw error
      if (status !== null && status !== 429 && status < 500) {
        throw new AppError('cluster_refused', `The cluster refuses (${status}): ${sayCause(error)}.`, { cause: error })
      }
      if (tried >= TRIES || (status === null && !isAway(error))) {
        const message = `The cluster does not answer (${status ?? 'no connection'}): ${sayCause(error)}.`
        throw new AppError('cluster_unreachable', message, { cause: error, retryable: true })
      }
      await pause(Math.min(findPause(error) ?? FIRST_PAUSE_MS * 2 ** tried, LONGEST_PAUSE_MS))
    }
  }
}

/** Whether a connection failed, and not the client before it made one. */
const isAway = (error: unknown) => {
  const { name, code } = error as { name?: string; code?: unknown }
  return name === 'FetchError' || typeof code === 'string'
}

/** What the server asks for, in milliseconds. */
const findPause = (error: unknown): number | null => {
  const { headers } = error as { headers?: Record<string, string> }
  const seconds = headers?.['retry-after']
  return seconds !== undefined && /^\d{1,5}$/.test(seconds) ? Number(seconds) * 1000 : null
}

/** The server's own words, and not the whole answer, which the client puts into its message. */
const sayCause = (error: unknown): string => {
  const { body, message } = error as { body?: unknown; message?: string }
  try {
    const said = (typeof body === 'string' ? JSON.parse(body) : body) as { message?: string } | undefined
    if (said?.message !== undefined) return said.message
  } catch {
    // No JSON: a proxy's page.
  }
  return (message ?? String(error)).split('\n')[0] ?? ''
}
