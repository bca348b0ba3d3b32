import { encodeFunctionData, getAddress, type Hex, type LocalAccount } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSql, type Sql } from '#db/client.server'
import { listAuditRows } from '#db/queries/audit-log.server'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt, people, stewardAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { sendRaw } from '#test/support/fuzz/send-raw'
import { type Credentials, makeKey, signIn } from '#test/support/session'
import { waitUntil } from '#test/support/wait-until'
import { partyRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { findBrokenEntry } from '~/domain/audit-entry'
import { type DraftContent, digestDraft } from '~/domain/draft'

let dao: TestDao
let api: TestApi
let sql: Sql
let author: Credentials
let other: Credentials

beforeAll(async () => {
  dao = await startDao()
  await dao.indexed()
  api = await startApi(dao.settings)
  sql = createSql(dao.settings.DATABASE_URL)
  ;[author, other] = [await signIn(api, holderAt(0)), await signIn(api, holderAt(1))]
})

afterAll(async () => {
  await sql?.end()
  await api?.stop()
  await dao?.stop()
})

type Saved = { id: string; revision: number; digest: Hex; etag: string; visibility: string }
type Draft = Saved & DraftContent & { proposal: string | null; author: string }

const account = getAddress(`0x${'9'.repeat(40)}`)
const admit = (kind = 2) => ({
  kind: 'call',
  target: addressOf(dao.chain.deployment, 'PartyRegistry'),
  value: '0',
  calldata: encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [account, kind] }),
})
const bodyOf = (changes: Record<string, unknown> = {}) => ({
  ...{ title: 'Admit a university', text: 'It asked.\nIt trains models.\n', actions: [admit()], visibility: 'private' },
  ...changes,
})

const send = (method: string, path: string, { as = {}, body }: { as?: Credentials; body?: unknown } = {}) =>
  api.send(path, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...as },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

const codeOf = ({ status, body }: { status: number; body: { type: string } }) => [status, body.type.split('/').at(-1)]

const make = async (changes: Record<string, unknown> = {}, as = author): Promise<Saved> => {
  const answer = await send('POST', '/drafts', { as, body: bodyOf(changes) })
  expect(answer.status).toBe(201)
  expect(answer.headers.get('ETag')).toBe((answer.body.data as Saved).etag)
  return answer.body.data as Saved
}

const change = (
  { id, etag }: Pick<Saved, 'id' | 'etag'>,
  changes: Record<string, unknown> = {},
  as: Credentials = author,
) => send('PUT', `/drafts/${id}`, { as: { ...as, 'If-Match': etag }, body: bodyOf(changes) })

const read = async (id: string, as: Credentials = author) =>
  (await send('GET', `/drafts/${id}`, { as })).body.data as Draft

const share = async (id: string): Promise<Credentials> => {
  const { status, body } = await send('POST', `/drafts/${id}/share`, { as: author })
  expect(status).toBe(201)
  return { 'Draft-Share': (body.data as { token: string }).token }
}

test('a draft is kept as it is, finished or not, and is proposed as its sponsors saw it', async () => {
  const unfinished = bodyOf({ title: '', actions: [{ kind: 'release', move: 'advance', release: '' }] })
  const { id, etag } = await make(unfinished)
  const first = await send('GET', `/drafts/${id}`, { as: author })
  expect(first.headers.get('ETag')).toBe(etag)
  expect(first.body.data).toMatchObject({
    ...{ title: '', text: unfinished.text, actions: [{ kind: 'release', move: 'advance' }], calls: null },
    ...{ author: holderAt(0).address, revision: 1, proposal: null, visibility: 'private' },
  })
  const again = await api.get(`/drafts/${id}`, { headers: { ...author, 'If-None-Match': etag } })
  expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' })
  const early = await send('GET', `/drafts/${id}/prepared`, { as: author })
  expect(codeOf(early)).toEqual([422, 'invalid_draft'])
  expect(early.body.errors.map(({ pointer }) => pointer)).toEqual(['#/title', '#/actions/0/release'])

  expect((await change({ id, etag }, { text: 'Because.' })).status).toBe(200)
  const { digest, etag: _etag, ...draft } = await read(id)
  const { salt, title, text, actions, calls } = draft
  expect(digestDraft({ salt, title, text, actions, calls })).toBe(digest)
  const [{ kind: _kind, ...call }] = [admit()]
  expect(calls).toEqual([call])
  const prepared = await send('GET', `/drafts/${id}/prepared?proposer=${holderAt(0).address}`, { as: author })
  expect(prepared.body.data).toMatchObject({
    ...{ revision: 2, digest },
    tier: 'policy',
    actions: [{ ...call, sentence: { en: expect.stringContaining(account) } }],
    findings: [],
    propose: { description: `# Admit a university\n\nBecause.\n\n#proposer=${holderAt(0).address}` },
    simulation: { report: { executable: true } },
  })
})

