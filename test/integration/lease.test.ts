import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hex, sha256, stringToBytes } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startChain, type TestChain } from '#test/support/chain'
import { buildScriptSpec, digestOfTexts, writeSpec } from '#test/support/job-script'
import { keyAt } from '#test/support/keeper'
import { digestOf } from '#test/support/market'
import { openTrade, runAs, type TestTrade, traders } from '#test/support/provider-agent'
import { runLease } from '~/cli/lease-command'
import { findFreePort } from '~/cli/up/ports'
import { AppError } from '~/domain/errors'
import { specDigest } from '~/domain/workload-spec'

const { tenant, stranger, operator, rival, auditor } = traders
let chain: TestChain
let trade: TestTrade
let first: number
let second: number
beforeAll(async () => {
  chain = await startChain()
  trade = await openTrade(chain)
  first = await trade.addProvider(operator.account, auditor.account, { pool: trade.pool, units: 4 })
  second = await trade.addProvider(rival.account, auditor.account, { pool: trade.pool, units: 4 })
})
afterAll(() => chain.stop())
beforeEach(async () => {
  const id = await chain.client.snapshot()
  return () => chain.client.revert({ id })
})

const makePlace = () => {
  const place = mkdtempSync(join(tmpdir(), 'ostrakon-lease-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  return place
}
const image = sha256(stringToBytes('a root'))
const spec = buildScriptSpec(image, 'true')
const run = (args: readonly string[], who: { index: number } | null = tenant) =>
  runAs(chain, who, ['lease', ...args, '--json'])
/** What a command did, which has to be right. */
const did = async (args: readonly string[], who: { index: number } | null = tenant) => {
  const { code, stdout, stderr } = await run(args, who)
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' })
  return JSON.parse(stdout)
}
/** What a command refuses, asked in this process: many are quicker so. */
const refusalOf = async (args: readonly string[], who: { index: number } | null = tenant) => {
  const place = ['--rpc', chain.url, '--deployment', chain.deploymentFile]
  const keyFile = join(makePlace(), 'key')
  if (who) writeFileSync(keyFile, keyAt(who.index), { mode: 0o600 })
  const error = await runLease([...args, ...place, ...(who ? ['--key-file', keyFile] : [])]).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}
const terms = () => ['--pool', String(trade.pool), '--units', '2', '--duration', '3600', '--max-rate', '1000000']
const placeOrder = () => trade.placeOrder(tenant.account, trade.wants, specDigest(spec))
const bid = (orderId: bigint, who: typeof operator | typeof rival, rate: bigint) =>
  trade.bid(who.account, orderId, { providerId: who === operator ? first : second, rate })
/** A lease at 0.25 base units per unit and second, paid for an hour. */
const startLease = async () => {
  const orderId = await placeOrder()
  await bid(orderId, operator, 250_000n)
  await trade.giveMoney(tenant.account, 1n)
  await trade.accept(tenant.account, orderId, { providerId: first, rate: 250_000n, seconds: 3_600 })
  return orderId
}

test('R6 shows the suggested bid and why, takes it with the money that it needs and no more, and tops it up', async () => {
  const file = writeSpec(makePlace(), spec)
  const placed = await did(['order', ...terms(), '--spec', file, '--notice', '600'])
  expect(placed).toMatchObject({ order: '1', specDigest: specDigest(spec), sent: true })
  expect(await trade.orderOf(1n)).toMatchObject({ wants: { notice: 600, units: 2 } })
  const none = await run(['accept', '1'])
  expect(none).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'No bid on order 1 can be served now (it holds 0): wait for one.\n',
  })
  await bid(1n, operator, 300_000n)
  await bid(1n, rival, 250_000n)
  const { bids, suggested } = await did(['bids', '1'], null)
  expect(bids.map(({ rate }: { rate: string }) => rate)).toEqual(['300000', '250000'])
  expect(suggested).toEqual({ provider: second, rate: '250000', why: 'the lowest rate of 2 bids that can be served' })
  const before = await trade.balanceOf(tenant.account.address)
  const lease = await did(['accept', '1', '--seconds', '601'])
  // 2 x 0.25 x 601, rounded down.
  expect(lease).toMatchObject({ lease: '1', provider: second, deposit: '300', sent: true })
  expect(before - (await trade.balanceOf(tenant.account.address))).toBe(300n)
  const more = await did(['top-up', '1', '--seconds', '1'])
  expect(more).toMatchObject({ amount: '1', seconds: 1 })
  expect((await trade.leaseOf(1n)).deposit).toBe(301n)
  const watched = await did(['watch', '1'], null)
  expect(watched).toMatchObject({ state: 'active', deposit: '301', running: true, rate: '250000', units: 2 })
  expect(BigInt(watched.earned) + BigInt(watched.remaining)).toBe(301n)
})

