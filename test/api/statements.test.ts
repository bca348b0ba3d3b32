import type { LocalAccount } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt, people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { sendJson } from '#test/support/polls'
import { addressOf } from '~/chain/addresses'
import { buildDelegateStatement, type DelegateStatement } from '~/domain/delegate-statement'

let dao: TestDao
let api: TestApi
beforeAll(async () => {
  dao = await startDao()
  api = await startApi(dao.settings)
})
afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const sign = async (account: LocalAccount, changes: Partial<DelegateStatement> = {}) => {
  const { deployment } = dao.chain
  const place = { chainId: deployment.chainId, governor: addressOf(deployment, 'StewardGovernor') }
  const message = { delegate: account.address, text: 'I *vote*.', interests: '', issuedAt: Date.now(), ...changes }
  return { message, signature: await account.signTypedData(buildDelegateStatement(place, message)) }
}
const put = async (account: LocalAccount, body: unknown) =>
  sendJson(api, `/delegates/${account.address}/statement`, body, 'PUT')

type Shown = { current: { text: string; interests: string } | null; history: { text: string }[] }
const read = async (account: LocalAccount) =>
  (await api.get(`/delegates/${account.address}/statement`)).body.data as Shown

test('keeps everything that a delegate ever said, shows the last of it, and lets it be taken back', async () => {
  const holder = holderAt(0)
  expect(await read(holder)).toMatchObject({ current: null, history: [] })
  const start = Date.now()
  const first = await sign(holder, { issuedAt: start, interests: 'I work for a lab.' })
  expect((await put(holder, first)).status).toBe(201)
  expect((await put(holder, first)).status).toBe(200)
  expect(
    (await put(holder, await sign(holder, { issuedAt: start + 1, text: '<script>alert(1)</script>' }))).status,
  ).toBe(201)
  expect((await api.get(`/delegates/${holder.address}`)).body.data).toMatchObject({ hasStatement: true })
  expect((await read(holder)).current).toMatchObject({ text: '<script>alert(1)</script>', interests: '' })
  expect((await put(holder, await sign(holder, { issuedAt: start + 2, text: '' }))).status).toBe(201)
  const { current, history } = await read(holder)
  expect(current).toBeNull()
  expect(history.map(({ text }) => text)).toEqual(['', '<script>alert(1)</script>', 'I *vote*.'])
  expect((await api.get(`/delegates/${holder.address}`)).body.data).toMatchObject({ hasStatement: false })
  // What was taken back cannot be brought back by whoever kept it.
  expect((await put(holder, await sign(holder, { issuedAt: start + 1, text: 'again' }))).code).toBe('message_outdated')
  expect((await read(holder)).current).toBeNull()
})

test('takes nothing that the delegate itself did not sign for this place', async () => {
  const [holder, other] = [holderAt(1), holderAt(2)]
  const own = await sign(holder)
  expect((await put(holder, { ...own, signature: (await sign(other)).signature })).code).toBe('invalid_signature')
  expect((await put(other, own)).code).toBe('invalid_signature')
  const changed = { ...own, message: { ...own.message, text: 'I sell votes.' } }
  expect((await put(holder, changed)).code).toBe('invalid_signature')
  const foreign = await holder.signTypedData(
    buildDelegateStatement({ chainId: 1, governor: addressOf(dao.chain.deployment, 'StewardGovernor') }, own.message),
  )
  expect((await put(holder, { ...own, signature: foreign })).code).toBe('invalid_signature')
  expect((await put(holder, await sign(holder, { issuedAt: Date.now() + 3_600_000 }))).code).toBe('invalid_signature')
  expect((await put(people.deployer, await sign(people.deployer))).code).toBe('delegate_unknown')
  expect((await put(holder, await sign(holder, { text: 'x'.repeat(10_001) }))).code).toBe('invalid_parameter')
  expect((await put(holder, await sign(holder, { text: '', interests: 'none' }))).code).toBe('invalid_parameter')
  expect((await put(holder, await sign(holder, { text: 'a\u0000' }))).code).toBe('invalid_parameter')
  expect(await read(holder)).toMatchObject({ current: null, history: [] })
})

test('of statements that arrive at once the last one stands', async () => {
  const holder = holderAt(3)
  const start = Date.now()
  const signed = await Promise.all(
    [0, 1, 2, 3].map((index) => sign(holder, { issuedAt: start + index, text: `${index}` })),
  )
  await Promise.all(signed.map((body) => put(holder, body)))
  expect((await read(holder)).current?.text).toBe('3')
})