test('a form of the wizard becomes its call when it is saved', async () => {
  const lower = { kind: 'policy', move: 'lower', cap: '10', r0: '', w0: '' }
  const { id } = await make({ actions: [lower, admit()] })
  const { actions, calls } = await read(id)
  expect(actions).toEqual([{ kind: 'policy', move: 'lower', cap: '10' }, admit()])
  expect(calls?.map(({ target }) => target)).toEqual([
    addressOf(dao.chain.deployment, 'AllocationPolicy'),
    addressOf(dao.chain.deployment, 'PartyRegistry'),
  ])
})

test('what is sent twice under one Idempotency-Key is one draft, and its words are kept in no answer', async () => {
  const as = { ...author, 'Idempotency-Key': 'a-draft' }
  const body = bodyOf({ title: 'Kept once' })
  const answers = await Promise.all(Array.from({ length: 5 }, () => send('POST', '/drafts', { as, body })))
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201))
  expect(new Set(answers.map((answer) => (answer.body.data as Saved).id)).size).toBe(1)
  expect(await sql`select 1 from idempotent_answers where body like '%Kept once%'`).toEqual([])
  const different = await send('POST', '/drafts', { as, body: bodyOf() })
  expect(codeOf(different)).toEqual([422, 'key_reused'])
})

test('a write without If-Match or with an old one is refused, and told what is current', async () => {
  const { id, etag, digest } = await make()
  const missing = await send('PUT', `/drafts/${id}`, { as: author, body: bodyOf({ title: 'Blind' }) })
  expect(codeOf(missing)).toEqual([428, 'precondition_required'])
  // Nothing changed: no revision, no other tag.
  const same = await change({ id, etag })
  expect(same.body.data).toMatchObject({ revision: 1, digest, etag })
  const second = (await change({ id, etag }, { title: 'Second' })).body.data as Saved
  expect(second).toMatchObject({ revision: 2 })
  expect(second.etag).not.toBe(etag)
  for (const old of [etag, `W/${second.etag}`, '"none"', 'none', `"${'x'.repeat(900)}"`]) {
    const stale = await change({ id, etag: old }, { title: 'Third' })
    expect(codeOf(stale)).toEqual([412, 'precondition_failed'])
    expect(stale.body.detail).toContain(`Revision 2 (${second.digest}) of draft ${id} is current`)
    expect(stale.body.detail).toContain(second.etag)
  }
  // Who may read is no part of a revision, but of what was read.
  const shown = (await change({ id, etag: `"other", ${second.etag}` }, { title: 'Second', visibility: 'public' })).body
  expect(shown.data).toMatchObject({ revision: 2, digest: second.digest, visibility: 'public' })
  expect(codeOf(await change(second, { title: 'Third' }))).toEqual([412, 'precondition_failed'])
  expect((await change({ id, etag: '*' }, { title: 'Third' })).body.data).toMatchObject({ revision: 3 })
})

