import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { encodeFunctionData } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiAnswer, startApi, type TestApi } from '#test/support/api'
import { holderAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { decideByVote } from '#test/support/decide-by-vote'
import { arbitraryOf } from '#test/support/fuzz/arbitrary-of'
import { hostileBody } from '#test/support/fuzz/hostile'
import { sendRaw } from '#test/support/fuzz/send-raw'
import { issueCertificate } from '#test/support/pki'
import { type PushService, startPushService, type TestBrowser } from '#test/support/push-service'
import { startReceiver } from '#test/support/receiver'
import { waitUntil } from '#test/support/wait-until'
import { orderBookAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { pushTopics } from '~/domain/push-topics'
import { newPushSubscriptionSchema } from '~/features/push/schema'

const DAY = 86_400
const VAPID_PRIVATE_KEY = randomBytes(32).toString('base64url')
let dao: TestDao
let api: TestApi
let service: PushService
let folder: string

const start = (more: Record<string, string> = {}) =>
  startApi({
    ...dao.settings,
    ...{ VAPID_PRIVATE_KEY, WEBHOOK_ALLOW_PRIVATE: '1', NODE_EXTRA_CA_CERTS: join(folder, 'service.pem') },
    ...more,
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ostrakon-push-'))
  const extensions = 'subjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:TRUE'
  const certificate = issueCertificate({ subject: '127.0.0.1', extensions })
  await writeFile(join(folder, 'service.pem'), certificate.pem)
  service = await startPushService(certificate)
  dao = await startDao()
  api = await start()
})

afterEach(async () => {
  await dao.database.sql`delete from push_subscriptions`
  service.receiver.answer = created
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
  await service?.receiver.stop()
  await rm(folder, { recursive: true, force: true })
})

const created = (response: ServerResponse) => response.writeHead(201).end()
const fails = (response: ServerResponse) => response.writeHead(500).end()

type Wanted = { topics?: string[]; locale?: string; account?: string | null }

const codeOf = ({ status, body }: ApiAnswer) => ({ status, code: body.type?.split('/').at(-1) })
const pathOf = ({ id }: { id: string }) => `/push/subscriptions/${id}`
const put = (browser: TestBrowser, wanted: object = {}, to = api) => {
  const { endpoint, expirationTime, keys } = browser
  return to.send(pathOf(browser), {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ endpoint, expirationTime, keys, topics: pushTopics, locale: 'en', ...wanted }),
  })
}
const end = (browser: TestBrowser) => api.send(pathOf(browser), { method: 'DELETE' })
const isKept = async (browser: TestBrowser) => (await api.get(pathOf(browser))).status === 200

/** A browser that is subscribed, and was greeted. */
const subscribe = async (wanted: Wanted = {}): Promise<TestBrowser> => {
  const browser = service.makeBrowser()
  expect((await put(browser, wanted)).status).toBe(201)
  await waitUntil('it is greeted', async () => {
    const { body } = await api.get(pathOf(browser))
    return (body.data as { works?: boolean }).works
  })
  return browser
}

/** What it was told after the greeting. */
const listTold = (browser: TestBrowser) => browser.listSaid().slice(1)
const isTold = (browser: TestBrowser, title: string) =>
  waitUntil(`it is told: ${title}`, async () => listTold(browser).find((one) => one.title === title))
/** As if a wait were over. */
const hurry = ({ id }: TestBrowser) => dao.database.sql`
  update push_subscriptions set next_at = clock_timestamp() where id = ${id}`
const rowOf = async ({ id }: TestBrowser) => {
  const [row] = await dao.database.sql<{ failures: number; slow: boolean; wait: number }[]>`
    select failures, slow, extract(epoch from next_at - clock_timestamp())::float8 as wait
    from push_subscriptions where id = ${id}`
  return row
}
const reachFailures = (browser: TestBrowser, count: number) =>
  waitUntil(`${count} tries failed`, async () => {
    const row = await rowOf(browser)
    return row !== undefined && row.failures === count && row
  })
const countWaiting = async ({ id }: TestBrowser) => {
  const [row] = await dao.database.sql<[{ count: number }]>`
    select count(*)::int as count from push_deliveries where subscription = ${id}`
  return row.count
}

