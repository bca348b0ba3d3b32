import { createHash } from 'node:crypto'
import { type Address, type Hex, numberToHex, serializeErc6492Signature } from 'viem'
import { createSiweMessage } from 'viem/siwe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSql, type Sql } from '#db/client.server'
import { listAuditRows } from '#db/queries/audit-log.server'
import { startApi, type TestApi } from '#test/support/api'
import { people } from '#test/support/chain'
import { deployOf, FACTORY, orderOf, walletAt } from '#test/support/counterfactual'
import { startDao, type TestDao } from '#test/support/dao'
import { createWallet, wallets } from '#test/support/relay'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { signIn as signInBy } from '#test/support/session'
import { findBrokenEntry } from '~/domain/audit-entry'

let dao: TestDao
let api: TestApi
let sql: Sql
let proxy: Awaited<ReturnType<typeof startRpcProxy>>
const [holder, other] = people.holders
if (!holder || !other) throw new Error('the test chain has too few people')

beforeAll(async () => {
  dao = await startDao()
  await dao.indexed()
  proxy = await startRpcProxy(dao.settings.RPC_URL)
  api = await startApi({ ...dao.settings, RPC_URL: proxy.url })
  sql = createSql(dao.settings.DATABASE_URL)
})

afterAll(async () => {
  await sql?.end()
  await api?.stop()
  await proxy?.stop()
  await dao?.stop()
})

const json = { 'Content-Type': 'application/json' }
type Data<Of> = { data: Of }

const askNonce = async () => {
  const { body } = await api.send('/auth/nonce', { method: 'POST' })
  return (body as unknown as Data<{ nonce: string }>).data.nonce
}

type Wrong = Partial<Parameters<typeof createSiweMessage>[0]> & { signer?: typeof holder }

const buildSignIn = async ({ signer = holder, ...wrong }: Wrong = {}) => {
  const { host } = new URL(api.origin)
  const facts = { domain: host, uri: api.origin, chainId: 31_337, version: '1' as const, address: holder.address }
  const message = createSiweMessage({ ...facts, nonce: await askNonce(), ...wrong })
  return { message, signature: await signer.signMessage({ message }) }
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.send(path, { method: 'POST', body: JSON.stringify(body), headers: { ...json, ...headers } })

const signIn = (signer = holder) => signInBy(api, signer)

const makeKey = async (session: Record<string, string>, scopes: string[] = ['drafts']) => {
  const { body, status } = await post('/keys', { name: 'machine', scopes }, session)
  expect(status).toBe(201)
  return (body as unknown as Data<{ id: string; key: string }>).data
}

const codeOf = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1)

test('a wallet signs in once per nonce, and out', async () => {
  const given = await buildSignIn()
  const first = await post('/auth/session', given)
  expect(first.status).toBe(201)
  const cookie = first.headers.get('Set-Cookie') ?? ''
  expect(cookie).toMatch(/^session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/)
  const replayed = await post('/auth/session', given)
  expect([replayed.status, codeOf(replayed)]).toEqual([401, 'invalid_sign_in'])

  const Cookie = cookie.split(';')[0] ?? ''
  const seen = await api.get('/auth/session', { headers: { Cookie } })
  expect(seen.body.data).toMatchObject({ account: holder.address })
  // Only a digest is kept.
  expect(await sql`select 1 from sessions where encode(id_hash, 'escape') like ${`%${Cookie.slice(8)}%`}`).toEqual([])
  const out = await api.send('/auth/session', { method: 'DELETE', headers: { Cookie, Origin: api.origin } })
  expect(out.headers.get('Set-Cookie')).toContain('Max-Age=0')
  expect((await api.get('/auth/session', { headers: { Cookie } })).body.data).toBe(null)
})

const signInAs = async (address: Address, signature: Hex) => {
  const { message } = await buildSignIn({ address })
  return post('/auth/session', { message, signature })
}

test('an account that is a contract signs in, deployed (ERC-1271) or not (ERC-6492)', async () => {
  const anything = numberToHex(1, { size: 65 })
  expect((await signInAs(await createWallet(dao.chain, wallets.willing), anything)).status).toBe(201)
  const code = deployOf(wallets.willing)
  const wrapped = serializeErc6492Signature({ address: FACTORY, data: orderOf(code), signature: anything })
  expect((await signInAs(walletAt(code), anything)).status).toBe(401)
  expect((await signInAs(walletAt(code), wrapped)).status).toBe(201)
  expect((await signInAs(holder.address, wrapped)).status).toBe(401)
})

test('an account, and a factory, that burn gas burn as much as the node is told', async () => {
  const told: unknown[] = []
  proxy.hooks.answer = (call, forward) => {
    if (call.method === 'eth_call') told.push((call.params[0] as { gas?: Hex }).gas)
    return forward(call)
  }
  const burner = await createWallet(dao.chain, wallets.burner)
  const factory = serializeErc6492Signature({ address: burner, data: '0x', signature: numberToHex(1, { size: 65 }) })
  for (const signature of [numberToHex(1, { size: 65 }), factory]) {
    expect(codeOf(await signInAs(burner, signature))).toBe('invalid_sign_in')
    expect(codeOf(await signInAs(walletAt(deployOf(wallets.burner)), signature))).toBe('invalid_sign_in')
  }
  proxy.hooks.answer = (call, forward) => forward(call)
  expect(new Set(told)).toEqual(new Set([numberToHex(5_000_000)]))
})