test('of ten writes at once exactly one wins, and nothing is lost', async () => {
  const made = await make()
  const texts = Array.from({ length: 10 }, (_, index) => `Text ${index}`)
  const answers = await Promise.all(texts.map((text) => change(made, { text })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
  const winner = answers.findIndex(({ status }) => status === 200)
  const draft = await read(made.id)
  expect(draft).toMatchObject({ revision: 2, text: texts[winner] })
  for (const answer of answers.filter(({ status }) => status === 412)) {
    expect(answer.body.detail).toContain(draft.etag)
  }
  const revisions = await send('GET', `/drafts/${made.id}/revisions`, { as: author })
  expect(revisions.body.data).toMatchObject([
    { revision: 2, digest: draft.digest },
    { revision: 1, digest: made.digest },
  ])
})

const reads = ['', '/revisions', '/revisions/1', '/diff?from=1', '/prepared', '/sponsors']

test('a private draft is there for nobody but its author, however they ask', async () => {
  const { id, digest, etag } = await make()
  const { id: foreign } = await make({ visibility: 'link' })
  const [mine, theirs] = [await makeKey(api, author, 'drafts'), await makeKey(api, other, 'drafts')]
  const wrongScope = await makeKey(api, author, 'webhooks')
  for (const path of reads) expect((await send('GET', `/drafts/${id}${path}`, { as: mine })).status).toBe(200)
  const strangers = [{}, other, theirs, wrongScope, await share(id), await share(foreign), { 'Draft-Share': '' }]
  for (const as of strangers) {
    for (const path of reads) {
      const [hidden, none] = [
        await send('GET', `/drafts/${id}${path}`, { as }),
        await send('GET', `/drafts/999999${path}`, { as }),
      ]
      expect({ path, as, code: codeOf(hidden) }).toEqual({ path, as, code: [404, 'draft_unknown'] })
      expect(hidden.body.detail.replace(id, '999999')).toBe(none.body.detail)
    }
    const listed = await send('GET', `/drafts?author=${holderAt(0).address}&limit=200`, { as })
    expect((listed.body.data as Saved[]).filter((one) => one.visibility !== 'public')).toEqual([])
  }
  const body = bodyOf({ title: 'Mine now', visibility: 'public' })
  const tries = (as: Credentials) => [
    send('PUT', `/drafts/${id}`, { as: { ...as, 'If-Match': etag }, body }),
    send('DELETE', `/drafts/${id}`, { as }),
    send('POST', `/drafts/${id}/share`, { as }),
    send('DELETE', `/drafts/${id}/share`, { as }),
    send('PUT', `/drafts/${id}/sponsors`, { as, body: { digest } }),
    send('DELETE', `/drafts/${id}/sponsors`, { as }),
  ]
  for (const [as, code] of [
    [{}, [401, 'unauthenticated']],
    [wrongScope, [403, 'scope_missing']],
    [other, [404, 'draft_unknown']],
    [theirs, [404, 'draft_unknown']],
    [{ Cookie: author['Cookie'] ?? '', Origin: 'https://evil.example' }, [403, 'wrong_origin']],
  ] as const) {
    const answers = await Promise.all(tries(as))
    expect(answers.map(codeOf)).toEqual(answers.map(() => code))
  }
  expect(codeOf(await send('POST', '/drafts', { as: wrongScope, body }))).toEqual([403, 'scope_missing'])
  expect(await read(id)).toMatchObject({ revision: 1, etag, visibility: 'private' })
})

test('others read a public draft and do not write it', async () => {
  const made = await make({ visibility: 'public' })
  for (const path of reads) expect((await send('GET', `/drafts/${made.id}${path}`)).status).toBe(200)
  expect(codeOf(await change(made, { title: 'Mine now' }, other))).toEqual([404, 'draft_unknown'])
  expect(codeOf(await send('DELETE', `/drafts/${made.id}`, { as: other }))).toEqual([404, 'draft_unknown'])
  expect(codeOf(await send('POST', `/drafts/${made.id}/share`, { as: other }))).toEqual([404, 'draft_unknown'])
})

test('the token of a link opens one draft while it is visible by link, until it is renewed or ended', async () => {
  const made = await make({ visibility: 'link' })
  const path = `/drafts/${made.id}`
  const statusOf = async (as: Credentials) => (await send('GET', path, { as })).status
  const first = await share(made.id)
  const token = first['Draft-Share'] ?? ''
  expect(token).toMatch(/^[\w-]{43}$/)
  expect([await statusOf(first), await statusOf({})]).toEqual([200, 404])
  // Only a digest is kept, and nothing that is answered tells the token.
  expect(await sql`select 1 from drafts where encode(share_hash, 'escape') like ${`%${token}%`}`).toEqual([])
  expect((await send('GET', path, { as: first })).text).not.toContain(token)
  expect((await send('GET', `/drafts?limit=200`, { as: first })).text).not.toContain(made.digest)
  expect(codeOf(await change(made, {}, { ...other, ...first }))).toEqual([404, 'draft_unknown'])

  const second = await share(made.id)
  expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200])
  const closed = (await change(made)).body.data as Saved
  expect(await statusOf(second)).toBe(404)
  expect((await change(closed, { visibility: 'link' })).status).toBe(200)
  expect(await statusOf(second)).toBe(200)
  expect((await send('DELETE', `${path}/share`, { as: author })).status).toBe(200)
  expect((await send('DELETE', `${path}/share`, { as: author })).status).toBe(200)
  expect(await statusOf(second)).toBe(404)

  const as = { ...author, 'Idempotency-Key': 'a-link' }
  const [made1, made2] = [await send('POST', `${path}/share`, { as }), await send('POST', `${path}/share`, { as })]
  expect(made2.body.data).toEqual({ token: null })
  expect(await statusOf({ 'Draft-Share': (made1.body.data as { token: string }).token })).toBe(200)
})

