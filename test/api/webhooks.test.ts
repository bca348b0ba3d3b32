import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Webhook as Verifier } from 'standardwebhooks'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type ApiAnswer, startApi, type TestApi } from '#test/support/api'
import { holderAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { arbitraryOf } from '#test/support/fuzz/arbitrary-of'
import { hostileBody } from '#test/support/fuzz/hostile'
import { sendRaw } from '#test/support/fuzz/send-raw'
import { type Issued, issueCertificate } from '#test/support/pki'
import { type Heard, type Receiver, startReceiver } from '#test/support/receiver'
import { makeKey, signIn } from '#test/support/session'
import { waitUntil } from '#test/support/wait-until'
import { newWebhookSchema, webhookChangeSchema } from '~/features/webhooks/schema'

let dao: TestDao
let api: TestApi
let mine: Record<string, string>

const start = (more: Record<string, string> = {}) => startApi({ ...dao.settings, WEBHOOK_ALLOW_PRIVATE: '1', ...more })

beforeAll(async () => {
  dao = await startDao()
  api = await start()
  mine = await makeKey(api, await signIn(api, holderAt(0)), 'webhooks')
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

type Hook = {
  id: string
  url: string
  enabled: boolean
  disabledReason: string | null
  failingSince: string | null
  oldSecretUntil: string | null
  secret: string
}
type Attempt = { at: string; duration: number; status: number | null; error: string | null }
type Delivery = { id: string; type: string; state: string; next: string | null; attempts: Attempt[] }

const codeOf = ({ status, body }: ApiAnswer) => ({ status, code: body.type?.split('/').at(-1) })
const hookOf = ({ body }: ApiAnswer) => body.data as Hook
const deliveryOf = ({ body }: ApiAnswer) => body.data as Delivery

type Sent = { body?: unknown; headers?: Record<string, string>; to?: TestApi }

const send = (method: string, path: string, { body, headers = mine, to = api }: Sent = {}) =>
  to.send(path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

const fail = (): never => {
  throw new Error('nothing was heard')
}

const receive = async (certificate?: Issued): Promise<Receiver> => {
  const receiver = await startReceiver(certificate && { certificate })
  onTestFinished(receiver.stop)
  return receiver
}

/** Makes a webhook that is deleted when the test is over. */
const listen = async (url: string, events: string[] = ['charter'], headers = mine): Promise<Hook> => {
  const made = await send('POST', '/webhooks', { body: { url, events }, headers })
  if (made.status !== 201) throw new Error(`making a webhook was answered ${made.status}: ${made.body.detail}`)
  const hook = hookOf(made)
  onTestFinished(async () => {
    await dao.database.sql`delete from webhooks where id = ${hook.id}`
  })
  return hook
}

const tryOut = async ({ id }: Hook, headers = mine) =>
  deliveryOf(await send('POST', `/webhooks/${id}:test`, { headers }))
const read = async ({ id }: Hook) => hookOf(await send('GET', `/webhooks/${id}`))
const change = ({ id, url }: Hook, body: object) =>
  send('PUT', `/webhooks/${id}`, { body: { url, description: '', events: [], enabled: true, ...body } })
const listDeliveries = async ({ id }: Hook, search = '') =>
  (await send('GET', `/webhooks/${id}/deliveries${search}`)).body.data as Delivery[]
const findDelivery = async (hook: Hook, id: string) => (await listDeliveries(hook)).find((one) => one.id === id)
const reach = (hook: Hook, id: string, state: string) =>
  waitUntil(`message ${id} is ${state}`, async () => {
    const found = await findDelivery(hook, id)
    return found?.state === state && found
  })
const reachAttempts = (hook: Hook, id: string, count: number) =>
  waitUntil(`message ${id} was tried ${count} times`, async () => {
    const found = await findDelivery(hook, id)
    return found !== undefined && found.attempts.length >= count && found
  })
/** As if a wait of hours were over. */
const hurry = ({ id }: Hook) => dao.database.sql`
  update webhook_deliveries set next_at = clock_timestamp() where webhook = ${id} and state = 'waiting'`

const idOf = ({ headers }: Heard) => String(headers['webhook-id'])
const payloadOf = ({ body }: Heard) =>
  JSON.parse(body) as { type: string; timestamp: string; data: Record<string, unknown> }
const verify = ({ secret }: Hook, { headers, body }: Heard) =>
  new Verifier(secret).verify(body, headers as Record<string, string>)
const hears = (receiver: Receiver, what: string, isIt: (one: Heard) => boolean) =>
  waitUntil(what, async () => receiver.heard.find(isIt))

test('a webhook is made, read, changed and deleted; its secret is shown once, and nothing of it is in the public log', async () => {
  const made = await send('POST', '/webhooks', {
    body: {
      url: 'https://example.org/hook?token=abc#x',
      description: 'mine',
      events: ['proposal', 'reorg', 'proposal'],
    },
  })
  expect(made.status).toBe(201)
  const { secret, ...hook } = hookOf(made)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(hook).toMatchObject({
    url: 'https://example.org/hook?token=abc',
    events: ['proposal', 'reorg'],
    enabled: true,
  })
  const one = await send('GET', `/webhooks/${hook.id}`)
  expect(one.body.data).toEqual(hook)
  expect((await send('GET', '/webhooks')).body.data).toEqual([hook])
  const changed = await change(hookOf(made), { events: ['charter'], enabled: false })
  expect(changed.body.data).toMatchObject({
    events: ['charter'],
    enabled: false,
    disabledReason: 'Its owner disabled it.',
  })
  expect(codeOf(await send('POST', `/webhooks/${hook.id}:test`))).toEqual({ status: 409, code: 'webhook_disabled' })
  const rotated = await send('POST', `/webhooks/${hook.id}:rotate`)
  expect(hookOf(rotated).secret).not.toBe(secret)
  expect((await send('DELETE', `/webhooks/${hook.id}`)).body.data).toEqual([])
  expect(codeOf(await send('GET', `/webhooks/${hook.id}`))).toEqual({ status: 404, code: 'webhook_unknown' })
  const log = await api.get('/audit-log')
  const acts = (log.body.data as { act: string; subject: string; actor: string }[]).filter(
    ({ subject }) => subject === hook.id,
  )
  expect(acts.map(({ act }) => act)).toEqual(['webhook.delete', 'webhook.rotate', 'webhook.change', 'webhook.make'])
  expect(acts[0]?.actor).toBe(holderAt(0).address)
  for (const text of [secret, secret.slice(6), 'example.org', hookOf(rotated).secret])
    expect(log.text).not.toContain(text)
})

test('one Idempotency-Key makes one webhook, whose secret is answered once', async () => {
  const headers = { ...mine, 'Idempotency-Key': 'a-webhook' }
  const body = { url: 'https://example.org/' }
  const answers = await Promise.all(Array.from({ length: 5 }, () => send('POST', '/webhooks', { body, headers })))
  const made = answers.map(hookOf)
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(made.filter(({ secret }) => secret !== null)).toHaveLength(1)
  await dao.database.sql`delete from webhooks`
})

test('it is for a session or a key with the scope, and of nobody else', async () => {
  const hook = await listen('https://example.org/')
  const session = await signIn(api, holderAt(1))
  const others = await makeKey(api, session, 'webhooks')
  const drafts = await makeKey(api, await signIn(api, holderAt(0)), 'drafts')
  const delivery = await tryOut(hook)
  const body = { url: 'https://evil.example/', description: '', events: [], enabled: true }
  const all = [
    ['GET', `/webhooks/${hook.id}`],
    ['PUT', `/webhooks/${hook.id}`, body],
    ['DELETE', `/webhooks/${hook.id}`],
    ['GET', `/webhooks/${hook.id}/deliveries`],
    ['POST', `/webhooks/${hook.id}:test`],
    ['POST', `/webhooks/${hook.id}:rotate`],
    ['POST', `/webhooks/${hook.id}/deliveries/${delivery.id}:replay`],
  ] as const
  for (const [method, path, given] of all) {
    const asked = async (headers: Record<string, string>) => codeOf(await send(method, path, { body: given, headers }))
    expect([path, await asked({})]).toEqual([path, { status: 401, code: 'unauthenticated' }])
    expect([path, await asked(drafts)]).toEqual([path, { status: 403, code: 'scope_missing' }])
    expect([path, await asked(others)]).toEqual([path, { status: 404, code: 'webhook_unknown' }])
    expect([path, await asked(session)]).toEqual([path, { status: 404, code: 'webhook_unknown' }])
  }
  expect((await send('GET', '/webhooks', { headers: others })).body.data).toEqual([])
  const evil = { ...session, Origin: 'https://evil.example' }
  expect(codeOf(await send('POST', '/webhooks', { body: { url: 'https://example.org/' }, headers: evil }))).toEqual({
    status: 403,
    code: 'wrong_origin',
  })
  expect(await read(hook)).toMatchObject({ url: 'https://example.org/', enabled: true })
  // Another webhook of the same account does not have the message either.
  const second = await listen('https://example.org/')
  const foreign = await send('POST', `/webhooks/${second.id}/deliveries/${delivery.id}:replay`)
  expect(codeOf(foreign)).toEqual({ status: 404, code: 'delivery_unknown' })
})

test('events come as the stream has them, signed, under its ids, and only those that were asked for', async () => {
  const [all, some] = [await receive(), await receive()]
  const everything = await listen(all.url, [])
  await listen(some.url, ['proposal.created'])
  const id = String(await dao.chain.propose(holderAt(0), '# Told 告知'))
  await dao.indexed()
  await dao.chain.openVote()
  await dao.chain.vote(holderAt(0), BigInt(id), 1)
  const isOf = (change: string) => (one: Heard) => {
    const { type, data } = payloadOf(one)
    return type === 'proposal' && data['id'] === id && String(data['changes']) === change
  }
  const created = await hears(all, 'the proposal is told', isOf('created'))
  await hears(all, 'the vote is told', isOf('votes'))
  await hears(all, 'its block is told', (one) => payloadOf(one).type === 'block')
  expect(idOf(await hears(some, 'the proposal is told', isOf('created')))).toBe(idOf(created))
  expect(some.heard).toHaveLength(1)
  for (const one of all.heard) expect(verify(everything, one)).toEqual(payloadOf(one))
  expect(created.headers['content-type']).toBe('application/json')

  const [row] = await dao.database.sql<{ kind: string; payload: object; block_number: bigint; block_hash: string }[]>`
    select kind, payload, block_number, block_hash from outbox where id = ${idOf(created)}`
  const at = { block: Number(row?.block_number), hash: row?.block_hash }
  expect(payloadOf(created)).toEqual({ type: row?.kind, timestamp: expect.any(String), data: { ...row?.payload, at } })
  const ids = all.heard.map(idOf)
  expect(new Set(ids).size).toBe(ids.length)
  const delivered = await reach(everything, idOf(created), 'delivered')
  expect(delivered).toMatchObject({ type: 'proposal', next: null, attempts: [{ status: 204, error: null }] })
})

test('a reorganisation is told to whoever was told what it takes back', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url, ['proposal.created'])
  const { client } = dao.chain
  const before = await client.snapshot()
  const id = String(await dao.chain.propose(holderAt(1), '# Withdrawn'))
  const created = await hears(receiver, 'the proposal is told', (one) => payloadOf(one).data['id'] === id)
  await client.revert({ id: before })
  await client.mine({ blocks: 2 })
  const reorg = await hears(receiver, 'the reorg is told', (one) => payloadOf(one).type === 'reorg')
  expect(payloadOf(reorg).data['proposals']).toContain(id)
  const { hash } = payloadOf(created).data['at'] as { hash: string }
  expect(payloadOf(reorg).data['blocks']).toContain(hash)
  expect(Number(idOf(reorg))).toBeGreaterThan(Number(idOf(created)))
  verify(hook, reorg)
  expect(receiver.heard).toHaveLength(2)
})

test('a test is sent to one webhook, and a replay is the same message tried again', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url)
  const { id, type, state } = await tryOut(hook)
  expect({ type, state }).toEqual({ type: 'test', state: 'waiting' })
  await reach(hook, id, 'delivered')
  const again = await send('POST', `/webhooks/${hook.id}/deliveries/${id}:replay`)
  expect(again.status).toBe(200)
  await waitUntil('it comes again', async () => receiver.heard.length === 2)
  const [first, second] = receiver.heard
  if (!first || !second) return fail()
  expect([idOf(first), idOf(second)]).toEqual([id, id])
  expect(second.body).toBe(first.body)
  expect(verify(hook, second)).toMatchObject({ type: 'test', data: { webhook: hook.id } })
  expect((await reachAttempts(hook, id, 2)).state).toBe('delivered')
  expect(codeOf(await send('POST', `/webhooks/${hook.id}/deliveries/999999999:replay`))).toMatchObject({ status: 404 })
})