test('twenty sign-ins at once with one nonce make one session', async () => {
  const given = await buildSignIn()
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('/auth/session', given)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
})

test.each<[string, () => Wrong]>([
  ['of another domain', () => ({ domain: 'evil.example' })],
  ['for another address', () => ({ uri: 'https://evil.example/' })],
  ['of another chain', () => ({ chainId: 1 })],
  ['with a nonce that is not ours', () => ({ nonce: 'abcdefgh12345678' })],
  ['that is over', () => ({ expirationTime: new Date(Date.now() - 1_000) })],
  ['that is not valid yet', () => ({ notBefore: new Date(Date.now() + 60_000) })],
  ['that somebody else signed', () => ({ signer: other })],
])('refuses a sign-in %s', async (_, wrong) => {
  const answer = await post('/auth/session', await buildSignIn(wrong()))
  expect([answer.status, codeOf(answer)]).toEqual([401, 'invalid_sign_in'])
})

test('refuses a nonce of six minutes ago, and text that is no message', async () => {
  const given = await buildSignIn()
  await sql`update auth_nonces set expires_at = now() - interval '1 minute'`
  expect((await post('/auth/session', given)).status).toBe(401)
  expect((await post('/auth/session', { message: 'let me in', signature: '0x00' })).status).toBe(401)
})

test('a browser on another site neither signs in nor writes', async () => {
  const evil = { Origin: 'https://evil.example' }
  const given = await post('/auth/session', await buildSignIn(), evil)
  expect([given.status, codeOf(given)]).toEqual([403, 'wrong_origin'])
  const { Cookie } = await signIn()
  for (const headers of [{ Cookie, ...evil }, { Cookie }, { Cookie, Origin: 'null' }]) {
    const made = await post('/keys', { name: 'stolen', scopes: ['drafts'] }, headers)
    expect([made.status, codeOf(made)]).toEqual([403, 'wrong_origin'])
  }
  // What a form can send without asking first is no JSON.
  const form = await post(
    '/keys',
    { name: 'x', scopes: ['drafts'] },
    { Cookie, Origin: api.origin, 'Content-Type': 'text/plain' },
  )
  expect([form.status, codeOf(form)]).toEqual([415, 'unsupported_media'])
})

test('forged and foreign cookies are nobody', async () => {
  for (const Cookie of ['session=', 'session=1', `session=${'A'.repeat(43)}`, "session=' or 1=1 --"]) {
    const answer = await api.get('/keys', { headers: { Cookie } })
    expect([answer.status, codeOf(answer)]).toEqual([401, 'unauthenticated'])
  }
})

test('a key is shown once, kept as a digest, scoped, and ends when it is revoked', async () => {
  const session = await signIn()
  const { id, key } = await makeKey(session)
  const Authorization = `Bearer ${key}`
  const digest = `0x${createHash('sha256').update(key).digest('hex')}`
  expect(await sql`select key_id from api_keys where key_hash = ${digest}`).toEqual([{ key_id: BigInt(id) }])
  const listed = await api.get('/keys', { headers: session })
  expect(listed.text).not.toContain(key)
  expect(listed.body.data).toContainEqual(expect.objectContaining({ id, scopes: ['drafts'] }))

  // A key makes no keys, and sees none.
  const more = await post('/keys', { name: 'more', scopes: ['webhooks'] }, { Authorization })
  expect([more.status, codeOf(more)]).toEqual([403, 'scope_missing'])
  expect((await api.get('/keys', { headers: { Authorization } })).status).toBe(403)
  expect((await api.send(`/keys/${id}`, { method: 'DELETE', headers: { Authorization } })).status).toBe(403)

  // Nobody ends the key of somebody else.
  const stranger = await signIn(other)
  expect((await api.send(`/keys/${id}`, { method: 'DELETE', headers: stranger })).status).toBe(404)
  expect((await api.get('/proposals', { headers: { Authorization } })).status).toBe(200)
  expect((await api.send(`/keys/${id}`, { method: 'DELETE', headers: session })).status).toBe(200)
  const ended = await api.get('/keys', { headers: { Authorization } })
  expect([ended.status, codeOf(ended), ended.headers.get('WWW-Authenticate')]).toEqual([401, 'invalid_key', 'Bearer'])
})

test('an account has twenty keys at most, however many it asks for at once', async () => {
  const session = await signIn(other)
  const asks = Array.from({ length: 30 }, () => post('/keys', { name: 'many', scopes: ['drafts'] }, session))
  const codes = (await Promise.all(asks)).map(({ status }) => status)
  expect(codes.filter((status) => status === 201)).toHaveLength(20)
  expect(codes.filter((status) => status === 409)).toHaveLength(10)
})

