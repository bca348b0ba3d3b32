import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startChain, type TestChain } from '#test/support/chain'
import { buildScriptSpec, digestOfTexts, writeSpec } from '#test/support/job-script'
import {
  makeConfig,
  openTrade,
  RATE,
  runAs,
  STAKE,
  startAgent,
  type TestTrade,
  traders,
} from '#test/support/provider-agent'
import { buildShellRoot } from '#test/support/root-tar'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { waitUntil } from '#test/support/wait-until'
import { usageReceiptsAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { specDigest, type WorkloadSpec } from '~/domain/workload-spec'

const shell = await buildShellRoot()
let chain: TestChain
let trade: TestTrade
beforeAll(async () => {
  chain = await startChain()
  trade = await openTrade(chain)
})
afterAll(() => chain.stop())
beforeEach(async () => {
  const id = await chain.client.snapshot()
  return () => chain.client.revert({ id })
})

const { tenant, operator, rival, auditor } = traders
const FEE_BPS = 100n
const scriptOf = (script: string, env = {}) => buildScriptSpec(shell.image, script, env)
const order = (spec: WorkloadSpec, given = {}) =>
  trade.placeOrder(tenant.account, { ...trade.wants, ...given }, specDigest(spec))
const nonceOf = () => chain.client.getTransactionCount({ address: operator.account.address })
const lease = (args: readonly string[], who: { index: number } | null = tenant) =>
  runAs(chain, who, ['lease', '--json', ...args])

/** Runs the agent once, and answers what it did. */
const runOnce = async (config: string, args: readonly string[] = []) => {
  const said = await runAs(chain, operator, ['provider', '--json', '--once', '--config', config, ...args])
  expect(said).toMatchObject({ code: 0, stderr: '' })
  return said.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** An agent that is registered, staked and audited, with nothing to do yet. */
const startReady = async (given: object = {}, price: object = {}) => {
  const config = await makeConfig({ pool: trade.pool, given, price })
  const [{ provider }] = (await runOnce(config.path)).slice(-1)
  await trade.audit(auditor.account, provider)
  return { ...config, provider: provider as number }
}

/** Leases the order to the agent's bid, and puts the job. */
const acceptAndPut = async (
  orderId: bigint,
  { provider, place }: { provider: number; place: string },
  spec: WorkloadSpec,
) => {
  await trade.giveMoney(tenant.account, 1n)
  await trade.accept(tenant.account, orderId, { providerId: provider, rate: RATE, seconds: 3_600 })
  const put = await lease(['put', String(orderId), '--spec', writeSpec(place, spec), '--root', shell.path])
  expect(put).toMatchObject({ code: 0, stderr: '' })
}

const statusOf = async (url: string, leaseId: bigint) => (await fetch(`${url}/leases/${leaseId}`)).json()

/** What an operator has gained from a lease so far: all that was paid out but the fee. */
const paidOut = async (leaseId: bigint) => {
  const { withdrawn } = await trade.leaseOf(leaseId)
  return withdrawn - (withdrawn * FEE_BPS) / 10_000n
}

test('registers, stakes and says that it waits for an audit; then it bids, and once more does nothing', async () => {
  const { path, write } = await makeConfig({ pool: trade.pool })
  const first = await runOnce(path)
  expect(first.map(({ act }) => act)).toEqual(['register', 'approve', 'stake', 'waits', 'done'])
  expect(first[3]).toMatchObject({ reason: 'audit', provider: 1 })
  expect((await trade.stakeOf(1)).amount).toBe(STAKE)
  const orderId = await order(scriptOf('true'))
  const nonce = await nonceOf()
  expect((await runOnce(path)).map(({ act }) => act)).toEqual(['waits', 'done'])
  expect(await nonceOf()).toBe(nonce)
  await trade.audit(auditor.account, 1)
  expect((await runOnce(path)).map(({ act }) => act)).toEqual(['bid', 'done'])
  expect(await trade.bidsOf(orderId)).toMatchObject([{ providerId: 1, rate: RATE, auditorId: 1 }])
  expect((await runOnce(path)).map(({ act }) => act)).toEqual(['done'])
  expect(await nonceOf()).toBe(nonce + 1)
  // The same hardware, served elsewhere: it is the same provider.
  const moved = { pool: trade.pool, units: 4, serials: ['GPU-0', 'GPU-1', 'GPU-1'], endpoint: 'https://new.example' }
  write({ provider: moved })
  expect(await runOnce(path)).toMatchObject([
    { act: 'endpoint', provider: 1 },
    { act: 'done', provider: 1 },
  ])
})

test('tenant and agent go all the way: order, bid, lease, job in the sandbox, verified output, pay, end', async () => {
  const ready = await startReady({ withdrawSeconds: 600 })
  const { path, place, url, provider } = ready
  const agent = startAgent({ chain, config: path })
  const spec = scriptOf(
    'cat /in.txt 2>/dev/null; echo "$WHO is here" > /output/answer; mkdir /output/more; echo 2 > /output/more/two',
    {
      WHO: 'nobody',
    },
  )
  const file = writeSpec(place, spec)
  const terms = ['--pool', String(trade.pool), '--units', '2', '--duration', '3600', '--max-rate', '300000']
  const ordered = await lease(['order', ...terms, '--spec', file])
  expect(ordered).toMatchObject({ code: 0, stderr: '' })
  const { order: id } = JSON.parse(ordered.stdout)
  await agent.does('bid', { order: id, rate: String(RATE) })
  const bids = JSON.parse((await lease(['bids', id], null)).stdout)
  expect(bids.suggested).toEqual({ provider, rate: String(RATE), why: 'the only bid that can be served' })
  const before = await trade.balanceOf(tenant.account.address)
  const accepted = JSON.parse((await lease(['accept', id])).stdout)
  // 0.5 base units a second, for an hour.
  expect(accepted).toMatchObject({ lease: id, provider, deposit: '1800', sent: true })
  expect(before - (await trade.balanceOf(tenant.account.address))).toBe(1_800n)
  expect(await lease(['put', id, '--spec', file, '--root', shell.path])).toMatchObject({ code: 0, stderr: '' })
  await agent.does('ended', { lease: id })
  const status = await statusOf(url, BigInt(id))
  const expected = digestOfTexts({ answer: 'nobody is here\n', 'more/two': '2\n' })
  expect(status).toMatchObject({
    job: { outcome: { kind: 'exited', code: 0 } },
    output: { digest: expected, files: 2 },
  })

  const out = join(place, 'out')
  const fetched = await lease(['fetch', id, '--out', out, '--expect', expected])
  expect(fetched).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(fetched.stdout)).toMatchObject({ digest: expected, matches: true })
  expect(readFileSync(join(out, 'answer'), 'utf8')).toBe('nobody is here\n')

  const start = await trade.balanceOf(operator.account.address)
  await trade.pass(1_801)
  await agent.does('withdraw', { lease: id })
  const middle = await trade.leaseOf(BigInt(id))
  expect(middle.withdrawn).toBeGreaterThanOrEqual(900n)
  expect((await trade.balanceOf(operator.account.address)) - start).toBe(await paidOut(BigInt(id)))
  const ended = JSON.parse((await lease(['end', id])).stdout)
  await waitUntil('all is paid', async () => (await trade.leaseOf(BigInt(id))).withdrawn === BigInt(ended.earned))
  await trade.pass(3_601)
  await agent.does('release', { lease: id })
  expect(BigInt(ended.earned) + BigInt(ended.back)).toBe(1_800n)
  expect((await trade.balanceOf(operator.account.address)) - start).toBe(await paidOut(BigInt(id)))
  expect(before - (await trade.balanceOf(tenant.account.address))).toBe(BigInt(ended.earned))
  expect(await trade.stakeOf(provider)).toMatchObject({ amount: STAKE, locked: 0n, unitsInUse: 0 })
  agent.kill('SIGTERM')
  expect(await agent.ended).toBe(0)
})

test('P4 killed mid-lease and started again, it adopts the job, never runs two, and is paid exactly once', async () => {
  const ready = await startReady()
  const spec = scriptOf('echo run >> /output/runs; while true; do sleep 0.1; done')
  const orderId = await order(spec)
  const first = startAgent({ chain, config: ready.path })
  await first.does('bid')
  await acceptAndPut(orderId, ready, spec)
  await first.does('start', { lease: String(orderId) })
  const { job } = await statusOf(ready.url, orderId)
  expect(job).toMatchObject({ phase: 'running' })
  first.kill('SIGKILL')
  expect(await first.ended).toBe('SIGKILL')

  const second = startAgent({ chain, config: ready.path })
  await second.does('serves')
  await waitUntil('it serves', async () => (await statusOf(ready.url, orderId)).job?.phase === 'running')
  expect((await statusOf(ready.url, orderId)).job).toEqual(job)
  // Two agents of one folder would be two workloads.
  const third = await runAs(chain, operator, ['provider', '--once', '--config', ready.path])
  expect(third).toMatchObject({ code: 1, stderr: expect.stringContaining('stop it first') })
  const start = await trade.balanceOf(operator.account.address)
  second.kill('SIGKILL')
  await second.ended

  // It ends while nobody watches, and from here on the agent is killed after each transaction that it sends.
  await trade.pass(3_601)
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  for (let runs = 0; ; runs++) {
    expect(runs).toBeLessThan(8)
    const agent = startAgent({ chain, config: ready.path, rpc: proxy.url, args: ['--once'] })
    proxy.hooks.answer = async (call, forward) => {
      const answer = await forward(call)
      if (call.method === 'eth_sendRawTransaction') agent.kill('SIGKILL')
      return answer
    }
    if ((await agent.ended) === 0) break
  }
  const { deposit, withdrawn, state } = await trade.leaseOf(orderId)
  expect({ deposit, withdrawn, state }).toEqual({ deposit: 1_800n, withdrawn: 1_800n, state: 3 })
  expect((await trade.balanceOf(operator.account.address)) - start).toBe(1_782n)
  expect((await trade.stakeOf(ready.provider)).amount).toBe(STAKE)
  expect(readFileSync(join(ready.folder, 'outputs', String(orderId), 'runs'), 'utf8')).toBe('run\n')
  const last = startAgent({ chain, config: ready.path })
  await last.does('serves')
  await waitUntil('the job is ended', async () => (await statusOf(ready.url, orderId)).job?.phase === 'ended')
})

test('killed between sending and mining, it waits for its own transaction instead of doing the same twice', async () => {
  const { client } = chain
  const { path } = await makeConfig({ pool: trade.pool })
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  const nonce = await nonceOf()
  const agent = startAgent({ chain, config: path, rpc: proxy.url })
  proxy.hooks.answer = async (call, forward) => {
    if (call.method !== 'eth_sendRawTransaction') return forward(call)
    await client.setAutomine(false)
    onTestFinished(() => client.setAutomine(true))
    const answer = await forward(call)
    agent.kill('SIGKILL')
    return answer
  }
  expect(await agent.ended).toBe('SIGKILL')
  const again = startAgent({ chain, config: path })
  await again.does('waits', { reason: 'transaction' })
  await again.does('serves')
  // Some looks at the chain later.
  await pause(2_000)
  await client.mine({ blocks: 1 })
  await client.setAutomine(true)
  await again.does('waits', { reason: 'audit' })
  const providers = { ...trade.contracts.providers, functionName: 'providerCount' } as const
  expect(await client.readContract(providers)).toBe(1)
  expect((await trade.stakeOf(1)).amount).toBe(STAKE)
  // Registered by the first, approved and staked by the second.
  expect((await nonceOf()) - nonce).toBe(3)
})

test('a node that is away for a while ends neither the agent nor its job, and it goes on bidding after', async () => {
  const ready = await startReady()
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  const spec = scriptOf('while true; do sleep 0.1; done')
  const orderId = await order(spec)
  const agent = startAgent({ chain, config: ready.path, rpc: proxy.url })
  await agent.does('bid')
  await acceptAndPut(orderId, ready, spec)
  await agent.does('start')
  proxy.hooks.spoil = (response) => {
    response.destroy()
    return true
  }
  await waitUntil('it says so', async () => agent.said.stderr.includes('Trying again in 0.2 s.'))
  const away = await fetch(`${ready.url}/leases/${orderId}`)
  expect({ status: away.status, body: await away.json() }).toMatchObject({ status: 503, body: { code: 'chain_away' } })
  const next = await order(spec)
  proxy.hooks.spoil = () => false
  await agent.does('bid', { order: String(next) })
  expect((await statusOf(ready.url, orderId)).job).toMatchObject({ phase: 'running' })
})

test('I2 P5 told to drain, it gives the notice that the order asks for, and ends the job after it with TERM', async () => {
  const ready = await startReady()
  const spec = scriptOf('trap "echo told > /output/told; exit 0" TERM; while true; do sleep 0.1; done')
  const orderId = await order(spec)
  const before = startAgent({ chain, config: ready.path })
  await before.does('bid')
  await acceptAndPut(orderId, ready, spec)
  const idle = await order(spec)
  await before.does('bid', { order: String(idle) })
  await before.does('start')
  before.kill('SIGTERM')
  expect(await before.ended).toBe(0)

  const agent = startAgent({ chain, config: ready.path, args: ['--drain'] })
  await agent.does('give-notice', { lease: String(orderId) })
  await agent.does('withdraw-bid', { order: String(idle) })
  const noticed = await trade.leaseOf(orderId)
  expect(noticed.state).toBe(2)
  expect(noticed.end).toBeLessThanOrEqual((await trade.now()) + 300)
  expect(noticed.end).toBeGreaterThan((await trade.now()) + 200)
  expect((await statusOf(ready.url, orderId)).job).toMatchObject({ phase: 'running' })
  await order(spec)
  await trade.pass(301)
  await agent.does('stop', { lease: String(orderId) })
  expect(await agent.ended).toBe(0)
  expect(agent.acts().at(-1)).toMatchObject({ act: 'drained', running: 0 })
  expect(readFileSync(join(ready.folder, 'outputs', String(orderId), 'told'), 'utf8')).toBe('told\n')
  const { withdrawn, deposit } = await trade.leaseOf(orderId)
  expect(withdrawn).toBe(deposit)
  expect(agent.acts().filter(({ act }) => act === 'bid')).toEqual([])
})

test('bids by its price list: below others down to its floor, never upward, and takes back what it cannot serve', async () => {
  const ready = await startReady({}, { floor: '230000', undercut: '10000' })
  const node = { pool: trade.pool, units: 8 }
  const other = await trade.addProvider(rival.account, auditor.account, node)
  const spec = scriptOf('true')
  const contested = await order(spec)
  const poor = await order(spec, { maxRate: 229_999n })
  const spare = await order(spec, { units: 4 })
  const bidOfRival = (rate: bigint) => trade.bid(rival.account, contested, { providerId: other, rate })
  await bidOfRival(245_000n)
  expect(await runOnce(ready.path)).toMatchObject([
    { act: 'bid', order: String(contested), rate: '235000' },
    { act: 'bid', order: String(spare), rate: String(RATE) },
    { act: 'done' },
  ])
  expect(await trade.bidsOf(poor)).toEqual([])
  await bidOfRival(234_000n)
  // 224,000 is below the floor, which is still lower than the rival.
  expect(await runOnce(ready.path)).toMatchObject([{ act: 'bid', rate: '230000' }, { act: 'done' }])
  await bidOfRival(229_000n)
  expect((await runOnce(ready.path)).map(({ act }) => act)).toEqual(['done'])
  await trade.giveMoney(tenant.account, 1n)
  await trade.accept(tenant.account, contested, { providerId: ready.provider, rate: 230_000n, seconds: 600 })
  // Two of four units are in use now.
  expect(await runOnce(ready.path)).toMatchObject([
    { act: 'withdraw-bid', order: String(spare), why: 'too few of its units are free' },
    { act: 'done' },
  ])
  expect((await trade.stakeOf(ready.provider)).locked).toBe(await lockOf(contested))
})

test('bids on an order that the budget pays while bids are taken, and then only takes one back', async () => {
  const { compute } = trade
  await compute.fund(10_000_000n)
  const line = { gpuSeconds: 1_000_000n, money: 5_000_000n, maxRate: 300_000n }
  await compute.decide('ComputeTreasury', 'setSchedule', [trade.pool, line])
  const lab = traders.arbiter.account
  await compute.moveToEpoch(1)
  await compute.request(lab, { pool: trade.pool, epoch: 2, want: 50_000n })
  await compute.moveToEpoch(2)
  const ready = await startReady()
  const budgetOrder = (units: number) =>
    trade.placeBudgetOrder(lab, 4, { ...trade.wants, units, maxRate: 300_000n }, specDigest(scriptOf('true')))
  const early = await budgetOrder(2)
  expect(await runOnce(ready.path)).toMatchObject([{ act: 'bid', order: String(early) }, { act: 'done' }])
  const late = await budgetOrder(2)
  await trade.pass(61)
  expect((await runOnce(ready.path)).map(({ act }) => act)).toEqual(['done'])
  expect(await trade.bidsOf(late)).toEqual([])
  await trade.decide('ProviderRegistry', 'removeAudit', [ready.provider, 1])
  const withdrawn = { act: 'withdraw-bid', order: String(early) }
  expect(await runOnce(ready.path)).toMatchObject([{ act: 'waits', reason: 'audit' }, withdrawn, { act: 'done' }])
})

test('I3 has the use that the tenant confirmed recorded, once, when the lease is over', async () => {
  const { path, provider, place } = await startReady()
  const agent = startAgent({ chain, config: path })
  const spec = scriptOf('true')
  const orderId = await order(spec)
  await agent.does('bid', { order: String(orderId) })
  await acceptAndPut(orderId, { provider, place }, spec)
  await trade.pass(100)
  for (const used of ['130', '150']) {
    expect(await lease(['usage', String(orderId), '--gpu-seconds', used])).toMatchObject({ code: 0, stderr: '' })
  }
  const receipts = { address: addressOf(chain.deployment, 'UsageReceipts'), abi: usageReceiptsAbi } as const
  const confirmed = () => chain.client.readContract({ ...receipts, functionName: 'confirmedOf', args: [orderId] })
  expect(await confirmed()).toBe(0n)
  await trade.pass(3_600)
  await agent.does('receipt', { lease: String(orderId), gpuSeconds: '150' })
  await agent.does('close', { lease: String(orderId) })
  expect(await confirmed()).toBe(150n)
  expect(agent.acts().filter(({ act }) => act === 'receipt' || act === 'refused')).toHaveLength(1)
})

const lockOf = (id: bigint) =>
  chain.client.readContract({ ...trade.contracts.market, functionName: 'lockOf', args: [id] })

test('A4 takes the deposit back of a bid that lost', async () => {
  const ready = await startReady()
  const other = await trade.addProvider(rival.account, auditor.account, { pool: trade.pool, units: 8 })
  const orderId = await order(scriptOf('true'))
  await runOnce(ready.path)
  expect((await trade.stakeOf(ready.provider)).locked).toBe(1_000_000n)
  await trade.bid(rival.account, orderId, { providerId: other, rate: 300_000n })
  await trade.giveMoney(tenant.account, 1n)
  await trade.accept(tenant.account, orderId, { providerId: other, rate: 300_000n, seconds: 600 })
  expect(await runOnce(ready.path)).toMatchObject([{ act: 'withdraw-bid', why: 'the order ended' }, { act: 'done' }])
  expect((await trade.stakeOf(ready.provider)).locked).toBe(0n)
})

test('obeys a dispute: ends the job, takes what is not contested, and carries the verdict out', async () => {
  const ready = await startReady()
  const spec = scriptOf('while true; do sleep 0.1; done')
  const orderId = await order(spec)
  const agent = startAgent({ chain, config: ready.path })
  await agent.does('bid')
  await acceptAndPut(orderId, ready, spec)
  await agent.does('start')
  const start = await trade.balanceOf(operator.account.address)
  await trade.pass(1_000)
  const { start: begun } = await trade.leaseOf(orderId)
  const from = begun + 600
  const disputed = await lease(['dispute', String(orderId), '--from', String(from), '--evidence', shell.path])
  expect(disputed).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(disputed.stdout)).toMatchObject({ case: '1', evidence: shell.image, from })
  await agent.does('stop', { lease: String(orderId) })
  await agent.does('withdraw', { lease: String(orderId), earned: '300' })
  expect((await trade.balanceOf(operator.account.address)) - start).toBe(297n)
  // Nobody sits on the panel, so the case ends undecided once no vote can answer that, and the lease earned all of it.
  const finalAt = { ...trade.contracts.arbitration, functionName: 'finalAt', args: [1n] } as const
  await trade.moveTo(Number(await chain.client.readContract(finalAt)))
  await agent.does('settle-dispute', { lease: String(orderId) })
  await waitUntil('the rest is paid', async () => (await trade.leaseOf(orderId)).withdrawn > 300n)
  expect((await trade.balanceOf(operator.account.address)) - start).toBe(await paidOut(orderId))
})

test('P6 without a sandbox, and with more units than there are, there is no service', async () => {
  const run = async (given: object) => {
    const { path } = await makeConfig({ pool: trade.pool, given })
    return runAs(chain, operator, ['provider', '--once', '--config', path])
  }
  const bare = await run({ runner: { kind: 'local', cpuSlots: 8, bubblewrap: '/nothing/here' } })
  expect(bare).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('No sandbox, no service') })
  const small = await run({ runner: { kind: 'local', cpuSlots: 3 } })
  expect(small).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('provider.units is 4') })
  expect(await nonceOf()).toBe(0)
})

test('wrong usage is 3 and names the value', async () => {
  const { path, place } = await makeConfig({ pool: trade.pool })
  const wrong: [readonly string[], string][] = [
    [[], '--config FILE is missing'],
    [['--config', join(place, 'none.json')], 'cannot be read as JSON'],
    [['more', '--config', path], 'provider takes no "more"'],
    [['--config', path], 'name a key'],
  ]
  for (const [args, words] of wrong) {
    const said = await runAs(chain, null, ['provider', '--once', ...args])
    expect({ words, code: said.code, stdout: said.stdout }).toEqual({ words, code: 3, stdout: '' })
    expect(said.stderr).toContain(words)
  }
})