test('after a rotation the old secret signs too, for a day', async () => {
  const receiver = await receive()
  const old = await listen(receiver.url)
  const fresh = hookOf(await send('POST', `/webhooks/${old.id}:rotate`))
  const left = Date.parse(fresh.oldSecretUntil ?? '') - Date.now()
  expect(left).toBeGreaterThan(23.9 * 3_600_000)
  expect(left).toBeLessThan(24.1 * 3_600_000)
  await tryOut(old)
  const both = await waitUntil('it is told', async () => receiver.heard[0])
  expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2)
  for (const hook of [old, fresh]) verify(hook, both)
  await dao.database.sql`update webhooks set old_secret_until = clock_timestamp() where id = ${old.id}`
  expect((await read(old)).oldSecretUntil).toBe(null)
  await tryOut(old)
  const alone = await waitUntil('it is told', async () => receiver.heard[1])
  verify(fresh, alone)
  expect(() => verify(old, alone)).toThrow('No matching signature')
})

test('what fails is tried again after a while, with a sentence for each try, and given up after the tenth', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url)
  receiver.answer = (response) => response.writeHead(500).end('secret of the receiver')
  const { id } = await tryOut(hook)
  const first = await reachAttempts(hook, id, 1)
  expect(first).toMatchObject({ state: 'waiting', attempts: [{ status: 500, error: 'It answered 500.' }] })
  expect((await read(hook)).failingSince).not.toBe(null)
  // The first wait is 4 to 5 s, and nothing but the clock ends it.
  await waitUntil('it is tried again', async () => receiver.heard.length === 2)
  const [one, two] = receiver.heard
  expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThan(3_900)
  const second = await reachAttempts(hook, id, 2)
  const wait = Date.parse(second.next ?? '') - (two?.at ?? 0)
  expect(wait).toBeGreaterThan(238_000)
  expect(wait).toBeLessThan(303_000)
  for (let tries = 3; tries <= 10; tries++) {
    await hurry(hook)
    await reachAttempts(hook, id, tries)
  }
  expect(await reach(hook, id, 'failed')).toMatchObject({ next: null })
  expect(await listDeliveries(hook, '?state=failed')).toHaveLength(1)
  expect(JSON.stringify(await listDeliveries(hook))).not.toContain('secret of the receiver')
  // Its receiver is there again: the owner sends it once more.
  receiver.answer = (response) => response.writeHead(200).end()
  await send('POST', `/webhooks/${hook.id}/deliveries/${id}:replay`)
  await reach(hook, id, 'delivered')
  expect(receiver.heard.map(idOf)).toEqual(Array(11).fill(id))
  expect((await read(hook)).failingSince).toBe(null)
})