test('what makes the node work counts as more than one request', async () => {
  const limited = await startApi({ ...dao.settings, RATE_LIMIT: '1000' })
  try {
    const countLeft = async (path: string, sent: RequestInit = {}) => {
      const { headers } = await limited.send(path, { method: 'POST', ...sent })
      return Number(/;r=(\d+);/.exec(headers.get('RateLimit') ?? '')?.[1])
    }
    const calls = [{ target: holder.address, value: '1', data: '0x' }]
    const simulated = { body: JSON.stringify({ calls }), headers: json }
    const before = await countLeft('/auth/nonce')
    expect(await countLeft('/drafts:simulate', simulated)).toBe(before - 10)
    expect(await countLeft('/auth/nonce')).toBe(before - 11)
  } finally {
    await limited.stop()
  }
})

test('the same request under one Idempotency-Key is done once, also at once; another one is refused', async () => {
  const session = await signIn()
  const before = (await api.get('/keys', { headers: session })).body.data as unknown[]
  const headers = { ...session, 'Idempotency-Key': 'a-new-key' }
  const body = { name: 'once', scopes: ['drafts'] }
  const answers = await Promise.all(Array.from({ length: 10 }, () => post('/keys', body, headers)))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
  const made = answers.map((answer) => answer.body.data as { id: string; key: string | null })
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  // The secret is in the first answer alone: it is kept nowhere.
  expect(made.filter(({ key }) => key !== null)).toHaveLength(1)
  expect(answers.filter((answer) => answer.headers.get('Idempotent-Replayed') === 'true')).toHaveLength(9)
  expect((await api.get('/keys', { headers: session })).body.data).toHaveLength(before.length + 1)

  const different = await post('/keys', { ...body, name: 'twice' }, headers)
  expect([different.status, codeOf(different)]).toEqual([422, 'key_reused'])
  expect((await post('/keys', body, { ...session, 'Idempotency-Key': 'not one' })).status).toBe(400)
  // What is refused is not kept: the same key may try again.
  const refused = await post('/keys', { ...body, scopes: [] }, { ...session, 'Idempotency-Key': 'again' })
  expect(refused.status).toBe(400)
  expect((await post('/keys', body, { ...session, 'Idempotency-Key': 'again' })).status).toBe(201)
  // Another account's key of the same name is another key.
  await sql`update api_keys set revoked_at = now()`
  expect((await post('/keys', body, { ...(await signIn(other)), 'Idempotency-Key': 'a-new-key' })).status).toBe(201)
})

test('the audit log tells every write, bound to the one before, and only grows', async () => {
  const { body } = await api.get('/audit-log?limit=1')
  const [last] = body.data as { entry: number; act: string; actor: string }[]
  expect(last).toMatchObject({ act: 'key.make', actor: other.address })
  const rows = await listAuditRows(sql, { from: '0', backwards: true, limit: 1_000 })
  expect(rows).toHaveLength(last?.entry ?? 0)
  expect(findBrokenEntry(rows)).toBe(null)
  await expect(sql`update audit_log set actor = 'nobody' where entry = 1`).rejects.toThrow('audit_log only grows')
  await expect(sql`delete from audit_log`).rejects.toThrow('audit_log only grows')
  await expect(sql`truncate audit_log`).rejects.toThrow('audit_log only grows')
  expect(JSON.stringify(rows)).not.toContain('ostrakon_')
})

test('a network is served so many requests a minute, a key more, and writes close where they cannot be counted', async () => {
  const { Cookie } = await signIn()
  const limited = await startApi({ ...dao.settings, RATE_LIMIT: '5', RATE_LIMIT_KEY: '8' })
  try {
    const ask = (headers: Record<string, string> = {}) => limited.get('/proposals', { headers })
    // One was asked when it started.
    const answers = [await ask(), await ask(), await ask(), await ask(), await ask()]
    const over = answers.find(({ status }) => status === 429)
    expect(over?.headers.get('RateLimit-Policy')).toBe('"default";q=5;w=60')
    expect(over?.headers.get('RateLimit')).toMatch(/^"default";r=0;t=\d+$/)
    expect(Number(over?.headers.get('Retry-After'))).toBeGreaterThan(0)
    // An address that a client makes up, or a key that is none, changes nothing.
    expect((await ask({ 'X-Client-Address': '192.0.2.1', 'X-Forwarded-For': '192.0.2.1' })).status).toBe(429)
    expect((await ask({ Authorization: 'Bearer ostrakon_none' })).status).toBe(429)
    const { key } = await makeKey({ Cookie, Origin: api.origin })
    expect((await ask({ Authorization: `Bearer ${key}` })).status).toBe(200)

    await sql`alter table write_counts rename to write_counts_away`
    const closed = await limited.send('/auth/nonce', { method: 'POST', headers: { Authorization: `Bearer ${key}` } })
    expect([closed.status, codeOf(closed)]).toEqual([503, 'database_unreachable'])
    expect((await ask({ Authorization: `Bearer ${key}` })).status).toBe(200)
  } finally {
    await sql`alter table if exists write_counts_away rename to write_counts`
    await limited.stop()
  }
})
