import { HttpRequestError, ResponseBodyTooLargeError, RpcRequestError, TimeoutError } from 'viem'
import { expect, test } from 'vitest'
import { isRefusedAsTooLarge, nodeFailed } from '~/indexer/node-errors'

const url = 'http://127.0.0.1:8545'
const rpcError = (code: number, message: string) => new RpcRequestError({ body: {}, url, error: { code, message } })

test.each([
  ['the code of a limit', rpcError(-32005, 'anything')],
  ['a range limit in words', rpcError(-32602, 'block range is too wide')],
  ['a result limit in words', rpcError(-32000, 'query returned more than 10000 results')],
  ['a body above 10 MiB', new ResponseBodyTooLargeError({ maxSize: 1, size: 2 })],
  ['a timeout', new TimeoutError({ body: {}, url })],
  ['status 413', new HttpRequestError({ body: {}, url, status: 413 })],
])('%s means: ask for less', (_name, error) => {
  expect(isRefusedAsTooLarge(error)).toBe(true)
  expect(nodeFailed(url, error)).toMatchObject({ code: 'rpc_too_large', retryable: true })
})

test.each([
  ['a rate limit', rpcError(-32005, 'daily request count exceeded')],
  ['status 429', new HttpRequestError({ body: {}, url, status: 429, details: 'limit exceeded' })],
  ['an internal error', rpcError(-32603, 'internal error')],
  ['a refused connection', new HttpRequestError({ body: {}, url, details: 'fetch failed' })],
])('%s means: ask again', (_name, error) => {
  expect(nodeFailed(url, error)).toMatchObject({ code: 'rpc_failed', retryable: true })
})