const move = async (seconds: number) => {
  await dao.chain.client.increaseTime({ seconds })
  await dao.chain.client.mine({ blocks: 1 })
}
const propose = async (description: string, by = 0) => String(await dao.chain.propose(holderAt(by), description))

test('a browser is subscribed, greeted in its language, changed and ended by who has its endpoint', async () => {
  const browser = service.makeBrowser()
  expect(codeOf(await api.get(pathOf(browser)))).toEqual({ status: 404, code: 'subscription_unknown' })
  const made = await put(browser, { topics: ['decided', 'opens', 'decided'], locale: 'zh-CN' })
  expect(made.status).toBe(201)
  expect(made.body.data).toEqual({
    ...{ id: browser.id, topics: ['decided', 'opens'], locale: 'zh-CN', account: null },
    ...{ works: false, created: expect.any(String) },
  })
  await waitUntil('it is greeted', async () => browser.listTried().length === 1)
  expect(browser.listSaid()).toEqual([
    { title: '通知已开启', body: expect.stringContaining('提案'), path: '/notifications' },
  ])
  await waitUntil('it works', async () => ((await api.get(pathOf(browser))).body.data as { works: boolean }).works)
  const account = holderAt(3).address
  const changed = await put(browser, { topics: ['executed'], account: account.toLowerCase() })
  expect(changed.status).toBe(200)
  expect(changed.body.data).toMatchObject({ topics: ['executed'], locale: 'en', account, works: true })
  expect((await api.get(pathOf(browser))).body.data).toEqual(changed.body.data)
  for (const text of [browser.endpoint, browser.keys.auth, browser.keys.p256dh])
    expect(changed.text).not.toContain(text)
  expect((await end(browser)).body.data).toEqual({ id: browser.id })
  expect(codeOf(await end(browser))).toEqual({ status: 404, code: 'subscription_unknown' })
  // Who comes a second time is greeted once more, and who changed something was not.
  await put(browser)
  await waitUntil('it is greeted again', async () => browser.listTried().length === 2)
  const log = await api.get('/audit-log')
  expect(log.text).not.toContain('push')
})

