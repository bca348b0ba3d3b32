import type { LoaderFunctionArgs } from '@remix-run/node'
import type { z } from 'zod'
import type { CursorRow } from '#db/queries/cursor.server'
import { AppError } from '~/domain/errors'
import type { Endpoint } from '~/endpoints/endpoint.server'
import { readJson } from '~/http/body'
import { buildEtag, isFresh } from '~/http/etag'
import { allowAnyOrigin, buildLink, buildOptionsAnswer, readRequestId } from '~/http/headers'
import { toTime } from '~/http/present'
import { describeFailure, toProblem } from '~/http/problem'
import { parsePath, parseQuery } from '~/http/query'
import type { AsOf, Page } from '~/http/shapes'
import { countRequest } from '~/limits.server'
import { observeRequest } from '~/prometheus.server'
import { getServices } from '~/services.server'

type Handled = { body: string; etag: string; link: string | null; maxAge: number }
type Kept = { block: string; answer: Promise<Handled>; size: number }

type Answer = { data?: unknown; asOf?: AsOf; page?: Page }

const ENDED = ['executed', 'canceled', 'defeated', 'expired']
const ONE_DAY = 86_400
type Build = () => Promise<Handled>

// Answers of the present block, by address; what nobody asked for lately goes first.
const kept = new Map<string, Kept>()
const MOST_CHARACTERS = 32_000_000
// Counted for what is still being built, and for the rest of an entry.
const LEAST_SIZE = 20_000
let keptCharacters = 0

const forget = (key: string): void => {
  keptCharacters -= kept.get(key)?.size ?? 0
  kept.delete(key)
}

const remember = (key: string, entry: Kept): void => {
  forget(key)
  kept.set(key, entry)
  keptCharacters += entry.size
  for (const oldest of kept.keys()) {
    if (keptCharacters <= MOST_CHARACTERS) break
    forget(oldest)
  }
}

// A proposal that ended for ever, in a block that is final, cannot change again.
const maxAgeOf = ({ data, asOf }: Answer): number => {
  if (asOf?.finality !== 'final' || typeof data !== 'object' || data === null || !('state' in data)) return 0
  return ENDED.includes(String(data.state)) ? ONE_DAY : 0
}

const toHandled = (request: Request, answer: Answer): Handled => {
  const body = JSON.stringify(answer)
  const link = answer.page ? buildLink(new URL(request.url), answer.page) : null
  return { body, etag: buildEtag(body), link, maxAge: maxAgeOf(answer) }
}

const toText = (body: string): Handled => ({ body, etag: buildEtag(body), link: null, maxAge: 0 })

// Within one block every reader gets the same answer, so a repeated read costs one look-up of the newest block.
const findAnswer = ({ url: key }: Request, block: string, build: Build): Promise<Handled> => {
  const found = kept.get(key)
  if (found?.block === block) {
    remember(key, found)
    return found.answer
  }
  const answer = build()
  const entry = { block, answer, size: LEAST_SIZE }
  remember(key, entry)
  const isKept = () => kept.get(key) === entry
  answer.then(
    ({ body }) => isKept() && remember(key, { ...entry, size: LEAST_SIZE + body.length }),
    () => isKept() && forget(key),
  )
  return answer
}

/** The newest indexed block, or why no answer can be trusted: `index_starting`, `index_lagging` (both retryable). */
export const getCurrentBlock = async (): Promise<CursorRow> => {
  const { env, headWatch, readCursor } = await getServices()
  const cursor = await readCursor()
  if (cursor === null) {
    throw new AppError('index_starting', 'Nothing is indexed yet: try again in a few seconds.', { retryable: true })
  }
  const lag = headWatch.getLagSeconds(cursor, await headWatch.getHead())
  if (lag !== null && lag > env.MAX_LAG) {
    const message = `Block ${cursor.number} is indexed, ${lag} s behind the chain; at most ${env.MAX_LAG} s are allowed.`
    throw new AppError('index_lagging', `${message} See /api/v1/status.`, { retryable: true })
  }
  return cursor
}