test('who answers 410 is disabled at once, and told what waited once it is enabled again', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url)
  receiver.answer = (response) => response.writeHead(500).end()
  const waiting = await tryOut(hook)
  await reachAttempts(hook, waiting.id, 1)
  receiver.answer = (response) => response.writeHead(410).end()
  const last = await tryOut(hook)
  await reach(hook, last.id, 'failed')
  expect(await read(hook)).toMatchObject({ enabled: false, disabledReason: expect.stringContaining('410') })
  expect(codeOf(await send('POST', `/webhooks/${hook.id}/deliveries/${last.id}:replay`))).toEqual({
    status: 409,
    code: 'webhook_disabled',
  })
  await hurry(hook)
  const heard = receiver.heard.length
  await new Promise((done) => setTimeout(done, 2_500))
  expect(receiver.heard).toHaveLength(heard)
  receiver.answer = (response) => response.writeHead(204).end()
  expect((await change(hook, {})).body.data).toMatchObject({ enabled: true, disabledReason: null, failingSince: null })
  await reach(hook, waiting.id, 'delivered')
})

test('who takes nothing for five days is disabled with a reason, and not before', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url)
  receiver.answer = (response) => response.writeHead(503).end()
  const since = (days: number) => dao.database.sql`
    update webhooks set failing_since = clock_timestamp() - ${days} * interval '1 day' where id = ${hook.id}`
  await since(4.9)
  const first = await tryOut(hook)
  await reachAttempts(hook, first.id, 1)
  expect((await read(hook)).enabled).toBe(true)
  await since(5.1)
  await tryOut(hook)
  const ended = await waitUntil('it is disabled', async () => {
    const one = await read(hook)
    return !one.enabled && one
  })
  expect(ended.disabledReason).toBe('Nothing was taken for 5 days, at last: It answered 503.')
})