test('a push service finds who sends, for how long, in what coding, and what belongs together', async () => {
  const browser = await subscribe({ topics: ['created'] })
  const id = await propose('# Signed')
  await isTold(browser, `New proposal ${id}`)
  const [greeting, message] = browser.listTried()
  if (greeting === undefined || message === undefined) throw new Error('nothing was sent')
  expect(message.headers).toMatchObject({
    ...{ 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', ttl: '86400' },
    topic: `proposal-${id}`,
  })
  expect(greeting.headers['topic']).toBe(undefined)
  const { body } = await api.get('/push/key')
  const now = Date.now() / 1000
  for (const one of [greeting, message]) {
    const { key, payload } = await service.readAuthorization(one)
    expect(key).toBe((body.data as { publicKey: string }).publicKey)
    expect(payload.sub).toBe('https://localhost')
    expect(payload.exp).toBeGreaterThan(now)
    expect(payload.exp).toBeLessThan(now + DAY)
  }
  expect(greeting.bytes.subarray(0, 16)).not.toEqual(message.bytes.subarray(0, 16))
})

test('a proposal is told from its making to its execution, each to who asked for it, once, in its language', async () => {
  const everything = await subscribe()
  const some = await subscribe({ topics: ['opens', 'decided'], locale: 'zh-CN' })
  const book = addressOf(dao.chain.deployment, 'OrderBook')
  const read = { address: book, abi: orderBookAbi } as const
  const version = await dao.chain.client.readContract({ ...read, functionName: 'termsVersion' })
  const terms = await dao.chain.client.readContract({ ...read, functionName: 'termsOf', args: [version] })
  const [data, target] = [encodeFunctionData({ abi: orderBookAbi, functionName: 'setTerms', args: [terms] }), book]
  const id = String(await decideByVote(dao.chain, '# Told 告知', [{ target, data }]))
  expect(await isTold(everything, `New proposal ${id}`)).toEqual({
    ...{ title: `New proposal ${id}`, body: 'Told 告知', path: `/proposals/${id}` },
  })
  await isTold(everything, `Proposal ${id} was executed`)
  const ofThis = (browser: TestBrowser) => listTold(browser).filter(({ path }) => path === `/proposals/${id}`)
  expect(ofThis(some)).toEqual([
    { title: `提案 ${id} 开始投票`, body: 'Told 告知', path: `/proposals/${id}` },
    { title: `提案 ${id} 已通过`, body: 'Told 告知', path: `/proposals/${id}` },
  ])
  const titles = ofThis(everything).map(({ title }) => title)
  expect(titles).toEqual([
    ...[`New proposal ${id}`, `Voting is open on proposal ${id}`, `Proposal ${id} passed`],
    `Proposal ${id} was executed`,
  ])
  expect(await countWaiting(everything)).toBe(0)
})

test('what a proposer writes is told as text of one line that ends', async () => {
  const browser = await subscribe({ topics: ['created'] })
  const id = await propose(`# <img src=x onerror=alert(1)>\u202e\u0007${'长'.repeat(190)}`)
  const { body, title } = await isTold(browser, `New proposal ${id}`)
  expect(title).not.toContain('img')
  expect([...body]).toHaveLength(120)
  expect(body).toMatch(/^<img src=x onerror=alert\(1\)>\\u\{202e\}\\u\{7\}长+…$/)
  const [, message] = browser.listTried()
  expect(message?.bytes.length).toBeLessThan(4_096)
})

test('of a vote that ends within a day are told those who did not vote, nor their delegates', async () => {
  const voter = holderAt(1)
  const [all, delegator, idle] = [holderAt(0), holderAt(2), holderAt(4)]
  await dao.chain.delegate(delegator, voter.address)
  const browsers = {
    everybody: await subscribe({ topics: ['closing'] }),
    voted: await subscribe({ topics: ['closing'], account: voter.address }),
    delegated: await subscribe({ topics: ['closing'], account: delegator.address }),
    idle: await subscribe({ topics: ['closing'], account: idle.address }),
    other: await subscribe({ topics: ['executed'], account: idle.address }),
  }
  const id = await propose('# Ends soon')
  await dao.chain.openVote()
  await dao.chain.vote(all, BigInt(id), 1)
  await dao.chain.vote(voter, BigInt(id), 1)
  const period = dao.chain.profile.governor.votingPeriodSeconds
  expect(period).toBeGreaterThan(DAY)
  await move(period - DAY - 3_600)
  await dao.indexed()
  await move(3_700)
  const { body } = await api.get(`/proposals/${id}`)
  const { deadline } = body.data as { deadline: { time: string } }
  const title = `Voting on proposal ${id} ends ${deadline.time.replace('T', ' ').replace('Z', ' UTC')}`
  await isTold(browsers.everybody, title)
  await isTold(browsers.idle, title)
  const countTold = (one: TestBrowser) => listTold(one).filter((told) => told.title === title).length
  expect(Object.values(browsers).map(countTold)).toEqual([1, 0, 0, 1, 0])
  await dao.chain.delegate(delegator, delegator.address)
})

test('who is gone is forgotten at once', async () => {
  for (const status of [404, 410]) {
    const browser = await subscribe({ topics: ['created'] })
    service.receiver.answer = (response) => response.writeHead(status).end()
    await propose(`# Gone ${status}`)
    await waitUntil('it is forgotten', async () => !(await isKept(browser)))
    expect(browser.listTried()).toHaveLength(2)
    service.receiver.answer = created
  }
})

test('a service that asks for a pause is left alone for so long, but a day at most', async () => {
  const waits = [
    ['120', 115, 121],
    [new Date(Date.now() + 3_600_000).toUTCString(), 3_500, 3_601],
    ['999999999', DAY - 5, DAY + 1],
    ['soon', 0, 6],
  ] as const
  for (const [given, least, most] of waits) {
    const browser = await subscribe({ topics: ['created'] })
    service.receiver.answer = (response) => response.writeHead(429, { 'Retry-After': given }).end()
    const id = await propose(`# Later ${given}`)
    const row = await reachFailures(browser, 1)
    expect(row.wait).toBeGreaterThan(least)
    expect(row.wait).toBeLessThanOrEqual(most)
    service.receiver.answer = created
    await hurry(browser)
    await isTold(browser, `New proposal ${id}`)
    await end(browser)
  }
})

test('what fails is tried again and told in order; after the tenth try in a row the browser is forgotten', async () => {
  const [browser, lost] = [await subscribe({ topics: ['created'] }), await subscribe({ topics: ['created'] })]
  service.receiver.answer = fails
  const [first, second] = [await propose('# One'), await propose('# Two')]
  const { wait, slow } = await reachFailures(browser, 1)
  expect(slow).toBe(true)
  expect(wait).toBeGreaterThan(3)
  expect(wait).toBeLessThan(6)
  // The first wait is 4 to 5 s, and nothing but the clock ends it.
  await reachFailures(browser, 2)
  service.receiver.answer = created
  await hurry(browser)
  await isTold(browser, `New proposal ${second}`)
  const titles = listTold(browser).map(({ title }) => title)
  expect(titles).toEqual([...Array(3).fill(`New proposal ${first}`), `New proposal ${second}`])
  expect(await rowOf(browser)).toMatchObject({ failures: 0, slow: false })
  service.receiver.answer = fails
  await dao.database.sql`update push_subscriptions set failures = 9, next_at = clock_timestamp() where id = ${lost.id}`
  await propose('# Three')
  await waitUntil('it is forgotten', async () => !(await isKept(lost)))
  expect(await isKept(browser)).toBe(true)
})

test('an address of a stranger, who is no push service, is sent four greetings at most and nothing else', async () => {
  const stranger = service.makeBrowser()
  service.receiver.answer = (response) => response.writeHead(200).end()
  await put(stranger)
  await reachFailures(stranger, 1)
  await propose('# Not for strangers')
  await dao.indexed()
  for (let failures = 2; failures <= 3; failures++) {
    await hurry(stranger)
    await reachFailures(stranger, failures)
  }
  expect(await countWaiting(stranger)).toBe(0)
  await hurry(stranger)
  await waitUntil('it is forgotten', async () => !(await isKept(stranger)))
  expect(stranger.listSaid().map(({ path }) => path)).toEqual(Array(4).fill('/notifications'))
})

test('a redirect is not followed, and an answer without end is not read to its end', async () => {
  const inside = await startReceiver()
  const [led, flooded] = [await subscribe({ topics: ['created'] }), await subscribe({ topics: ['created'] })]
  service.receiver.answer = (response, { path }) => {
    if (led.endpoint.endsWith(path)) {
      response.writeHead(307, { Location: inside.url }).end()
      return
    }
    response.writeHead(201)
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) {}
    }
    response.on('drain', pour)
    pour()
  }
  const id = await propose('# Led elsewhere')
  await isTold(flooded, `New proposal ${id}`)
  await waitUntil('it counts as taken', async () => (await countWaiting(flooded)) === 0)
  await reachFailures(led, 1)
  expect(inside.connections).toBe(0)
  await inside.stop()
})