test('takes the bid that was named, and not when it has another rate by now', async () => {
  const orderId = String(await placeOrder())
  await bid(BigInt(orderId), operator, 300_000n)
  await bid(BigInt(orderId), rival, 250_000n)
  const other = await run(['accept', orderId, '--provider', String(first), '--rate', '200000'])
  expect(other).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('MarketOtherRate') })
  const stranger = await run(['accept', orderId, '--provider', '77'])
  expect(stranger).toMatchObject({ code: 1, stderr: `Provider 77 has no bid on order ${orderId}.\n` })
  expect(await did(['accept', orderId, '--provider', String(first)])).toMatchObject({ provider: first })
})

test('A7 ends a lease for its tenant alone, and gives back to the last unit what it does not earn', async () => {
  const leaseId = await startLease()
  await trade.pass(1_000)
  const refused = await run(['end', String(leaseId)], stranger)
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('MarketNotSide') })
  const before = await trade.balanceOf(tenant.account.address)
  const { earned, back } = await did(['end', String(leaseId)])
  expect(BigInt(earned) + BigInt(back)).toBe(1_800n)
  expect((await trade.balanceOf(tenant.account.address)) - before).toBe(BigInt(back))
  const again = await run(['end', String(leaseId)])
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('MarketNotRunning') })
})

test('disputes a lease with the digest of the evidence, and the bond', async () => {
  const leaseId = await startLease()
  await trade.pass(1_000)
  const place = makePlace()
  const evidence = join(place, 'evidence')
  writeFileSync(evidence, 'the answer was wrong')
  const before = await trade.balanceOf(tenant.account.address)
  const disputed = await did(['dispute', String(leaseId), '--evidence', evidence])
  expect(disputed).toMatchObject({ case: '1', evidence: digestOf('the answer was wrong') })
  const { start, deposit, state } = await trade.leaseOf(leaseId)
  expect({ from: disputed.from, state }).toEqual({ from: start, state: 4 })
  expect(before - (await trade.balanceOf(tenant.account.address))).toBe(10_000_000n - (1_800n - deposit))
})

test('cancels an order, and declines no bid of an order of own money', async () => {
  const orderId = String(await placeOrder())
  await bid(BigInt(orderId), operator, 300_000n)
  expect(await run(['decline', orderId])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('MarketWrongPayer'),
  })
  expect(await run(['cancel', orderId], stranger)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('MarketNotTenant'),
  })
  expect(await did(['cancel', orderId])).toMatchObject({ order: orderId, sent: true })
  expect((await did(['bids', orderId], null)).state).toBe('canceled')
})

test('without a key it prints the next transaction, which any wallet can send, the approval first', async () => {
  const placed = await did(['order', ...terms(), '--spec-digest', image, '--as', tenant.account.address], null)
  expect(placed).toMatchObject({ sent: false, chainId: 31_337, from: tenant.account.address, value: '0x0' })
  const send = ({ to, data }: { to: Hex; data: Hex }) => trade.send(tenant.account, to, data)
  await send(placed)
  await bid(1n, operator, 250_000n)
  const approval = await did(['accept', '1'], null)
  expect(approval).toMatchObject({ sent: false, to: trade.money })
  await send(approval)
  const accepted = await did(['accept', '1'], null)
  expect(accepted).toMatchObject({ sent: false, to: trade.contracts.market.address })
  await send(accepted)
  expect((await trade.leaseOf(1n)).deposit).toBe(1_800n)
  await trade.pass(10)
  await send(await did(['end', '1'], null))
  expect((await trade.leaseOf(1n)).state).toBe(3)
})