test('revisions are told with what changed between any two', async () => {
  const made = await make({ text: 'One\nTwo\nThree\n', visibility: 'public' })
  const second = (await change(made, { text: 'One\n2\nThree\n', actions: [admit(), admit(3)], visibility: 'public' }))
    .body
  const third = await change(second.data as Saved, { title: 'Admit two', text: '', actions: [], visibility: 'public' })
  expect(third.status).toBe(200)
  const page = await api.get(`/drafts/${made.id}/revisions?limit=2`)
  const at = expect.stringMatching(/^20.*Z$/)
  expect(page.body.data).toEqual([
    { revision: 3, digest: (third.body.data as Saved).digest, author: holderAt(0).address, title: 'Admit two', at },
    {
      revision: 2,
      digest: (second.data as Saved).digest,
      author: holderAt(0).address,
      title: 'Admit a university',
      at,
    },
  ])
  const rest = await api.get(`/drafts/${made.id}/revisions?limit=2&cursor=${page.body.page.next}`)
  expect(rest.body.data).toMatchObject([{ revision: 1, digest: made.digest }])
  const [two, three] = [
    (await api.get(`/drafts/${made.id}/diff?from=1&to=2`)).body.data,
    (await api.get(`/drafts/${made.id}/diff?from=2`)).body.data,
  ]
  const [{ kind: _kind, ...call }] = [admit(3)]
  expect(two).toMatchObject({
    ...{ from: { revision: 1, digest: made.digest }, to: { revision: 2 } },
    title: [{ change: 'kept', items: ['Admit a university'] }],
    text: [
      { change: 'kept', items: ['One\n'] },
      { change: 'removed', items: ['Two\n'] },
      { change: 'added', items: ['2\n'] },
      { change: 'kept', items: ['Three\n'] },
    ],
    actions: [
      { change: 'kept', items: [admit()] },
      { change: 'added', items: [admit(3)] },
    ],
    calls: [{ change: 'kept' }, { change: 'added', items: [call] }],
  })
  expect(three).toMatchObject({ to: { revision: 3 }, actions: [{ change: 'removed', items: [admit(), admit(3)] }] })
  expect((await api.get(`/drafts/${made.id}/revisions/1`)).body.data).toMatchObject({ text: 'One\nTwo\nThree\n' })
  for (const path of ['/revisions/4', '/diff?from=1&to=4', '/diff?from=9']) {
    expect(codeOf(await api.get(`/drafts/${made.id}${path}`))).toEqual([404, 'draft_unknown'])
  }
  for (const path of ['/revisions/0', '/revisions/x', '/diff', '/diff?from=-1', '/revisions/9999999999']) {
    expect((await api.get(`/drafts/${made.id}${path}`)).status).toBe(400)
  }
  const forged = Buffer.from(JSON.stringify(['next', 1, ['9'.repeat(18)]])).toString('base64url')
  for (const path of ['', `/${made.id}/revisions`, `/${made.id}/sponsors`]) {
    expect((await api.get(`/drafts${path}?cursor=${forged}`)).status).toBe(200)
  }
})