test('services that never answer delay nobody else', async () => {
  const good = await subscribe({ topics: ['created'] })
  const silent = Array.from({ length: 100 }, () => service.makeBrowser())
  service.receiver.answer = (response, { path }) => {
    if (good.endpoint.endsWith(path)) response.writeHead(201).end()
  }
  for (const one of silent) await put(one)
  await waitUntil('all that can be sent at once is on its way', async () => {
    return silent.filter((one) => one.listTried().length > 0).length >= 64
  })
  const began = performance.now()
  const id = await propose('# While many hang')
  await isTold(good, `New proposal ${id}`)
  expect(performance.now() - began).toBeLessThan(5_000)
  const hanging = silent.find((one) => one.listTried().length > 0)
  if (hanging === undefined) throw new Error('nobody hangs')
  await waitUntil('it is given up', async () => ((await rowOf(hanging))?.failures ?? 0) > 0, { seconds: 30 })
  const asked = performance.now()
  expect((await api.get('/proposals')).status).toBe(200)
  expect(performance.now() - asked).toBeLessThan(1_000)
})

test('a server that is killed or stopped loses nothing that waits, and nothing of what happened meanwhile', async () => {
  const browser = await subscribe({ topics: ['created'] })
  service.receiver.answer = () => undefined
  const first = await propose('# On its way')
  await waitUntil('it is on its way', async () => browser.listTried().length === 2)
  await api.kill()
  const second = await propose('# While nobody served')
  await dao.indexed()
  api = await start()
  // It was taken for a minute, so the server that died may have done it.
  await waitUntil('both wait', async () => (await countWaiting(browser)) === 2)
  await hurry(browser)
  await waitUntil('it is on its way again', async () => browser.listTried().length === 3)
  await api.stop()
  service.receiver.answer = created
  api = await start()
  await isTold(browser, `New proposal ${second}`)
  const titles = listTold(browser).map(({ title }) => title)
  expect(titles).toEqual([...Array(3).fill(`New proposal ${first}`), `New proposal ${second}`])
})