test('A9 orders and leases on a party’s budget: the bid is assigned, can be declined once, and the rest goes back to the line', async () => {
  const { compute } = trade
  const lab = traders.arbiter
  const party = 4
  await compute.fund(50_000_000n)
  const paid = { name: 'Paid', capacity: 1_000_000n, money: 1_000_000n, maxRate: 333_333n }
  const pool = await compute.addPool(paid)
  await compute.moveToEpoch(1)
  await compute.request(lab.account, { pool, epoch: 2, want: 50_000n })
  await compute.moveToWindowOf(2)
  await compute.settle(pool, 2)
  await compute.moveToEpoch(2)
  const [low, high] = [
    await trade.addProvider(operator.account, auditor.account, { pool, units: 4 }),
    await trade.addProvider(rival.account, auditor.account, { pool, units: 4 }),
  ]
  const about = [
    '--pool',
    String(pool),
    '--units',
    '2',
    '--duration',
    '3600',
    '--max-rate',
    '300000',
    '--spec-digest',
    image,
  ]
  const foreign = await run(['order', ...about, '--budget', String(party)], tenant)
  expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('MarketNotOfParty') })
  const { order } = await did(['order', ...about, '--budget', String(party)], lab)
  await trade.bid(operator.account, BigInt(order), { providerId: low, rate: 200_000n })
  await trade.bid(rival.account, BigInt(order), { providerId: high, rate: 250_000n })
  const named = await refusalOf(['accept', order, '--provider', String(high)], lab)
  expect(named).toMatchObject({ code: 'invalid_usage', message: expect.stringContaining('its bid is assigned') })
  expect(await run(['accept', order], lab)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('MarketStillBidding'),
  })
  await trade.pass(61)
  await did(['decline', order], lab)
  const lease = await did(['accept', order], lab)
  // 2 x 0.25 x 3600, out of the line, and nothing of the lab's.
  expect(lease).toMatchObject({ provider: high, deposit: '1800', sent: true })
  const ended = await did(['end', order], lab)
  expect(BigInt(ended.earned) + BigInt(ended.back)).toBe(1_800n)
  const line = await chain.client.readContract({ ...compute.treasury, functionName: 'lineOf', args: [pool, 2] })
  expect(line).toMatchObject({ drawnMoney: BigInt(ended.earned) })
})

test('says what is missing where money is, and names it', async () => {
  const orderId = String(await trade.placeOrder(stranger.account, trade.wants))
  await bid(BigInt(orderId), operator, 250_000n)
  const { code, stdout, stderr } = await run(['accept', orderId], stranger)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    `This takes 1800 base units, and ${stranger.account.address} has 0: send it money, or ask for less.\n`,
  )
})

test('wrong usage, and what does not answer, are 3, and name the value', async () => {
  const file = writeSpec(makePlace(), spec)
  const wrong: [readonly string[], string][] = [
    [[], 'lease takes no ""'],
    [['what'], 'lease takes no "what"'],
    [['end', '1', '2'], 'lease takes no "2"'],
    [['end'], 'LEASE must be a whole number from 1 on, not ""'],
    [['order', '--pool', '1'], '--units must be a whole number'],
    [['order', ...terms()], '--spec FILE, or --spec-digest HEX, is missing'],
    [['order', ...terms(), '--spec', file, '--auditors', '1,2,3,4,5'], '--auditors takes four at most'],
    [['order', ...terms(), '--units', '1', '--spec', file], 'The spec wants 2 units, --units is 1'],
  ]
  for (const [args, words] of wrong) {
    expect({ args, ...(await refusalOf(args)) }).toMatchObject({ args, code: 'invalid_usage' })
    expect((await refusalOf(args)).message).toContain(words)
  }
  expect(await run(['what'])).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringContaining('lease takes no "what"'),
  })
  const missing = await run(['end', '77'])
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no lease 77') })
})

/** A provider that answers whatever a test wants. */
const startLiar = async (answers: Record<string, [number, string]>) => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    const [path = ''] = [request.url]
    seen.push(`${request.method} ${path}`)
    const [status, body] = answers[path] ?? [404, '{"code":"x","message":"no \\u001b[31m such path"}']
    request.resume()
    response.writeHead(status, status >= 300 && status < 400 ? { location: body } : {})
    response.end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