type Sponsors = {
  digest: Hex
  tier: string
  sponsors: number
  votes: { value: string }
  seats: { value: string }
  threshold: { value: string }
  met: boolean
  list: { account: { address: string }; revision: number; current: boolean; votes: { value: string } }[]
}

const sponsor = ({ id, digest }: Pick<Saved, 'id' | 'digest'>, as: Credentials) =>
  send('PUT', `/drafts/${id}/sponsors`, { as, body: { digest } })

const sponsorsOf = async (id: string) => (await api.get(`/drafts/${id}/sponsors`)).body.data as Sponsors

const give = async (from: LocalAccount, to: LocalAccount, amount: bigint) => {
  await dao.chain.transfer(from, to.address, amount)
  await dao.chain.delegate(to, to.address)
  await dao.indexed()
}

test('sponsors are accounts with power, each for exactly one revision, weighed at the head of the index', async () => {
  const small = people.deployer
  await give(holderAt(2), small, 10n ** 18n)
  const [little, large, steward] = [
    await signIn(api, small),
    await signIn(api, holderAt(3)),
    await signIn(api, stewardAt(0)),
  ]
  const nobody = await signIn(api, people.council)
  const made = await make({ visibility: 'public' })

  expect(codeOf(await sponsor(made, nobody))).toEqual([403, 'no_power'])
  expect(codeOf(await sponsor({ ...made, digest: `0x${'ab'.repeat(32)}` }, little))).toEqual([409, 'draft_changed'])
  const first = await sponsor(made, little)
  expect(first.body.data).toMatchObject({ revision: 1, digest: made.digest, current: true })
  expect([first.status, (await sponsor(made, little)).status]).toEqual([201, 200])
  const poor = await sponsorsOf(made.id)
  expect(poor).toMatchObject({ tier: 'policy', sponsors: 1, votes: { value: String(10n ** 18n) }, met: false })
  expect(BigInt(poor.threshold.value)).toBe(dao.chain.profile.governor.proposalThreshold)

  await sponsor(made, large)
  const rich = await sponsorsOf(made.id)
  const held = dao.chain.profile.token.supply / 10n
  expect(rich).toMatchObject({ sponsors: 2, votes: { value: String(held + 10n ** 18n) }, met: true })
  expect(rich.list.map(({ account }) => account.address)).toEqual([holderAt(3).address, small.address])

  // Power that is gone counts no more.
  await dao.chain.delegate(holderAt(3), holderAt(4).address)
  await dao.indexed()
  expect(await sponsorsOf(made.id)).toMatchObject({ sponsors: 2, votes: { value: String(10n ** 18n) }, met: false })

  // A seat is enough by itself, as for a proposer.
  await sponsor(made, steward)
  expect(await sponsorsOf(made.id)).toMatchObject({ sponsors: 3, seats: { value: '1' }, met: true })

  // What was agreed to is not agreed to any more once it reads differently.
  const second = (await change(made, { text: 'It asked twice.', visibility: 'public' })).body.data as Saved
  const moved = await sponsorsOf(made.id)
  expect(moved).toMatchObject({ digest: second.digest, sponsors: 0, votes: { value: '0' }, met: false })
  expect(moved.list.map(({ revision, current }) => ({ revision, current }))).toEqual(
    Array(3).fill({ revision: 1, current: false }),
  )
  expect(codeOf(await sponsor(made, steward))).toEqual([409, 'draft_changed'])
  expect((await sponsor(second, steward)).status).toBe(200)
  // Back to the first words: it is the same digest, and so the same agreement.
  const third = (await change(second, { visibility: 'public' })).body.data as Saved
  expect(third).toMatchObject({ revision: 3, digest: made.digest })
  expect(await sponsorsOf(made.id)).toMatchObject({ sponsors: 2, seats: { value: '0' } })

  const page = await api.get(`/drafts/${made.id}/sponsors?limit=2`)
  const { next } = (page.body.data as { page: { next: string } }).page
  expect(
    ((await api.get(`/drafts/${made.id}/sponsors?limit=2&cursor=${next}`)).body.data as Sponsors).list,
  ).toHaveLength(1)

  // Whoever may read it no more can still take its name away.
  expect((await change(third)).status).toBe(200)
  expect((await send('DELETE', `/drafts/${made.id}/sponsors`, { as: little })).status).toBe(200)
  expect(codeOf(await send('DELETE', `/drafts/${made.id}/sponsors`, { as: little }))).toEqual([404, 'draft_unknown'])
  expect(codeOf(await sponsor(third, steward))).toEqual([404, 'draft_unknown'])
})