const setIndexHeaders = (headers: Headers, cursor: CursorRow): void => {
  headers.set('X-Index-Block', String(cursor.number))
  headers.set('X-Index-Time', toTime(cursor.timestamp))
  headers.set('X-Index-Age', String(Math.max(0, Math.floor((Date.now() - cursor.updated_at.getTime()) / 1000))))
}

const answerRead = async (request: Request, type: string, build: Build): Promise<Response> => {
  const cursor = await getCurrentBlock()
  const { body, etag, link, maxAge } = await findAnswer(request, cursor.hash, build)
  const headers = new Headers({
    ETag: etag,
    'Cache-Control': maxAge > 0 ? `public, max-age=${maxAge}` : 'public, no-cache',
  })
  if (link !== null) headers.set('Link', link)
  setIndexHeaders(headers, cursor)
  if (isFresh(request, etag)) return new Response(null, { status: 304, headers })
  headers.set('Content-Type', type)
  return new Response(request.method === 'HEAD' ? null : body, { headers })
}

/** Answers a request, which counts as `cost` requests, one where it says none. */
export type Handle = { (): Promise<Response>; cost?: number | undefined }

/** A handler that counts as the endpoint says. */
export const toHandle = ({ cost }: Endpoint, answer: () => Promise<Response>): Handle => Object.assign(answer, { cost })

/** What a resource takes beside OPTIONS; `get` stands for HEAD too. */
type Handlers = Partial<Record<'get' | 'put' | 'post' | 'delete', Handle>>

const listMethods = (handlers: Handlers): string =>
  [
    ...Object.keys(handlers).flatMap((name) => (name === 'get' ? ['GET', 'HEAD'] : [name.toUpperCase()])),
    'OPTIONS',
  ].join(', ')

const refuseMethod = (request: Request, handlers: Handlers): never => {
  throw new AppError('method_not_allowed', `${request.method} is not taken here: ${listMethods(handlers)} are.`)
}

const METHODS = { GET: 'get', HEAD: 'get', PUT: 'put', POST: 'post', DELETE: 'delete' } as const

const findHandler = ({ method }: Request, handlers: Handlers): Handle | undefined => {
  const name = Object.hasOwn(METHODS, method) ? METHODS[method as keyof typeof METHODS] : undefined
  return name && handlers[name]
}

const refuseMore = async (): Promise<never> => {
  throw new AppError('rate_limited', 'Too many requests within a minute: see the headers RateLimit and Retry-After.')
}

