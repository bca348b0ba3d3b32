import { createHash } from 'node:crypto'
import { encodeFunctionData, getAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt, stewardAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { gasBomb, hugeReturn, revertsSaying } from '#test/support/hostile-code'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { allocationPolicyAbi, partyRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { buildCanonicalJson, type Json } from '~/domain/canonical-json'

let dao: TestDao
let api: TestApi
let proxy: Awaited<ReturnType<typeof startRpcProxy>>

const account = getAddress(`0x${'9'.repeat(40)}`)
const admit = () => ({
  target: addressOf(dao.chain.deployment, 'PartyRegistry'),
  value: '0',
  calldata: encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [account, 2] }),
})

beforeAll(async () => {
  dao = await startDao()
  const { target, calldata } = admit()
  const lower = encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'lowerCap', args: [1_000] })
  await dao.chain.propose(holderAt(0), '# Admit a university', [{ target, data: calldata }])
  await dao.chain.propose(holderAt(0), '# Lower the cap', [
    { target: addressOf(dao.chain.deployment, 'AllocationPolicy'), data: lower },
  ])
  await dao.chain.openVote()
  await dao.indexed()
  proxy = await startRpcProxy(dao.chain.url)
  api = await startApi({ ...dao.settings, RPC_URL: proxy.url })
})
afterAll(async () => {
  await api?.stop()
  await proxy?.stop()
  await dao?.stop()
})