test('two servers tell each browser once', async () => {
  const second = await start()
  try {
    const browsers = await Promise.all(Array.from({ length: 20 }, () => subscribe({ topics: ['created'] })))
    const ids: string[] = []
    for (let count = 0; count < 4; count++) ids.push(await propose(`# Once ${count}`))
    for (const browser of browsers) {
      for (const id of ids) await isTold(browser, `New proposal ${id}`)
    }
    for (const browser of browsers) {
      expect(listTold(browser).map(({ title }) => title)).toEqual(ids.map((id) => `New proposal ${id}`))
    }
  } finally {
    await second.stop()
  }
})

test('a transaction that a reorganisation moves is told once, and another proposal under the same number is told', async () => {
  const browser = await subscribe({ topics: ['created'] })
  const { client } = dao.chain
  const bodies = () => listTold(browser).map(({ body }) => body)
  const isHeard = (body: string) => waitUntil(`it is told: ${body}`, async () => bodies().includes(body))
  const before = await client.snapshot()
  const id = await propose('# Moved', 1)
  await isHeard('Moved')
  const [row] = await dao.database.sql<[{ hash: `0x${string}` }]>`
    select tx_hash as hash from proposals where proposal_id = ${id}`
  const raw = await client.request({ method: 'eth_getRawTransactionByHash' as never, params: [row.hash] as never })
  await client.revert({ id: before })
  await client.mine({ blocks: 1 })
  const again = await client.snapshot()
  const hash = await client.sendRawTransaction({ serializedTransaction: raw })
  expect(hash).toBe(row.hash)
  await client.waitForTransactionReceipt({ hash })
  await propose('# Behind it', 2)
  await isHeard('Behind it')
  expect(bodies()).toEqual(['Moved', 'Behind it'])
  await client.revert({ id: again })
  await client.mine({ blocks: 3 })
  expect(await propose('# In its place', 3)).toBe(id)
  await isHeard('In its place')
  expect(bodies()).toEqual(['Moved', 'Behind it', 'In its place'])
})

test('who asked after something happened is not told of it, and what is a day old is told to nobody', async () => {
  const early = await subscribe({ topics: ['created'] })
  const id = await propose('# Early')
  await isTold(early, `New proposal ${id}`)
  const late = await subscribe({ topics: ['created'] })
  service.receiver.answer = fails
  const next = await propose('# Too late')
  await reachFailures(late, 1)
  // Late enough that nothing is tried while the server starts.
  await dao.database.sql`
    update push_subscriptions set next_at = clock_timestamp() + interval '1 hour' where id = ${late.id}`
  await dao.database.sql`update push_messages set created_at = clock_timestamp() - interval '25 hours'`
  await api.stop()
  api = await start()
  await waitUntil('it is forgotten', async () => (await countWaiting(late)) === 0)
  service.receiver.answer = created
  await hurry(late)
  await new Promise((done) => setTimeout(done, 2_500))
  // What it could not take, as long as that was new.
  expect(new Set(listTold(late).map(({ title }) => title))).toEqual(new Set([`New proposal ${next}`]))
  expect((await rowOf(late))?.failures).toBeGreaterThan(0)
  // And a browser that said when it ends is forgotten then.
  await dao.database.sql`
    update push_subscriptions set expires_at = clock_timestamp() - interval '1 second' where id = ${early.id}`
  await api.stop()
  api = await start()
  await waitUntil('it is over', async () => !(await isKept(early)))
  expect(await isKept(late)).toBe(true)
})

test('without the setting for development nothing private is taken or reached', async () => {
  const before = await subscribe({ topics: ['created'] })
  const strict = await start({ WEBHOOK_ALLOW_PRIVATE: '0' })
  await api.stop()
  try {
    const heard = service.receiver.heard.length
    const { connections } = service.receiver
    expect(codeOf(await put(service.makeBrowser(), {}, strict))).toEqual({ status: 422, code: 'address_refused' })
    await propose('# Not from inside')
    await waitUntil('it was tried', async () => ((await rowOf(before))?.failures ?? 0) > 0)
    expect(service.receiver.heard).toHaveLength(heard)
    expect(service.receiver.connections).toBe(connections)
  } finally {
    await strict.stop()
    api = await start()
  }
})

