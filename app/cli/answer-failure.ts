import type { ErrorRequestHandler } from 'express'
import { allowAnyOrigin, readRequestId } from '~/http/headers'
import { InvalidInputError, toProblem } from '~/http/problem'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

// A path that no percent-decoding reads, or a Host of which no address can be made.
const isUnreadable = (error: unknown): boolean =>
  isRecord(error) && (error['status'] === 400 || error['code'] === 'ERR_INVALID_URL')

const toFailure = (error: unknown): unknown => {
  if (!isUnreadable(error)) return error
  const message = 'The address cannot be read: its path is not percent-encoded UTF-8, or Host names no host.'
  return new InvalidInputError([{ pointer: '#/path', code: 'invalid', message }])
}

/** Answers what fails before or after any route of the API in the API's own shape; a stream that was cut off just ends. */
export const answerFailure: ErrorRequestHandler = async (error: unknown, incoming, outgoing, next) => {
  if (outgoing.headersSent) {
    if (!isRecord(error) || error['code'] !== 'stream_unread') console.error('an answer failed on its way:', error)
    outgoing.destroy()
    return
  }
  if (!incoming.path.startsWith('/api/')) return next(error)
  const { pathname } = new URL(`http://localhost${encodeURI(incoming.path).replaceAll('%25', '%')}`)
  const headers = new Headers()
  const given = incoming.get('X-Request-Id')
  if (given !== undefined) headers.set('X-Request-Id', given)
  const request = new Request(`http://localhost${pathname}`, { headers })
  const requestId = readRequestId(request)
  const failure = toFailure(error)
  if (failure === error) console.error(`request ${requestId} failed:`, error)
  const answer = toProblem(failure, { request, requestId })
  allowAnyOrigin(answer.headers)
  answer.headers.set('X-Request-Id', requestId)
  outgoing.status(answer.status).set(Object.fromEntries(answer.headers))
  outgoing.end(incoming.method === 'HEAD' ? '' : await answer.text())
}