test('a redirect to this machine is a failure that says why', async () => {
  const [receiver, inside] = [await receive(), await receive()]
  receiver.answer = (response) => response.writeHead(302, { Location: inside.url }).end()
  const hook = await listen(receiver.url)
  const { attempts } = await reachAttempts(hook, (await tryOut(hook)).id, 1)
  expect(attempts[0]).toMatchObject({ status: 302, error: expect.stringContaining('redirects are not followed') })
  expect(inside.connections).toBe(0)
})

test('without the setting for development nothing private is taken or reached, also not by name or by what was taken before', async () => {
  const receiver = await receive()
  const before = await listen(receiver.url)
  const strict = await start({ WEBHOOK_ALLOW_PRIVATE: '0' })
  await api.stop()
  try {
    const bad = [
      ...[receiver.url, 'https://127.0.0.1/', 'https://[::1]/', 'https://10.0.0.1/', 'https://169.254.169.254/'],
      ...['https://[::ffff:127.0.0.1]/', 'https://[64:ff9b::7f00:1]/', 'https://2130706433/', 'https://0x7f.1/'],
      ...[
        'https://me:secret@example.org/',
        'https://example.org:25/',
        'http://example.org/',
        'file:///etc/passwd',
        'x',
      ],
    ]
    for (const url of bad) {
      const answer = await send('POST', '/webhooks', { body: { url }, to: strict })
      expect({ url, ...codeOf(answer) }).toEqual({ url, status: 422, code: 'address_refused' })
    }
    const { port } = new URL(receiver.url)
    const made = await send('POST', '/webhooks', { body: { url: `https://localhost:${port}/` }, to: strict })
    const byName = hookOf(made)
    for (const hook of [before, byName]) {
      const { id } = deliveryOf(await send('POST', `/webhooks/${hook.id}:test`, { to: strict }))
      const tried = await waitUntil('it is tried', async () => {
        const { body } = await send('GET', `/webhooks/${hook.id}/deliveries`, { to: strict })
        return (body.data as Delivery[]).find((one) => one.id === id && one.attempts.length > 0)
      })
      expect(tried.attempts[0]?.error).toMatch(hook === before ? /must be https/ : /localhost/)
    }
    expect(receiver.connections).toBe(0)
    await dao.database.sql`delete from webhooks where id = ${byName.id}`
  } finally {
    await strict.stop()
    api = await start()
  }
})