test('what is no subscription is named, and never fails the server', async () => {
  const browser = service.makeBrowser()
  const { keys } = browser
  const off = Buffer.from(keys.p256dh, 'base64url')
  off[64] = (off[64] ?? 0) ^ 1
  const bad = [
    ...[{ topics: [] }, { topics: ['everything'] }, { topics: 'created' }, { locale: 'fr' }, { account: '0x12' }],
    ...[{ keys: { ...keys, auth: 'short' } }, { keys: { ...keys, p256dh: `${keys.p256dh}AA` } }, { keys: {} }],
    ...[{ keys: { ...keys, p256dh: off.toString('base64url') } }, { expirationTime: 'soon' }, { expirationTime: 9e15 }],
    ...[{ endpoint: `${browser.endpoint}/` }, { endpoint: 'https://example.org/' }, { secret: 1 }],
  ]
  for (const wrong of bad) {
    expect({ wrong, ...codeOf(await put(browser, wrong)) }).toEqual({ wrong, status: 400, code: 'invalid_parameter' })
  }
  const unclear = await api.send('/push/subscriptions/0x12')
  expect(codeOf(unclear)).toEqual({ status: 400, code: 'invalid_parameter' })
  const known = [browser.endpoint, keys.p256dh, keys.auth]
  const bodies = fc.oneof(
    arbitraryOf(newPushSubscriptionSchema, known).map((value) => JSON.stringify(value)),
    hostileBody,
  )
  const asked = fc.asyncProperty(bodies, async (body) => {
    const headers = { 'content-type': 'application/json' }
    const path = pathOf(browser)
    const answer = await sendRaw({ origin: api.origin, method: 'PUT', target: `/api/v1${path}`, headers, body })
    expect([200, 201, 400, 413, 422]).toContain(answer.status)
    api.validate(path, 'put', { ...answer, body: JSON.parse(answer.text) })
  })
  await fc.assert(asked, { seed: 20_261_127, numRuns: 150, endOnFailure: true })
})

test('of 20,000 browsers the one that never took anything makes room, then the one that did so longest ago', async () => {
  const { sql } = dao.database
  const kept = await subscribe({ topics: ['executed'] })
  await sql`
    insert into push_subscriptions (id, endpoint, p256dh, auth, topics, locale, taken_at, next_at, created_at)
    select sha256(n::text::bytea), 'https://example.org/' || n, decode(repeat('04', 65), 'hex'), decode(repeat('00', 16), 'hex'),
      '{executed}', 'en', case when n > 1 then clock_timestamp() + n * interval '1 second' end,
      clock_timestamp() + interval '1 hour', clock_timestamp() - interval '1 hour'
    from generate_series(1, 19999) n`
  const count = async () =>
    (await sql<[{ count: number }]>`select count(*)::int as count from push_subscriptions`)[0].count
  const there = async (n: number) =>
    (
      await sql<[{ there: boolean }]>`
      select exists (select from push_subscriptions where endpoint = ${`https://example.org/${n}`}) as there`
    )[0].there
  expect(await count()).toBe(20_000)
  const [first, second] = [await subscribe(), await subscribe()]
  expect(await count()).toBe(20_000)
  expect([await there(1), await isKept(kept), await there(2)]).toEqual([false, false, true])
  await put(first)
  expect(await count()).toBe(20_000)
  expect(await isKept(second)).toBe(true)
})

test('subscribing counts as ten requests, and without a key of the portal there is nothing to subscribe to', async () => {
  const few = await start({ RATE_LIMIT: '25', VAPID_PRIVATE_KEY: '' })
  try {
    expect(codeOf(await few.get('/push/key'))).toEqual({ status: 503, code: 'push_absent' })
    await dao.database.sql`delete from write_counts`
    const codes: unknown[] = []
    for (let count = 0; count < 3; count++) codes.push(codeOf(await put(service.makeBrowser(), {}, few)))
    expect(codes).toEqual([
      ...Array(2).fill({ status: 503, code: 'push_absent' }),
      { status: 429, code: 'rate_limited' },
    ])
  } finally {
    await few.stop()
    await dao.database.sql`delete from write_counts`
  }
})