test('a sponsor of a draft by link needs its token', async () => {
  const made = await make({ visibility: 'link' })
  const token = await share(made.id)
  expect(codeOf(await sponsor(made, other))).toEqual([404, 'draft_unknown'])
  expect((await sponsor(made, { ...other, ...token })).status).toBe(201)
})

test('who sponsors while the author writes does not agree to what was just replaced', async () => {
  const made = await make({ visibility: 'public' })
  const sponsored = await sql.begin(async (writing) => {
    await writing`update drafts set revision = 2, version = 2 where draft_id = ${made.id}`
    await writing`
      insert into draft_revisions (draft_id, revision, digest, title, content)
      select draft_id, 2, sha256(convert_to(content || ' ', 'UTF8')), title, content || ' ' from draft_revisions
      where draft_id = ${made.id}`
    const answer = sponsor(made, other)
    await waitUntil('the sponsor waits for the author', async () => {
      const waiting =
        await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%from drafts%'`
      return waiting.length > 0
    })
    return { answer }
  })
  expect(codeOf(await sponsored.answer)).toEqual([409, 'draft_changed'])
})

test('a draft shows the proposal that was made of exactly its words and calls', async () => {
  const made = await make({ title: 'Admit one more ', visibility: 'public' })
  const { body } = await api.get(`/drafts/${made.id}/prepared?proposer=${holderAt(1).address}`)
  const { to, data } = (body.data as { propose: { to: Hex; data: Hex } }).propose
  const close = [{ target: admit().target, data: admit(3).calldata as Hex }]
  await dao.chain.propose(holderAt(0), '# Admit one more\n\nIt asked.\nIt trains models.', close)
  const alike = [{ target: admit().target, data: admit().calldata as Hex }]
  await dao.chain.propose(holderAt(0), '# Admit one more\n\nIt asked.\nIt trains models.\n\nAnd more.', alike)
  await dao.indexed()
  expect(await read(made.id)).toMatchObject({ proposal: null, etag: made.etag })

  const { client } = dao.chain
  const hash = await client.sendTransaction({ account: holderAt(1), chain: null, to, data })
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
  await dao.indexed()
  const proposed = await read(made.id)
  expect(proposed.proposal).toBe('3')
  // What is read differs, so its tag does.
  expect(proposed.etag).not.toBe(made.etag)
  expect((await change(proposed, { title: 'Admit one more', text: 'Rewritten', visibility: 'public' })).status).toBe(
    200,
  )
  expect(await read(made.id)).toMatchObject({ revision: 2, proposal: null })
})

