import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { AppError } from '~/domain/errors'
import { type Resolver, resolveHost } from './resolve.server'
import { hostOf } from './target'

const TIMEOUT_MS = 15_000
const MOST_ANSWER_BYTES = 64 * 1024

/** How an attempt ended: `error` is a sentence, null where the receiver took it; `duration` in milliseconds. */
export type Outcome = {
  status: number | null
  error: string | null
  duration: number
  /** Seconds after which the receiver wants to be asked again, where it says so. */
  retryAfter: number | null
}

type Post = {
  headers: Record<string, string>
  body: string | Uint8Array
  allowPrivate: boolean
  resolver: Resolver
  /** Aborts when the server stops: nothing is known then, and it throws. */
  signal: AbortSignal
}

const describeStatus = (status: number): string | null => {
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400
    ? `It answered ${status}, and redirects are not followed: give the url that it leads to.`
    : `It answered ${status}.`
}

const describeError = (error: unknown): string => {
  if (error instanceof AppError) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return `The connection failed (${typeof code === 'string' ? code : 'unknown'}).`
}

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

const open = async (url: URL, { headers, body, signal, ...options }: Post): Promise<IncomingMessage> => {
  const addresses = await Promise.race([resolveHost(hostOf(url), options), whenAborted(signal)])
  const [first = { address: '', family: 0 }] = addresses
  // What was checked is what is connected to: a name that now resolves to something else is not asked again.
  const lookup: LookupFunction = (_host, { all }, answer) =>
    all ? answer(null, addresses) : answer(null, first.address, first.family)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ...{ method: 'POST', agent: false, lookup, signal },
      headers: { 'content-length': String(Buffer.byteLength(body)), ...headers },
    })
    sent.once('response', resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}

// Seconds or a date (RFC 9110); anything else says nothing.
const readRetryAfter = (text = ''): number | null => {
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null
}

// Only the status counts. What else it says is taken in part, so that it can finish, and kept nowhere.
const drain = async (answer: IncomingMessage): Promise<void> => {
  let size = 0
  for await (const chunk of answer) {
    size += (chunk as Buffer).length
    if (size > MOST_ANSWER_BYTES) break
  }
}

/** Sends once, to an address that may be sent to, and follows nothing. Throws only where `signal` aborts. */
export const post = async (url: URL, options: Post): Promise<Outcome> => {
  options.signal.throwIfAborted()
  const began = performance.now()
  const end = (status: number | null, error: string | null, retryAfter: number | null = null): Outcome => ({
    ...{ status, error, duration: Math.round(performance.now() - began), retryAfter },
  })
  const attempt = new AbortController()
  const stop = () => attempt.abort()
  const timer = setTimeout(stop, TIMEOUT_MS)
  options.signal.addEventListener('abort', stop)
  try {
    const answer = await open(url, { ...options, signal: attempt.signal })
    const status = answer.statusCode ?? 0
    await drain(answer).catch(() => undefined)
    return end(status, describeStatus(status), readRetryAfter(answer.headers['retry-after']))
  } catch (error) {
    options.signal.throwIfAborted()
    return end(
      null,
      attempt.signal.aborted ? `It did not answer within ${TIMEOUT_MS / 1_000} s.` : describeError(error),
    )
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', stop)
  }
}
