import ipaddr from 'ipaddr.js'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Sql } from '#db/client.server'
import { findByKey } from '~/access.server'
import { AppError } from '~/domain/errors'
import { type Env, readEnv } from '~/env.server'
import { getServices } from '~/services.server'

const SECONDS = 60
/** What serve.ts sets to the address that a request came from, over whatever a client sent. */
const ADDRESS = 'X-Client-Address'
/** Whoever has an IPv6 address has a network of them. */
const IPV6_NETWORK = 64

type Limiter = RateLimiterMemory | RateLimiterPostgres
type Pair = Record<'anybody' | 'key', Limiter>

const buildPair = (
  { RATE_LIMIT, RATE_LIMIT_KEY }: Env,
  build: (name: keyof Pair, points: number) => Limiter,
): Pair => ({
  anybody: build('anybody', RATE_LIMIT),
  key: build('key', RATE_LIMIT_KEY),
})

let reads: Pair | undefined

// Of this process alone, so that a server without chain and database still says how it is.
const getReads = (): Pair => {
  reads ??= buildPair(readEnv(), (_, points) => new RateLimiterMemory({ points, duration: SECONDS }))
  return reads
}

// The library speaks to node-postgres; its two queries run on our pool as well.
const toClient = (sql: Sql) => ({
  query: async ({ text, values }: { text: string; values: (string | number)[] }) => ({
    rows: (await sql.unsafe(text, values)).map(({ points, expire }) => ({ points, expire: Number(expire) })),
  }),
})

let writes: { sql: Sql; pair: Pair } | undefined

const getWrites = async (): Promise<Pair> => {
  const { writer: sql, env } = await getServices()
  if (writes?.sql === sql) return writes.pair
  const store = { storeClient: toClient(sql), storeType: 'client', tableName: 'write_counts', tableCreated: true }
  const pair = buildPair(
    env,
    (keyPrefix, points) => new RateLimiterPostgres({ ...store, points, duration: SECONDS, keyPrefix }),
  )
  writes = { sql, pair }
  return pair
}

/** Whom requests from an address are counted for. */
export const toNetwork = (address: string): string => {
  if (!ipaddr.isValid(address)) return 'nowhere'
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/${IPV6_NETWORK}`).toString()
}

/** The network that a request came from: who asks, where nobody is known. */
export const readNetwork = (request: Request): string => toNetwork(request.headers.get(ADDRESS) ?? '')

const isRead = ({ method }: Request) => ['GET', 'HEAD', 'OPTIONS'].includes(method)

export type Count = { headers: Record<string, string>; isOver: boolean }

const toCount = ({ remainingPoints, msBeforeNext }: RateLimiterRes, points: number, isOver: boolean): Count => {
  const seconds = Math.ceil(msBeforeNext / 1000)
  const headers = {
    'RateLimit-Policy': `"default";q=${points};w=${SECONDS}`,
    RateLimit: `"default";r=${remainingPoints};t=${seconds}`,
    ...(isOver && { 'Retry-After': String(seconds) }),
  }
  return { headers, isOver }
}

/**
 * Counts a request, as many times as it costs, for its key, else for its network. Reads are counted by this process, which cannot fail; writes in
 * the database, so that a restart forgets none, and where it does not answer nothing is written: throws
 * `database_unreachable`. Source: draft-ietf-httpapi-ratelimit-headers-10.
 */
export const countRequest = async (request: Request, cost: number): Promise<Count> => {
  const caller = await findByKey(request).catch(() => null)
  const limiter = (isRead(request) ? getReads() : await getWrites())[caller === null ? 'anybody' : 'key']
  try {
    return toCount(await limiter.consume(caller?.key?.toString() ?? readNetwork(request), cost), limiter.points, false)
  } catch (cause) {
    if (cause instanceof RateLimiterRes) return toCount(cause, limiter.points, true)
    throw new AppError('database_unreachable', 'Writes cannot be counted now: try again in a few seconds.', { cause })
  }
}