const post = (path: string, body: unknown) =>
  api.send(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

type Simulation = {
  hash: string
  fresh: boolean
  age: { blocks: number }
  report: { executable: boolean; block: { number: number }; actions: { outcome: string; revert: { reason: string } }[] }
}

test('a simulation has the hash of its report as canonical JSON, and its block', async () => {
  const { status, body } = await api.get('/proposals/1/simulation')
  expect(status).toBe(200)
  const { hash, report, fresh } = body.data as Simulation
  expect(report).toMatchObject({ executable: true, calls: expect.stringMatching(/^0x/) })
  expect(hash).toBe(
    `0x${createHash('sha256')
      .update(buildCanonicalJson(report as unknown as Json))
      .digest('hex')}`,
  )
  expect({ fresh, block: body.asOf.block }).toEqual({ fresh: true, block: report.block.number })
  expect((await api.get('/proposals/99/simulation')).status).toBe(404)
})

test('the same calls have the same report, proposed or not', async () => {
  const [proposed, draft] = [
    await api.get('/proposals/1/simulation'),
    await post('/drafts:simulate', { calls: [admit()] }),
  ]
  expect(draft.body.data).toEqual(proposed.body.data)
})

test('hostile contracts are answered like any others', async () => {
  const codes = [gasBomb, hugeReturn, revertsSaying('\u202e<script>\u0000')]
  const calls = codes.map((_, index) => ({ target: `0x${String(index + 1).repeat(40)}`, calldata: '0x12345678' }))
  for (const [index, bytecode] of codes.entries()) {
    await dao.chain.client.setCode({ address: getAddress(calls[index]?.target ?? ''), bytecode })
  }
  const { status, body, text } = await post('/drafts:simulate', { calls })
  expect(status).toBe(200)
  const { report } = body.data as Simulation
  expect(report.executable).toBe(false)
  expect(report.actions[2]?.revert.reason).toBe('Error: \\u{202e}<script>\\u{0}')
  expect(text.length).toBeLessThan(10_000)
})

test('what is no list of calls is refused, never a 500', async () => {
  const bad: unknown[] = [
    {},
    { calls: [] },
    { calls: Array.from({ length: 17 }, admit) },
    { calls: [{ ...admit(), value: '-1' }] },
    { calls: [{ ...admit(), value: '9'.repeat(39) }] },
    { calls: [{ ...admit(), calldata: '0x1' }] },
    { calls: [{ ...admit(), target: '0x12' }] },
    { calls: [admit()], colour: 'red' },
  ]
  for (const body of bad)
    expect({ body, status: (await post('/drafts:simulate', body)).status }).toEqual({ body, status: 400 })
})

test('without a node the last report is served with its block, and what was never run is a 503', async () => {
  const before = (await api.get('/proposals/1/simulation')).body.data as Simulation
  proxy.hooks.spoil = (response) => {
    response.destroy()
    return true
  }
  const kept = await api.get('/proposals/1/simulation')
  expect(kept.status).toBe(200)
  expect(kept.body.data).toMatchObject({ hash: before.hash, fresh: false, report: { block: before.report.block } })
  const never = await api.get('/proposals/2/simulation')
  expect({ status: never.status, type: never.body.type }).toEqual({
    status: 503,
    type: `${api.origin}/problems/node_unreachable`,
  })
  proxy.hooks.spoil = () => false
})

type Power = { aloneCount: number; fewest: number | null; coalition: unknown[] }
type Firewall = {
  byAccount: { electors: number; unopposed: Power; opposed: Power; block: Power }
  byParty: { electors: number }
  cancel: { role: string }[]
  caps: { capBps: { before: number; after: number } } | null
}

test('the firewall says who could pass or block a proposal, and what it does to caps', async () => {
  const { status, body } = await api.get('/proposals/1/firewall')
  expect(status).toBe(200)
  const { byAccount, byParty, cancel, caps } = body.data as Firewall
  // Ten holders with a tenth each and eight stewards: policy needs a quorum, and more than a third of the seats.
  expect({ accounts: byAccount.electors, parties: byParty.electors, caps }).toEqual({
    accounts: 18,
    parties: 18,
    caps: null,
  })
  expect(byAccount.unopposed).toMatchObject({ aloneCount: 0 })
  expect(byAccount.opposed).toMatchObject({ aloneCount: 0, fewest: 11 })
  expect(byAccount.block).toMatchObject({ aloneCount: 0, fewest: 4 })
  expect(cancel.map(({ role }) => role)).toEqual(['council'])
  const second = (await api.get('/proposals/2/firewall')).body.data as Firewall
  expect(second.caps?.capBps.after).toBe(1_000)
  expect((await api.get('/proposals/99/firewall')).status).toBe(404)
})

type Finding = { code: string; pointer: string }

test('lint names what is wrong with a draft, part by part', async () => {
  const text = 'It pays the team. [https://good.example/a](https://bad.example/b) <b>now</b>'
  const stranger = { target: stewardAt(0).address, value: '1', calldata: '0x12345678' }
  const { status, body } = await post('/drafts:lint', { title: '', text, calls: [admit(), admit(), stranger] })
  expect(status).toBe(200)
  const found = (body.data as { findings: Finding[] }).findings.map(({ code, pointer }) => `${code} ${pointer}`)
  for (const expected of [
    'title-missing #/title',
    'raw-html #/text',
    'link-hides-target #/text',
    'call-repeated #/calls/1',
    'reverts-now #/calls/1',
    'target-unknown #/calls/2',
    'value-sent #/calls/2',
    'tiers-mixed #/calls',
  ]) {
    expect(found).toContain(expected)
  }
  const twin = await post('/drafts:lint', { title: 'Admit', text: 'Why.', calls: [admit()] })
  expect((twin.body.data as { findings: Finding[] }).findings.map(({ code }) => code)).toEqual(['proposal-duplicated'])
})

test('prepare makes the transaction of an intent, with its tier, sentence and simulation', async () => {
  const intent = { kind: 'policy', move: 'lower', cap: '12', title: 'Lower the cap', text: 'It is too high.' }
  const { status, body } = await post('/proposals:prepare', { intent, proposer: holderAt(0).address })
  expect(status).toBe(200)
  expect(body.data).toMatchObject({
    tier: 'routine',
    propose: { to: addressOf(dao.chain.deployment, 'StewardGovernor'), value: '0' },
    actions: [{ reason: 'routine-role', tier: 'routine' }],
    proposer: { mayPropose: true },
    findings: [],
    simulation: { report: { executable: true } },
  })
  const { propose } = body.data as { propose: { to: `0x${string}`; data: `0x${string}`; description: string } }
  expect(propose.description).toContain(`#proposer=${holderAt(0).address}`)
  const hash = await dao.chain.client.sendTransaction({
    account: holderAt(0),
    chain: null,
    to: propose.to,
    data: propose.data,
  })
  expect((await dao.chain.client.waitForTransactionReceipt({ hash })).status).toBe('success')
  const wrong = await post('/proposals:prepare', { intent: { ...intent, title: '' } })
  expect(wrong.status).toBe(422)
  expect(wrong.body.errors.map(({ pointer }) => pointer)).toEqual(['#/body/intent/title'])
  expect((await post('/proposals:prepare', { intent: { ...intent, colour: 'red' } })).status).toBe(400)
  expect((await post('/proposals:prepare', { intent: { kind: 'nonsense' } })).status).toBe(400)
})