const run = async (request: Request, handle: Handle): Promise<Response> => {
  const { headers, isOver } = await countRequest(request, handle.cost ?? 1)
  const response = await (isOver ? refuseMore : handle)().catch((error: unknown) => toFailure(error, request))
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

const toFailure = (error: unknown, request: Request): Response => {
  const requestId = readRequestId(request)
  if (describeFailure(error).code === 'internal') console.error(`request ${requestId} failed:`, error)
  return toProblem(error, { request, requestId })
}

/** Runs what a resource has for the method, answers OPTIONS; every failure becomes a problem (RFC 9457). */
export const handleApi = async (request: Request, handlers: Handlers): Promise<Response> => {
  if (request.method === 'OPTIONS') return buildOptionsAnswer(listMethods(handlers))
  const requestId = readRequestId(request)
  const observed = observeRequest(request)
  const handle = findHandler(request, handlers) ?? (async () => refuseMethod(request, handlers))
  const response = await run(request, handle).catch((error: unknown) => toFailure(error, request))
  if (response.status === 405) response.headers.set('Allow', listMethods(handlers))
  response.headers.set('X-Request-Id', requestId)
  allowAnyOrigin(response.headers)
  return observed(response)
}

export type RouteArgs = Pick<LoaderFunctionArgs, 'request' | 'params'>

/** What a route read from the address, typed by its endpoint. */
export type Input<Of extends Endpoint> = { params: z.output<Of['params']>; query: z.output<Of['query']> }

/** Reads path and query as the endpoint says; throws `invalid_parameter` that names what is not usable. */
export const parseInput = <Of extends Endpoint>(endpoint: Of, { request, params }: RouteArgs): Input<Of> => ({
  params: parsePath<Of['params']>(endpoint.params, params),
  query: parseQuery<Of['query']>(endpoint.query, new URL(request.url)),
})

/** Answers a read of the index: cached within a block, with ETag, 304, Link and the state of the index in headers. */
export const answerApi = <Of extends Endpoint>(
  endpoint: Of,
  args: RouteArgs,
  read: (input: Input<Of>) => Promise<Answer>,
  writes: Omit<Handlers, 'get'> = {},
): Promise<Response> =>
  handleApi(args.request, {
    get: () =>
      answerRead(args.request, 'application/json', async () =>
        toHandled(args.request, await read(parseInput(endpoint, args))),
      ),
    ...writes,
  })

/** Answers about this very moment, uncached, also while the index lags. */
export const answerNow = <Of extends Endpoint>(
  endpoint: Of,
  args: RouteArgs,
  read: (input: Input<Of>) => Promise<unknown>,
): Promise<Response> =>
  handleApi(args.request, {
    get: async () => {
      const body = JSON.stringify(await read(parseInput(endpoint, args)))
      const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
      return new Response(args.request.method === 'HEAD' ? null : body, { headers })
    },
  })

/** Answers a text that is no JSON envelope, a feed for instance, as `answerApi` does. */
export const answerText = <Of extends Endpoint & { media: string }>(
  endpoint: Of,
  args: RouteArgs,
  read: (input: Input<Of>) => Promise<string>,
): Promise<Response> =>
  handleApi(args.request, {
    get: () => {
      const type = endpoint.media.startsWith('text/') ? `${endpoint.media}; charset=utf-8` : endpoint.media
      return answerRead(args.request, type, async () => toText(await read(parseInput(endpoint, args))))
    },
  })

/** Answers a file that is written as it is read, as of the present block; its name goes into Content-Disposition. */
export const answerFile = <Of extends Endpoint & { media: string }>(
  endpoint: Of,
  args: RouteArgs,
  open: (input: Input<Of>) => Promise<{ name: string; lines: ReadableStream<Uint8Array> }>,
): Promise<Response> =>
  handleApi(args.request, {
    get: async () => {
      const cursor = await getCurrentBlock()
      const { name, lines } = await open(parseInput(endpoint, args))
      const headers = new Headers({
        'Content-Type': `${endpoint.media}; charset=utf-8`,
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'no-store',
      })
      setIndexHeaders(headers, cursor)
      if (args.request.method !== 'HEAD') return new Response(lines, { headers })
      await lines.cancel()
      return new Response(null, { headers })
    },
  })

type Writing = Endpoint & { body: z.ZodType }
type Sent<Of extends Writing> = Input<Of> & { body: z.output<Of['body']> }

/** Makes the handler of a PUT or POST: reads the body as the endpoint says, answers what `send` answers. */
export const sendApi = <Of extends Writing>(
  endpoint: Of,
  args: RouteArgs,
  { most, send }: { most: number; send: (input: Sent<Of>) => Promise<{ status: 200 | 201; answer: unknown }> },
): Handle =>
  toHandle(endpoint, async () => {
    const input = parseInput(endpoint, args)
    const body: Sent<Of>['body'] = await readJson<Of['body']>(args.request, endpoint.body, most)
    const { status, answer } = await send({ ...input, body })
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
    return new Response(JSON.stringify(answer), { status, headers })
  })

/** Forgets the answers of the present block: for what changes without one. */
export const forgetAnswers = (): void => {
  kept.clear()
  keptCharacters = 0
}

/** Answers a document that only another version of this code changes. */
export const answerDocument = (request: Request, read: () => unknown): Promise<Response> =>
  handleApi(request, {
    get: async () => {
      const body = JSON.stringify(read())
      const etag = buildEtag(body)
      const headers = new Headers({ ETag: etag, 'Cache-Control': 'public, max-age=300' })
      if (isFresh(request, etag)) return new Response(null, { status: 304, headers })
      headers.set('Content-Type', 'application/json')
      return new Response(request.method === 'HEAD' ? null : body, { headers })
    },
  })

/** Answers an address that is no resource. */
export const answerUnknown = (request: Request): Promise<Response> =>
  handleApi(request, {
    get: async () => {
      const { pathname } = new URL(request.url)
      throw new AppError('not_found', `There is no ${pathname}: /api/v1/openapi.json lists what there is.`)
    },
  })
