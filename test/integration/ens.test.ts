import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt, stewardAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { createNameResolver } from '#test/support/names'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { waitUntil } from '#test/support/wait-until'

let dao: TestDao
let names: Awaited<ReturnType<typeof createNameResolver>>
let node: Awaited<ReturnType<typeof startRpcProxy>>
let api: TestApi

const gateway = { asked: 0 }
const offChain = createServer((_request, response) => {
  gateway.asked += 1
  response.end('{}')
})

const start = () => startApi({ ...dao.settings, ENS_RPC_URL: node.url })
const restart = async () => {
  await api.stop()
  api = await start()
}

beforeAll(async () => {
  dao = await startDao()
  names = await createNameResolver(dao.chain.client)
  await names.setName(at(0), 'alice.eth')
  node = await startRpcProxy(dao.chain.url)
  await new Promise<void>((done) => offChain.listen(0, '127.0.0.1', done))
  await dao.indexed()
  api = await start()
})

afterAll(async () => {
  await api?.stop()
  await node?.stop()
  offChain.close()
  await dao?.stop()
})

const read = async (path: string) => (await fetch(`${api.origin}${path}`)).text()
const at = (index: number): Address => holderAt(index).address
const shownAs = (account: Address, name: string) => `<bdi class="long quieter" title="${account}">${name}</bdi>`
const readNamed = (path: string, text: string) =>
  waitUntil(`${path} shows ${text}`, async () => (await read(path)).includes(text))

test('a page does not wait for a name; the next one shows it beside what the account is and its address', async () => {
  await names.setName(stewardAt(0).address, 'lab.example')
  const path = `/delegates/${at(0)}`
  const before = await api.get(path)
  expect(await read(path)).not.toContain('alice.eth')
  await readNamed(path, shownAs(at(0), 'alice.eth'))
  const list = await read('/delegates')
  expect(list).toContain(`Unaffiliated account ${shownAs(at(0), 'alice.eth')} <a class="addr"`)
  await readNamed(`/delegates/${stewardAt(0).address}`, 'lab.example')
  expect(await read(`/delegates/${stewardAt(0).address}`)).toMatch(/<h1>[^<]*A lab.*party.*<\/h1>/)
  // What the API says is of a block, and no name is.
  const after = await api.get(path)
  expect(after.headers.get('ETag')).toBe(before.headers.get('ETag'))
  expect(after.text).not.toContain('alice.eth')
})

test('names that lead elsewhere, of another chain, in other letters, too long or off the chain are not shown', async () => {
  const hostile = {
    'vitalik.eth': at(1),
    'Alice.eth': at(2),
    'ali\u200bce.eth': at(3),
    '\u202ehte.ecila': at(4),
    'аlice.eth': at(5),
    '<script>alert(1)</script>.eth': at(6),
    [`${'a'.repeat(70)}.eth`]: at(7),
  }
  for (const [name, account] of Object.entries(hostile)) await names.setName(account, name)
  await names.setForward('vitalik.eth', at(0))
  await names.setReverse(at(8), 'mainnet.eth', 60n)
  await names.setForward('mainnet.eth', at(8))
  await names.setGateway(at(9), `http://127.0.0.1:${(offChain.address() as AddressInfo).port}/{sender}/{data}`)
  await restart()
  const asked = new Set<string>()
  node.hooks.answer = async (call, forward) => {
    const answer = await forward(call)
    const { data } = (call.params[0] ?? {}) as { data?: string }
    for (let index = 0; index < 10; index += 1) {
      if (data?.toLowerCase().includes(at(index).slice(2).toLowerCase())) asked.add(at(index))
    }
    return answer
  }
  await read('/delegates')
  await readNamed('/delegates', 'alice.eth')
  await waitUntil('all ten were asked for', async () => asked.size === 10)
  await sleep(500)
  const page = await read('/delegates')
  expect(page.match(/<bdi[^>]*>/g)).toEqual([`<bdi class="long quieter" title="${at(0)}">`])
  for (const name of Object.keys(hostile)) expect(page).not.toContain(name)
  expect(gateway.asked).toBe(0)
})

test('what is known, and what is known to be nothing, is asked for once; four at a time', async () => {
  await restart()
  const most = { now: 0, ever: 0, calls: 0 }
  node.hooks.answer = async (call, forward) => {
    most.calls += 1
    most.now += 1
    most.ever = Math.max(most.ever, most.now)
    await sleep(50)
    const answer = await forward(call)
    most.now -= 1
    return answer
  }
  await Promise.all(Array.from({ length: 10 }, () => read('/delegates')))
  await readNamed('/delegates', 'alice.eth')
  await waitUntil('nothing more is asked', async () => {
    const { calls } = most
    await sleep(500)
    return most.now === 0 && most.calls === calls
  })
  const { calls } = most
  expect(most.ever).toBe(4)
  for (let turn = 0; turn < 5; turn += 1) await read('/delegates')
  await sleep(500)
  expect(most.calls).toBe(calls)
})

test('a node that hangs or is away holds no page up, and what it did not answer is asked for again', async () => {
  await restart()
  let hung = 0
  node.hooks.answer = async (call, forward) => {
    hung += 1
    await sleep(3_000)
    return forward(call)
  }
  const began = performance.now()
  expect(await read('/delegates')).not.toContain('alice.eth')
  await waitUntil('it was asked', async () => hung > 0)
  for (let turn = 0; turn < 3; turn += 1) await read('/delegates')
  expect(performance.now() - began).toBeLessThan(2_500)
  node.hooks.answer = () => Promise.resolve({ error: { code: -32_000, message: 'not today' } })
  await restart()
  expect(await read('/delegates')).toContain('Unaffiliated account')
  expect((await fetch(`${api.origin}/delegates`)).status).toBe(200)
})
