import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '~/domain/errors'
import { quoteName, toPlainText } from '~/domain/plain-text'
import type { ChainView } from '../chain/connect'
import { findEndpoint } from '../chain/find-endpoint'
import { sentenceOf } from '../log'

/** The most that an answer about a lease may have; files are read as they come. */
const MAX_ANSWER = 64 * 2 ** 20
const IDLE_MS = 60_000

type Asked = { method: 'GET' | 'PUT'; authorization?: string; body?: { stream: Readable; size: number } }

/**
 * Where a provider serves: what was named, else what it says on chain, which a stranger wrote. Throws `no_endpoint`
 * unless it is an https address, or an http one of this machine.
 */
export const findProviderUrl = async (view: ChainView, providerId: number, named: string | undefined): Promise<URL> => {
  const text = named ?? (await findEndpoint(view, providerId))
  const url = text !== null && URL.canParse(text) ? new URL(text) : null
  const isNear = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isNear))) return url
  const said = text === null ? 'nothing' : quoteName(text)
  const message = `Provider ${providerId} serves at ${said}, which is no https address: name one with --endpoint URL.`
  throw new AppError('no_endpoint', message)
}

/**
 * Asks a provider about a lease; answers the response's stream. Throws `provider_unreachable`, `not_allowed` where it does
 * not know who asks as the tenant, and `provider_refused`, each with what the provider said.
 */
const ask = async (base: URL, path: string, { method, authorization, body }: Asked): Promise<Readable> => {
  const url = new URL(`${base.href.replace(/\/$/, '')}${path}`)
  const headers = {
    ...(authorization && { authorization }),
    // Refusals come before the body then, which may be large.
    ...(body && { 'content-length': body.size, expect: '100-continue' }),
  }
  const response = await new Promise<Readable & { statusCode?: number }>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { method, headers, timeout: IDLE_MS })
    request.once('response', resolve)
    request.once('error', reject)
    request.once('timeout', () => request.destroy(new Error(`nothing came for ${IDLE_MS / 1000} s`)))
    if (!body) request.end()
    else {
      request.once('continue', () => {
        // An answer that comes before the end of the body is the answer.
        pipeline(body.stream, request).catch((error: unknown) => request.destroy(error as Error))
      })
      request.flushHeaders()
    }
  }).catch((cause: unknown) => {
    const message = `The provider does not answer at ${url.origin} (${sentenceOf(cause)}): try again, or name --endpoint.`
    throw new AppError('provider_unreachable', message, { cause })
  })
  if (response.statusCode === 200) return response
  throw toRefusal(response.statusCode ?? 0, await readAll(response, 65_536))
}

const toRefusal = (status: number, text: string): AppError => {
  const said = parseAnswer(text)['message']
  const message = toPlainText(typeof said === 'string' ? said.slice(0, 1_000) : `status ${status}`)
  if (status === 401 || status === 403) return new AppError('not_allowed', `The provider refuses: ${message}`)
  if (status >= 500) return new AppError('provider_unreachable', `The provider cannot answer now: ${message}`)
  return new AppError('provider_refused', `The provider refuses: ${message}`)
}

const readAll = async (stream: Readable, most: number): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > most) throw new AppError('provider_refused', `The provider's answer has more than ${most} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const parseAnswer = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** The provider's answer as JSON, which a stranger wrote. */
export const askJson = async (base: URL, path: string, asked: Asked): Promise<Record<string, unknown>> =>
  parseAnswer(await readAll(await ask(base, path, asked), MAX_ANSWER))

/** The bytes of one file, as they come. */
export const askFile = (base: URL, path: string, authorization: string): Promise<Readable> =>
  ask(base, path, { method: 'GET', authorization })
