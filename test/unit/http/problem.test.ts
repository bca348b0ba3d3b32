import { HttpRequestError } from 'viem'
import { expect, test } from 'vitest'
import { AppError } from '~/domain/errors'
import { buildEtag, isFresh } from '~/http/etag'
import { buildLink } from '~/http/headers'
import { describeFailure, toProblem } from '~/http/problem'

const request = (headers: Record<string, string> = {}) =>
  new Request('https://dao.example/api/v1/proposals?q=a', { headers })

test('turns each failure into the problem that a client can act on', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' })
  const starting = Object.assign(new Error('the database system is starting up'), { code: '57P03' })
  const away = new HttpRequestError({ url: 'https://rpc.example/secret-key' })
  const cases: [unknown, string][] = [
    [new AppError('proposal_unknown', 'There is no proposal 9.'), 'proposal_unknown'],
    [new AppError('invalid_environment', 'DATABASE_URL=postgres://u:p@h: bad'), 'internal'],
    [refused, 'database_unreachable'],
    [starting, 'database_unreachable'],
    [away, 'node_unreachable'],
    [new TypeError('x is not a function'), 'internal'],
    ['thrown text', 'internal'],
  ]
  for (const [error, code] of cases) expect(describeFailure(error).code).toBe(code)
})

test('says nothing of the inside of the server', async () => {
  const secret = new Error('password authentication failed for user "dao" at 10.0.0.7')
  const text = await toProblem(secret, { request: request(), requestId: 'id-12345678' }).text()
  expect(text).not.toMatch(/password|10\.0\.0\.7|stack/)
  expect(JSON.parse(text)).toMatchObject({
    type: 'https://dao.example/problems/internal',
    status: 500,
    instance: '/api/v1/proposals',
    requestId: 'id-12345678',
  })
})

test('tells a client when to come back', () => {
  const starting = new AppError('index_starting', 'Nothing is indexed yet.')
  const answer = toProblem(starting, { request: request(), requestId: 'id-12345678' })
  expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
})

test('compares an ETag weakly, and gives other bytes another one', () => {
  const etag = buildEtag('{"a":1}')
  expect(etag).not.toBe(buildEtag('{"a":2}'))
  expect(isFresh(request(), etag)).toBe(false)
  expect(isFresh(request({ 'If-None-Match': `W/${etag}` }), etag)).toBe(true)
  expect(isFresh(request({ 'If-None-Match': `"x", ${etag}` }), etag)).toBe(true)
  expect(isFresh(request({ 'If-None-Match': etag.slice(0, -2) }), etag)).toBe(false)
})

test('links pages with the query that led to them', () => {
  const url = new URL('https://dao.example/api/v1/proposals?q=a%26b&cursor=old')
  expect(buildLink(url, { next: 'new', prev: null })).toBe('</api/v1/proposals?q=a%26b&cursor=new>; rel="next"')
  expect(buildLink(url, { next: null, prev: null })).toBeNull()
})