test('over https a certificate must be right', async () => {
  const extensions = 'subjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:TRUE'
  const [known, other] = [1, 2].map(() => issueCertificate({ subject: '127.0.0.1', extensions }))
  if (!known || !other) throw new Error('no certificate was issued')
  const folder = await mkdtemp(join(tmpdir(), 'ostrakon-webhooks-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'known.pem'), known.pem)
  const [right, wrong] = [await receive(known), await receive(other)]
  const [one, two] = [await listen(right.url), await listen(wrong.url)]
  await api.stop()
  api = await start({ NODE_EXTRA_CA_CERTS: join(folder, 'known.pem') })
  await reach(one, (await tryOut(one)).id, 'delivered')
  verify(one, right.heard[0] ?? fail())
  const refused = await reachAttempts(two, (await tryOut(two)).id, 1)
  expect(refused.attempts[0]).toMatchObject({ status: null, error: expect.stringContaining('SELF_SIGNED') })
  expect(wrong.heard).toEqual([])
})

test('a server killed in the middle of a message sends it again, and tells what happened while none ran', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url, ['proposal'])
  receiver.answer = () => undefined
  const { id } = await tryOut(hook)
  await waitUntil('it is on its way', async () => receiver.heard.length === 1)
  await api.kill()
  const proposal = String(await dao.chain.propose(holderAt(2), '# While nobody served'))
  await dao.indexed()
  receiver.answer = (response) => response.writeHead(204).end()
  api = await start()
  await hears(receiver, 'the proposal is told', (one) => payloadOf(one).data['id'] === proposal)
  // It was taken for a minute, so the server that died may have done it.
  expect(receiver.heard.filter((one) => idOf(one) === id)).toHaveLength(1)
  await hurry(hook)
  await reach(hook, id, 'delivered')
  expect(receiver.heard.filter((one) => idOf(one) === id)).toHaveLength(2)
})

