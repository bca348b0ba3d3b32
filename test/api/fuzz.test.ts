import fc, { type Arbitrary } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { arbitraryOf } from '#test/support/fuzz/arbitrary-of'
import { hostileBody, hostileHeaders, hostileText } from '#test/support/fuzz/hostile'
import { encodePart, sendRaw } from '#test/support/fuzz/send-raw'
import { makeKey, signIn } from '#test/support/session'
import type { Endpoint } from '~/endpoints/endpoint.server'
import { endpoints } from '~/endpoints.server'

// Requests made of the endpoints' own schemas, right ones, nearly right ones and hostile ones: no endpoint may fail with 500,
// and each body must be what the OpenAPI document says. A new endpoint of the table is tried without a word here.

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_126)
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 40)

let dao: TestDao
let api: TestApi
const [holder] = people.holders
if (!holder) throw new Error('the test chain has too few people')

beforeAll(async () => {
  dao = await startDao()
  for (const text of ['# First', '# 第二 <b>']) await dao.chain.propose(holder, text)
  await dao.chain.openVote()
  await dao.chain.vote(holder, 1n, 1, 'a reason')
  await dao.indexed()
  api = await startApi({ ...dao.settings, RATE_LIMIT: '1000000000', RATE_LIMIT_KEY: '1000000000' })
  const key = await makeKey(api, await signIn(api, holder), 'drafts')
  Object.assign(credentials, key, { 'If-Match': '*' })
  const body = JSON.stringify({ title: 'A title', text: 'A text', actions: [], visibility: 'public' })
  for (let count = 0; count < 3; count += 1) {
    await api.send('/drafts', { method: 'POST', body, headers: { ...key, 'Content-Type': 'application/json' } })
  }
}, 300_000)

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const known = [
  '0',
  '1',
  '2',
  holder.address,
  holder.address.toLowerCase(),
  '2026-11-23T00:00:00Z',
  'release',
  'budget,policy',
]

/** Those of somebody who may write, known once the server listens. */
const credentials: Record<string, string> = {}

type Sent = { method: string; target: string; headers: Record<string, string>; body: string | undefined }
type Pair = readonly [string, string]

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

const pairsOf = (values: unknown): Pair[] =>
  Object.entries(values as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, asText(value)])

/** Right values of a path or query, of which some may be replaced by hostile ones. */
const fields = (schema: Endpoint['params']): Arbitrary<Pair[]> => {
  const right = arbitraryOf(schema, known).map(pairsOf)
  const hostile = fc
    .tuple(right, fc.infiniteStream(fc.option(hostileText, { nil: null, freq: 2 })))
    .map(([pairs, texts]) => pairs.map(([name, value]): Pair => [name, texts.next().value ?? value]))
  return fc.oneof(right, hostile)
}

const search = (schema: Endpoint['query']): Arbitrary<string> => {
  const more = fc.array(
    fc.tuple(
      fc.oneof(hostileText, fc.constantFrom('limit', 'cursor', 'a[]', ...Object.keys(schema.shape))),
      hostileText,
    ),
    { maxLength: 2 },
  )
  const raw = fc.constantFrom('%', '%zz', '%00', '&&&', '=', '+', '%ff%fe', 'a=%', '#', '?')
  const write = (pairs: readonly Pair[]) =>
    pairs.map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`).join('&')
  return fc
    .tuple(
      fields(schema),
      fc.oneof({ weight: 5, arbitrary: fc.constant<Pair[]>([]) }, more),
      fc.oneof({ weight: 9, arbitrary: fc.constant('') }, raw),
    )
    .map(([right, other, rest]) => {
      const text = [write(right), write(other), rest].filter((part) => part !== '').join('&')
      return text === '' ? '' : `?${text}`
    })
}

const bodyOf = (schema: NonNullable<Endpoint['body']>): Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: arbitraryOf(schema, known).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: arbitraryOf(schema, known).map((value) => JSON.stringify(value).slice(0, -1)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(arbitraryOf(schema, known), fc.string({ maxLength: 9 }), fc.jsonValue())
        .map(([value, name, other]) => JSON.stringify({ ...(value as object), [name]: other })),
    },
    { weight: 2, arbitrary: hostileBody },
  )

const requestOf = (endpoint: Endpoint): Arbitrary<Sent> => {
  const own = (endpoint.method ?? 'get').toUpperCase()
  const path = fields(endpoint.params).map((pairs) =>
    pairs.reduce(
      (text, [name, value]) => text.replace(`{${name}}`, () => encodePart(value)),
      `/api/v1${endpoint.path}`,
    ),
  )
  const type = fc.oneof(
    { weight: 4, arbitrary: fc.constant('application/json') },
    fc.constantFrom(
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'multipart/form-data; boundary=a',
      'application/json; charset=utf-16',
      'a',
      '',
    ),
  )
  const method = fc.oneof(
    { weight: 12, arbitrary: fc.constant(own) },
    fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'),
  )
  return fc
    .tuple(
      method,
      path,
      search(endpoint.query),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        { weight: 3, arbitrary: fc.constant(credentials) },
        { weight: 1, arbitrary: hostileHeaders },
      ),
      type,
      endpoint.body ? bodyOf(endpoint.body) : fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, hostileBody),
    )
    .map(([verb, text, query, headers, contentType, body]) => {
      const isWriting = body !== undefined && verb !== 'GET' && verb !== 'HEAD' && verb !== 'OPTIONS'
      return {
        method: verb,
        target: `${text}${query}`,
        headers: isWriting ? { ...headers, 'content-type': contentType } : headers,
        body: isWriting ? body : undefined,
      }
    })
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What a request may be answered with: anything that the document says, and never that the server failed. */
const check = async ({ method, target, headers, body }: Sent) => {
  const answer = await sendRaw({ origin: api.origin, method, target, headers, body })
  const [given = ''] = target.slice('/api/v1'.length).split('?')
  // Without the id at its end an address is that of the list.
  const path = given.replace(/\/+$/, '')
  expect([500, 501, 502, 504]).not.toContain(answer.status)
  if (answer.text === '') {
    // 431 is Node's own, for a head of more than 16 KB; none of our code has seen it.
    expect(method === 'HEAD' || [204, 304, 431].includes(answer.status)).toBe(true)
    return
  }
  expect(answer.headers.get('x-injected')).toBeNull()
  api.validate(path, method.toLowerCase(), { ...answer, body: parse(answer.text) })
}

test.each(Object.entries<Endpoint>(endpoints))('%s answers every request as documented', async (_name, endpoint) => {
  await fc.assert(fc.asyncProperty(requestOf(endpoint), check), { seed: SEED, numRuns: RUNS, endOnFailure: true })
})
