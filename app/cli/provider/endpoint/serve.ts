import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BaseError } from 'viem'
import { AppError } from '~/domain/errors'
import { toPlainJson } from '~/domain/plain-text'
import { findLease } from '../../chain/lease-facts'
import { sentenceOf } from '../../log'
import type { Agent } from '../agent'
import type { LeaseRequest } from './lease-request'
import { readStatus } from './read-status'
import { HttpRefusal } from './refusal'
import { sendOutput } from './send-output'
import { takeRoot } from './take-root'
import { takeSpec } from './take-spec'
import { takeUsage } from './take-usage'

/** Answers JSON, or writes the response itself and answers nothing. */
type Handler = (asked: LeaseRequest) => Promise<object | null>

const handlers: Record<string, Handler> = {
  'GET ': readStatus,
  'PUT /job': takeSpec,
  'PUT /job/root': takeRoot,
  'PUT /usage': takeUsage,
  'GET /output': sendOutput,
}

const IDLE_MS = 30_000
const LINGER_MS = 2_000

/**
 * Serves the tenants of the own leases. Who asks is checked by each handler; a request that is refused before its body
 * was read costs the sender its connection.
 */
export const serveTenants = async (agent: Agent): Promise<{ url: string; close: () => Promise<void> }> => {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    handle(agent, request, response).catch((error: unknown) => refuse(error, { agent, request, response }))
  }
  // Root tars take as long as they take; whoever sends nothing for a while is cut off.
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000, maxHeaderSize: 16_384 }, answer)
  server.on('checkContinue', answer)
  server.timeout = IDLE_MS
  server.maxConnections = 256
  const { host, port } = agent.config.listen
  await listen(server, { host, port })
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url, close }
}

const listen = (server: Server, { host, port }: { host: string; port: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new AppError('port_taken', `${host}:${port} cannot be listened on (${sentenceOf(cause)}).`, { cause }))
    })
    server.listen(port, host, resolve)
  })

const handle = async (agent: Agent, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://provider')
  const [, id, rest = ''] = /^\/leases\/([1-9]\d{0,18})(\/[a-z/]+)?$/.exec(pathname) ?? []
  const handler = id === undefined ? undefined : handlers[`${request.method} ${rest}`]
  if (id === undefined || handler === undefined) {
    const known = Object.keys(handlers).map((name) => name.replace(' ', ' /leases/ID'))
    throw new HttpRefusal(404, 'unknown_path', `There is nothing here but ${known.join(', ')}.`)
  }
  const lease = await findLease(agent.view, BigInt(id))
  if (lease === null || agent.providerId === null || lease.providerId !== agent.providerId) {
    throw new HttpRefusal(404, 'unknown_lease', `Lease ${id} is none of this provider's.`)
  }
  const body = await handler({ agent, lease, request, response, query })
  if (body !== null) send(response, 200, body)
}

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' })
  response.end(`${toPlainJson(body)}\n`)
}

type Failed = { agent: Agent; request: IncomingMessage; response: ServerResponse }

const refuse = (error: unknown, { agent, request, response }: Failed): void => {
  // Who asked is gone, or half of an answer is.
  if (response.headersSent || request.socket.destroyed) {
    response.destroy()
    return
  }
  const { status, code, message } = toRefusal(error)
  if (status >= 500 && status !== 503) {
    agent.say({ act: 'endpoint-failed', reason: message, sentence: `A request failed: ${sentenceOf(error)}` })
  }
  send(response, status, { code, message })
  // What is still on its way is thrown away for a moment: a connection that ends at once takes the answer with it.
  if (request.complete) return
  const timer = setTimeout(() => request.socket.destroy(), LINGER_MS).unref()
  request.once('end', () => clearTimeout(timer)).resume()
}

const toRefusal = (error: unknown): HttpRefusal => {
  if (error instanceof HttpRefusal) return error
  if (error instanceof BaseError) return new HttpRefusal(503, 'chain_away', 'The chain does not answer: try again.')
  if (error instanceof AppError) return new HttpRefusal(422, error.code, error.message)
  return new HttpRefusal(500, 'internal', 'Something failed here; the operator can see what.')
}