test('a server that is stopped finishes what is on its way, and gives back what takes too long', async () => {
  const [quick, silent] = [await receive(), await receive()]
  quick.answer = (response) => setTimeout(() => response.writeHead(204).end(), 800)
  silent.answer = () => undefined
  const [one, other] = [await listen(quick.url), await listen(silent.url)]
  const [first, second] = [await tryOut(one), await tryOut(other)]
  await waitUntil('both are on their way', async () => quick.heard.length + silent.heard.length === 2)
  await api.stop()
  silent.answer = (response) => response.writeHead(204).end()
  api = await start()
  await reach(other, second.id, 'delivered')
  const { attempts } = await reach(one, first.id, 'delivered')
  expect(attempts).toHaveLength(1)
  expect([quick.heard.length, silent.heard.length]).toEqual([1, 2])
})

test('the database ends connections and restarts under load, and what waits is sent afterwards', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url, ['proposal'])
  let isOver = false
  const load = async () => {
    while (!isOver) await api.get(`/proposals?limit=${1 + Math.floor(Math.random() * 200)}`)
  }
  const readers = Array.from({ length: 8 }, load)
  const waiting = await tryOut(hook)
  // Often enough that one of them is in the middle of a transaction, which the driver does not bear.
  for (let round = 0; round < 40; round++) {
    await dao.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'ostrakon web'`
    await new Promise((done) => setTimeout(done, 50))
  }
  const resumeIndexing = await dao.pauseIndexing()
  const resume = await dao.postgres.pause()
  await waitUntil('reads are refused', async () => (await api.get('/proposals')).status === 503)
  await resume()
  await resumeIndexing()
  await waitUntil('reads are answered', async () => (await api.get('/proposals')).status === 200)
  isOver = true
  await Promise.all(readers)
  await hurry(hook)
  await reach(hook, waiting.id, 'delivered')
  const proposal = String(await dao.chain.propose(holderAt(4), '# After the restart'))
  await hears(receiver, 'the proposal is told', (one) => payloadOf(one).data['id'] === proposal)
})

test('two servers send each message once', async () => {
  const receiver = await receive()
  const hook = await listen(receiver.url, ['proposal', 'block'])
  receiver.answer = (response) => setTimeout(() => response.writeHead(204).end(), 50)
  const second = await start()
  try {
    const tests = await Promise.all(Array.from({ length: 40 }, () => tryOut(hook)))
    const proposals: string[] = []
    for (let count = 0; count < 5; count++) proposals.push(String(await dao.chain.propose(holderAt(3), `# ${count}`)))
    for (const proposal of proposals) {
      await hears(receiver, 'the proposal is told', (one) => payloadOf(one).data['id'] === proposal)
    }
    await waitUntil('nothing waits', async () => (await listDeliveries(hook, '?state=waiting')).length === 0)
    const ids = receiver.heard.map(idOf)
    expect(ids).toEqual(expect.arrayContaining(tests.map(({ id }) => id)))
    expect(new Set(ids).size).toBe(ids.length)
  } finally {
    await second.stop()
  }
})

