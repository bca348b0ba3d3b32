import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDemoProvider } from '~/wallet/demo-provider'

const account = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const asked: { method: string; params: unknown[] }[] = []

// A node that finds 100,001 gas for everything.
const node = createServer(async (request, response) => {
  const { method, params } = JSON.parse(await text(request))
  asked.push({ method, params })
  response.end(JSON.stringify({ id: 1, jsonrpc: '2.0', result: method === 'eth_estimateGas' ? '0x186a1' : '0x1' }))
})

beforeAll(() => new Promise<void>((done) => node.listen(0, '127.0.0.1', done)))
afterAll(() => new Promise((done) => node.close(done)))

test('leaves room for what comes before it in its block, as other wallets do', async () => {
  const { request } = buildDemoProvider(`http://127.0.0.1:${(node.address() as AddressInfo).port}`, account)
  const transaction = { from: account, to: account, data: '0x' } as const
  await request({ method: 'eth_sendTransaction', params: [transaction] })
  expect(asked).toEqual([
    { method: 'eth_estimateGas', params: [transaction] },
    { method: 'eth_sendTransaction', params: [{ ...transaction, gas: '0x249f1' }] },
  ])
})