const hostile: [string, string][] = [
  ['SQL', `'; drop table drafts; --`],
  ['Markdown', '<script>alert(1)</script> [x](javascript:alert(1)) ![](https://evil.example/?)'],
  ['headers', '\r\n\r\nHTTP/1.1 200 OK\r\nX-Injected: yes'],
  ['control characters', '\u0001\u001b[31m\u007f\u202e\u2066\ufeff'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this text is what is sent
  ['templates', '${7*7} {{7*7}} %s %00 \\u0000 $1'],
  ['many scripts', '漢e\u0301🏛'.repeat(1_000)],
  ['spaces', ' \n\t spaces stay \n '],
]

test.each(hostile)('hostile text is given back as it was: %s', async (_, text) => {
  const title = text
    .replace(/[\r\n]/g, ' ')
    .slice(0, 100)
    .replace(/\p{Surrogate}$/u, '')
  const made = await make({
    title,
    text,
    actions: [{ kind: 'measurement', description: `a${text}b`, measurement: 'x' }],
  })
  const answer = await send('GET', `/drafts/${made.id}`, { as: author })
  expect(answer.body.data).toMatchObject({ title, text, actions: [{ description: `a${text}b` }] })
  expect(answer.headers.get('Content-Type')).toContain('application/json')
  expect(answer.headers.get('X-Content-Type-Options')).toContain('nosniff')
  expect(answer.headers.get('X-Injected')).toBe(null)
  expect((await send('DELETE', `/drafts/${made.id}`, { as: author })).status).toBe(200)
})

test('what no text is, or is too much of it, is refused and named', async () => {
  const before = await sql`select count(*) as n from drafts`
  const refused: [Record<string, unknown>, string][] = [
    [{ title: 'a\u0000b' }, '#/body/title'],
    [{ text: 'a\u0000b' }, '#/body/text'],
    [{ text: '\ud800' }, '#/body/text'],
    [{ title: 'a\nb' }, '#/body/title'],
    [{ title: 'a'.repeat(121) }, '#/body/title'],
    [{ text: 'a'.repeat(20_001) }, '#/body/text'],
    [{ actions: Array(17).fill(admit()) }, '#/body/actions'],
    [{ actions: [{ kind: 'release', release: '\u0000' }] }, '#/body/actions/0/release'],
    [{ actions: [{ kind: 'custom', arguments: '\udfff' }] }, '#/body/actions/0/arguments'],
    [{ actions: [{ kind: 'release', title: 'no words here' }] }, '#/body/actions/0'],
    [{ actions: [{ kind: 'nonsense' }] }, '#/body/actions/0/kind'],
    [{ actions: [{ ...admit(), calldata: '0x1' }] }, '#/body/actions/0/calldata'],
    [{ visibility: 'secret' }, '#/body/visibility'],
    [{ visibility: undefined }, '#/body/visibility'],
    [{ author: account }, '#/body'],
  ]
  for (const [changes, pointer] of refused) {
    const answer = await send('POST', '/drafts', { as: author, body: bodyOf(changes) })
    expect([changes, answer.status, answer.body.errors[0]?.pointer]).toEqual([changes, 400, pointer])
  }
  const large = await sendRaw({
    ...{ origin: api.origin, method: 'POST', target: '/api/v1/drafts' },
    headers: { ...author, 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf({ text: 'x'.repeat(8_000_000) })),
  })
  expect([large.status, large.text]).toEqual([413, expect.stringContaining('too_large')])
  // Few letters that stand for much calldata.
  const list = `[${Array(100_000).fill('1').join(',')}]`
  const many = { kind: 'custom', target: account, function: 'f(uint256[])', arguments: list }
  expect(codeOf(await send('POST', '/drafts', { as: author, body: bodyOf({ actions: [many] }) }))).toEqual([
    413,
    'too_large',
  ])
  expect(await sql`select count(*) as n from drafts`).toEqual(before)
})

test('an account keeps so many drafts and so many bytes, however many it sends at once', async () => {
  const [many, heavy] = [await signIn(api, holderAt(7)), await signIn(api, holderAt(8))]
  const sent = await Promise.all(
    Array.from({ length: 60 }, () => send('POST', '/drafts', { as: many, body: bodyOf({ visibility: 'public' }) })),
  )
  expect(sent.filter(({ status }) => status === 201)).toHaveLength(50)
  const over = sent.filter(({ status }) => status !== 201)
  expect(over.map(codeOf)).toEqual(Array(10).fill([409, 'limit_reached']))
  expect(over[0]?.body.detail).toContain('50 drafts')

  // Each is 0.8 MB, as actions and as calls.
  const actions = Array.from({ length: 3 }, () => ({ ...admit(), calldata: `0x${'ab'.repeat(64_000)}` }))
  const made = await make({ actions }, heavy)
  let last: Saved = made
  for (let revision = 2; revision < 11; revision += 1) {
    last = (await change(last, { actions, text: `Revision ${revision}` }, heavy)).body.data as Saved
  }
  expect(last.revision).toBe(10)
  const full = await change(last, { actions, text: 'One too many' }, heavy)
  expect(codeOf(full)).toEqual([409, 'limit_reached'])
  expect((await send('DELETE', `/drafts/${made.id}`, { as: heavy })).status).toBe(200)
  await make({ actions }, heavy)
})

test('lists are paged by keys, with public drafts and your own', async () => {
  const by = holderAt(6)
  const own = await signIn(api, by)
  const ids: string[] = []
  for (const visibility of ['public', 'private', 'link', 'public', 'public']) {
    ids.unshift((await make({ visibility }, own)).id)
  }
  const walk = async (as: Credentials) => {
    const found: string[] = []
    let path: string | null = `/drafts?author=${by.address}&limit=2`
    while (path !== null) {
      const { body, headers } = await send('GET', path, { as })
      found.push(...(body.data as Saved[]).map(({ id }) => id))
      path = body.page.next === null ? null : `/drafts?author=${by.address}&limit=2&cursor=${body.page.next}`
      if (path !== null) expect(headers.get('Link')).toContain('rel="next"')
    }
    return found
  }
  expect(await walk(own)).toEqual(ids)
  expect(await walk({})).toEqual([ids[0], ids[1], ids[4]])
  expect(await walk(other)).toEqual([ids[0], ids[1], ids[4]])
})

test('a deleted draft leaves digests in the audit log, and its words nowhere', async () => {
  const word = 'Unmistakable'
  const made = await make({ title: word, text: word })
  // The log is public: whoever guesses the words must not find them confirmed.
  expect((await make({ title: word, text: word })).digest).not.toBe(made.digest)
  const second = (await change(made, { title: word, text: `${word} again` })).body.data as Saved
  await sponsor(second, author)
  expect((await send('DELETE', `/drafts/${made.id}`, { as: author })).status).toBe(200)
  expect(codeOf(await send('GET', `/drafts/${made.id}`, { as: author }))).toEqual([404, 'draft_unknown'])
  expect(codeOf(await send('DELETE', `/drafts/${made.id}`, { as: author }))).toEqual([404, 'draft_unknown'])
  for (const table of ['draft_revisions', 'draft_sponsors']) {
    expect(await sql`select 1 from ${sql(table)} where draft_id = ${made.id}`).toEqual([])
  }
  const rows = await listAuditRows(sql, { from: '0', backwards: true, limit: 1_000 })
  expect(findBrokenEntry(rows)).toBe(null)
  const own = rows.filter(({ act, subject }) => act.startsWith('draft.') && subject === made.id)
  expect(own.map(({ act, actor, facts }) => ({ act, actor, facts }))).toEqual([
    {
      ...{ act: 'draft.make', actor: holderAt(0).address },
      facts: { revision: 1, digest: made.digest, visibility: 'private' },
    },
    {
      ...{ act: 'draft.change', actor: holderAt(0).address },
      facts: { revision: 2, digest: second.digest, visibility: 'private' },
    },
    {
      ...{ act: 'draft.sponsor', actor: holderAt(0).address },
      facts: { revision: 2, digest: second.digest },
    },
    { act: 'draft.end', actor: holderAt(0).address, facts: { revision: 2, digest: second.digest } },
  ])
  expect(JSON.stringify(rows)).not.toContain(word)
})