test('receivers that never answer delay neither the API nor anybody else', async () => {
  const [silent, good] = [await receive(), await receive()]
  silent.answer = () => undefined
  const hook = await listen(good.url)
  await reach(hook, (await tryOut(hook)).id, 'delivered')
  // More than could be sent to at once if they took everybody's places.
  const accounts = Array.from({ length: 7 }, () => privateKeyToAccount(generatePrivateKey()))
  const keys = await Promise.all(accounts.map(async (account) => makeKey(api, await signIn(api, account), 'webhooks')))
  const hostile: Hook[] = []
  for (const headers of keys)
    for (let at = 0; at < 20; at++) hostile.push(await listen(silent.url, ['charter'], headers))
  await Promise.all(hostile.map((one, at) => tryOut(one, keys[Math.floor(at / 20)] ?? mine)))
  await waitUntil('all that can be sent at once is on its way', async () => silent.heard.length >= 64)
  for (let count = 0; count < 5; count++) {
    const began = performance.now()
    const { id } = await tryOut(hook)
    await hears(good, 'it is told', (one) => idOf(one) === id)
    expect(performance.now() - began).toBeLessThan(3_000)
    const asked = performance.now()
    expect((await api.get('/proposals')).status).toBe(200)
    expect(performance.now() - asked).toBeLessThan(1_000)
  }
  // And those that wait for a place get one, as the first are given up.
  await waitUntil('more were tried', async () => silent.heard.length >= 100)
})

