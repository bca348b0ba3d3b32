import { concat, type Hex, sha256, stringify, stringToBytes } from 'viem'
import type { z } from 'zod'
import type { Transaction } from '#db/client.server'
import { appendAuditEntry } from '#db/queries/audit-log.server'
import { claimKey, findKeptAnswer, type KeptAnswer, keepAnswer } from '#db/queries/idempotency.server'
import { findCaller, requireCaller } from '~/access.server'
import { type Handle, type Input, parseInput, type RouteArgs, toHandle } from '~/api.server'
import type { AuditFacts } from '~/domain/audit-entry'
import { AppError } from '~/domain/errors'
import type { Endpoint } from '~/endpoints/endpoint.server'
import { readJson } from '~/http/body'
import type { Access, Caller } from '~/http/caller'
import { isFresh } from '~/http/etag'
import { buildLink } from '~/http/headers'
import { InvalidInputError } from '~/http/problem'
import type { Page } from '~/http/shapes'
import { readNetwork } from '~/limits.server'
import { getServices } from '~/services.server'

/** Who asks: somebody known where the endpoint asks for it. */
type CallerOf<Of extends Endpoint> = Of extends { access: Access } ? Caller : Caller | null

type Asked<Of extends Endpoint> = Input<Of> & { caller: CallerOf<Of> }

const findAllowed = async <Of extends Endpoint>({ access, shows }: Of, request: Request): Promise<CallerOf<Of>> => {
  const caller = access === undefined ? await findCaller(request) : await requireCaller(request, access)
  // A key that may not write these reads them as everybody does.
  const isKnown = shows === undefined || caller?.scopes.includes(shows)
  return (isKnown ? caller : null) as CallerOf<Of>
}

type Own = { data: unknown; page?: Page }

/**
 * Answers a read of what is the caller's own, or no block's: uncached, with a Link to further pages. Where `data` tells
 * its `etag`, for whoever writes with If-Match, that is the ETag.
 */
export const answerOwn =
  <Of extends Endpoint>(endpoint: Of, args: RouteArgs, read: (asked: Asked<Of>) => Promise<Own>): Handle =>
  async () => {
    const { request } = args
    const caller = await findAllowed(endpoint, request)
    const answer = await read({ ...parseInput(endpoint, args), caller })
    const headers = new Headers({ 'Cache-Control': 'no-store' })
    const link = answer.page ? buildLink(new URL(request.url), answer.page) : null
    if (link !== null) headers.set('Link', link)
    const etag = findEtag(answer)
    if (etag !== null) headers.set('ETag', etag)
    if (etag !== null && isFresh(request, etag)) return new Response(null, { status: 304, headers })
    headers.set('Content-Type', 'application/json')
    return new Response(request.method === 'HEAD' ? null : JSON.stringify(answer), { headers })
  }

const findEtag = ({ data }: Own): string | null =>
  typeof data === 'object' && data !== null && 'etag' in data ? String(data.etag) : null

/**
 * What was written: its answer, what the audit log tells of it (null where nothing was written), and what a repeated
 * request is answered where that differs.
 */
type Written = {
  status: 200 | 201 | 202
  answer: unknown
  entry: Omit<AuditFacts, 'actor'> | null
  repeated?: unknown
  headers?: Record<string, string>
}

type BodyOf<Of extends Endpoint> = Of extends { body: z.ZodType } ? z.output<Of['body']> : undefined
type Sent<Of extends Endpoint> = Asked<Of> & { body: BodyOf<Of> }

type WriteOptions<Of extends Endpoint, Prepared> = {
  /** Bytes of the body. */
  most: number
  /** What others than the database are asked, before the transaction, which would hold a connection meanwhile. */
  prepare?: (sent: Sent<Of>) => Promise<Prepared>
  write: (sent: Sent<Of> & { sql: Transaction; prepared: Prepared }) => Promise<Written>
}

const keyShape = /^[\x21-\x7e]{1,100}$/

const readKey = (request: Request, { creates }: Endpoint): string | null => {
  const key = request.headers.get('Idempotency-Key')
  if (key === null || creates === undefined) return null
  if (keyShape.test(key)) return key
  const message = 'Idempotency-Key takes 1 to 100 visible ASCII characters.'
  throw new InvalidInputError([{ pointer: '#/headers/Idempotency-Key', code: 'invalid', message }])
}

const digestRequest = (request: Request, body: unknown): Hex => {
  const { pathname, search } = new URL(request.url)
  const parts = [request.method, pathname, search, body === undefined ? '' : stringify(body)]
  return sha256(concat(parts.map((part) => sha256(stringToBytes(part)))))
}

const toResponse = (status: number, body: string, headers: Record<string, string> = {}): Response =>
  new Response(body, {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  })

type Claim = { sender: string; key: string; requestHash: Hex }

const replay = (kept: KeptAnswer, { key, requestHash }: Claim): Response => {
  if (kept.request_hash === requestHash) return toResponse(kept.status, kept.body, { 'Idempotent-Replayed': 'true' })
  throw new AppError('key_reused', `The Idempotency-Key ${key} was used for another request: choose a new one.`)
}

/**
 * Makes the handler of a write: one transaction holds what is written, its entry in the audit log, and the answer under
 * its Idempotency-Key. So a crash leaves all or nothing, and a request that is sent twice, even at once, writes once.
 */
export const writeApi = <Of extends Endpoint, Prepared = undefined>(
  endpoint: Of,
  args: RouteArgs,
  { most, prepare, write }: WriteOptions<Of, Prepared>,
): Handle =>
  toHandle(endpoint, async () => {
    const { request } = args
    const caller = await findAllowed(endpoint, request)
    const input = parseInput(endpoint, args)
    const body = (endpoint.body ? await readJson(request, endpoint.body, most) : undefined) as BodyOf<Of>
    const key = readKey(request, endpoint)
    const sender = caller?.account ?? readNetwork(request)
    const { writer } = await getServices()
    const claim = key === null ? null : { sender, key, requestHash: digestRequest(request, body) }
    const answered = claim && (await findKeptAnswer(writer, claim))
    if (answered) return replay(answered, claim)
    const sent = { ...input, caller, body }
    // Where nothing is prepared, its type is undefined.
    const prepared = (await prepare?.(sent)) as Prepared
    return writer.begin(async (sql) => {
      const kept = claim && (await claimKey(sql, claim))
      if (kept) return replay(kept, claim)
      const { status, answer, entry, repeated = answer, headers } = await write({ ...sent, sql, prepared })
      if (entry !== null) await appendAuditEntry(sql, { actor: caller?.account ?? 'anonymous', ...entry })
      if (claim !== null) await keepAnswer(sql, { ...claim, status, body: JSON.stringify(repeated) })
      return toResponse(status, JSON.stringify(answer), headers)
    }) as Promise<Response>
  })