test('believes no provider: lists, names, sizes and bytes are checked, and nothing is kept that is not right', async () => {
  const leaseId = await startLease()
  const place = makePlace()
  const digest = digestOf('right')
  const path = `/leases/${leaseId}/output`
  const list = (files: unknown): [number, string] => [200, JSON.stringify({ files })]
  const file = (given: object) => ({ name: 'a', size: 5, sha256: digest, ...given })
  const fetchFrom = (url: string, more: readonly string[] = []) =>
    run(['fetch', String(leaseId), '--out', join(place, 'out'), '--endpoint', url, ...more])
  const lies: [[number, string], string][] = [
    [[200, 'no JSON'], 'list of files is none'],
    [list(undefined), 'list of files is none'],
    [list([file({ name: '../a' })]), 'an entry outside of it'],
    [list([file({ name: '/a' })]), 'an entry outside of it'],
    [list([file({ name: 'a//b' })]), 'lists a file under the name "a//b"'],
    [list([file({}), file({})]), 'lists a file under the name "a"'],
    [list([file({ size: 2 ** 31 })]), 'allow them with --max-bytes'],
    [list([file({ size: 4 })]), 'sent other bytes for "a"'],
    [list([file({ size: 6 })]), 'sent other bytes for "a"'],
    [list([file({ sha256: image })]), 'sent other bytes for "a"'],
  ]
  for (const [answer, words] of lies) {
    const { url } = await startLiar({ [path]: answer, [`${path}?file=a`]: [200, 'right'] })
    const refusal = await refusalOf(['fetch', String(leaseId), '--out', join(place, 'out'), '--endpoint', url])
    expect(refusal.message).toContain(words)
    expect(existsSync(join(place, 'out'))).toBe(false)
  }
  const { url } = await startLiar({ [path]: list([file({})]), [`${path}?file=a`]: [200, 'right'] })
  const other = await fetchFrom(url, ['--expect', digestOfTexts({ a: 'wrong' })])
  expect(other.code).toBe(1)
  expect(JSON.parse(other.stdout)).toMatchObject({ matches: false, digest: digestOfTexts({ a: 'right' }) })
  // Kept, for whoever has to show it.
  expect(readFileSync(join(place, 'out', 'a'), 'utf8')).toBe('right')
})

test('a provider that does not know the caller is 2, one that is away 3, one that refuses 1 with its words made plain', async () => {
  const leaseId = await startLease()
  const place = makePlace()
  const path = `/leases/${leaseId}/output`
  const fetchFrom = (url: string) => run(['fetch', String(leaseId), '--out', join(place, 'out'), '--endpoint', url])
  const liar = await startLiar({ [path]: [403, '{"code":"not_tenant","message":"not you"}'] })
  expect(await fetchFrom(liar.url)).toEqual({ code: 2, stdout: '', stderr: 'The provider refuses: not you\n' })
  const plain = await fetchFrom((await startLiar({})).url)
  expect(plain).toEqual({ code: 1, stdout: '', stderr: 'The provider refuses: no \\u{1b}[31m such path\n' })
  const away = await fetchFrom(`http://127.0.0.1:${await findFreePort()}`)
  expect(away).toMatchObject({ code: 3, stderr: expect.stringContaining('The provider does not answer at') })
  const elsewhere = await startLiar({ [path]: [302, 'http://127.0.0.1:1/'] })
  expect(await fetchFrom(elsewhere.url)).toMatchObject({ code: 1 })
  expect(elsewhere.seen).toEqual([`GET ${path}`])
  const open = await fetchFrom('http://provider.example')
  expect(open).toMatchObject({ code: 3, stderr: expect.stringContaining('which is no https address') })
})

test('puts nothing that was not ordered, and without a key says what a wallet has to sign', async () => {
  const place = makePlace()
  const root = join(place, 'root.tar')
  writeFileSync(root, 'a root')
  const leaseId = String(await startLease())
  const put = (args: readonly string[], who: { index: number } | null = tenant) =>
    run(['put', leaseId, '--root', root, ...args], who)
  const other = join(place, 'other.json')
  writeFileSync(other, JSON.stringify({ ...spec, env: { A: 'b' } }))
  expect(await put(['--spec', other])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`order ${leaseId} says`),
  })
  writeFileSync(root, 'another root')
  const file = writeSpec(place, spec)
  expect(await put(['--spec', file])).toMatchObject({ code: 1, stderr: expect.stringContaining("the spec's image is") })
  writeFileSync(root, 'a root')
  const asked = JSON.parse((await put(['--spec', file], null)).stdout)
  expect(asked).toMatchObject({ signed: false, as: tenant.account.address, sign: { primaryType: 'Job' } })
  const { domain, types, primaryType, message } = asked.sign
  const signature = await tenant.account.signTypedData({ domain, types, primaryType, message })
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    request.resume().once('end', () => response.end('{"root":"wanted"}'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const signed = ['--signature', signature, '--until', String(asked.until), '--as', asked.as]
  expect(await put(['--spec', file, '--endpoint', endpoint, ...signed], null)).toMatchObject({ code: 0, stderr: '' })
  expect(seen).toEqual(Array(2).fill(`Ostrakon ${asked.as} ${asked.until} ${signature}`))
})