test('an account has twenty webhooks at most, however many it asks for at once', async () => {
  const headers = await makeKey(api, await signIn(api, privateKeyToAccount(generatePrivateKey())), 'webhooks')
  const body = { url: 'https://example.org/' }
  const answers = await Promise.all(Array.from({ length: 25 }, () => send('POST', '/webhooks', { body, headers })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
  expect(answers.filter((one) => codeOf(one).code === 'limit_reached')).toHaveLength(5)
  await dao.database.sql`delete from webhooks where url = 'https://example.org/'`
})

test('what is no webhook is named, and never fails the server', async () => {
  const url = 'https://example.org/'
  const bad = [
    ...[
      {},
      null,
      [],
      { url: 1 },
      { url, events: ['everything'] },
      { url, events: 'proposal' },
      { url, secret: 'mine' },
    ],
    ...[{ url: `https://example.org/${'a'.repeat(2_000)}` }, { url, description: 'x'.repeat(201) }],
    ...[{ url, description: 'a\u0000b' }, { url: 'https://example.org/\u0000' }],
  ]
  for (const body of bad) {
    const answer = await send('POST', '/webhooks', { body })
    expect({ body, ...codeOf(answer) }).toEqual({ body, status: 400, code: 'invalid_parameter' })
  }
  const unknown = '/webhooks/00000000-0000-4000-8000-000000000000'
  const asked = [
    ...(['GET /webhooks/none', 'POST /webhooks/none:test', 'POST /webhooks/none:rotate'] as const),
    ...(['GET /webhooks/none/deliveries', `POST ${unknown}/deliveries/one:replay`] as const),
  ]
  for (const one of asked) {
    const [method = '', path = ''] = one.split(' ')
    expect({ one, ...codeOf(await send(method, path)) }).toEqual({ one, status: 400, code: 'invalid_parameter' })
  }
  expect(codeOf(await send('POST', `${unknown}:test`))).toEqual({ status: 404, code: 'webhook_unknown' })
  expect(codeOf(await send('GET', `${unknown}:test`))).toMatchObject({ status: 405 })
})

test('whatever its owner sends, the server does not fail', async () => {
  const hook = await listen('https://example.org/')
  const known = ['https://example.org/', 'https://127.0.0.1/', 'http://[', 'https://example.org:99999/']
  const bodyOf = (schema: typeof newWebhookSchema | typeof webhookChangeSchema) =>
    fc.oneof(
      arbitraryOf(schema, known).map((value) => JSON.stringify(value)),
      hostileBody,
    )
  const ask = async (method: string, path: string, body: string) => {
    const headers = { ...mine, 'content-type': 'application/json' }
    const { origin } = api
    const answer = await sendRaw({ origin, method, target: `/api/v1${path}`, headers, body })
    expect([200, 201, 400, 409, 413, 422]).toContain(answer.status)
    api.validate(path, method.toLowerCase(), { ...answer, body: JSON.parse(answer.text) })
  }
  const asked = fc.asyncProperty(bodyOf(newWebhookSchema), bodyOf(webhookChangeSchema), async (made, changed) => {
    await ask('POST', '/webhooks', made)
    await ask('PUT', `/webhooks/${hook.id}`, changed)
  })
  await fc.assert(asked, { seed: 20_261_126, numRuns: 100, endOnFailure: true })
  await dao.database.sql`delete from webhooks`
})

test('deliveries are paged, newest first, and kept for 30 days; who lets 10,000 wait is disabled', async () => {
  const { sql } = dao.database
  const receiver = await receive()
  const hook = await listen(receiver.url)
  const sent: Delivery[] = []
  for (let count = 0; count < 5; count++) sent.push(await tryOut(hook))
  const ids = sent.map(({ id }) => id).reverse()
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const search: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { body } = await send('GET', `/webhooks/${hook.id}/deliveries?limit=2${search}`)
    seen.push(...(body.data as Delivery[]).map(({ id }) => id))
    cursor = body.page.next
  }
  expect(seen).toEqual(ids)
  for (const { id } of sent) await reach(hook, id, 'delivered')
  await sql`
    update webhook_messages set created_at = clock_timestamp() - interval '31 days' where id = ${sent[0]?.id ?? '0'}`
  const full = await listen(receiver.url)
  await api.stop()
  await sql`
    with many as (
      insert into webhook_messages (id, type, body)
      select nextval('outbox_id_seq'), 'test', '{}' from generate_series(1, 10001) returning id)
    insert into webhook_deliveries (webhook, message, next_at) select ${full.id}, id, clock_timestamp() + interval '1 hour' from many`
  api = await start()
  await waitUntil('it is disabled', async () => !(await read(full)).enabled)
  expect((await read(full)).disabledReason).toContain('More than 10000')
  expect((await listDeliveries(hook)).map(({ id }) => id)).toEqual(ids.slice(0, 4))
})
