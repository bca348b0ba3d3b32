import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { request as requestHttp } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Address, Hex, LocalAccount } from 'viem'
import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChain, type TestChain } from '#test/support/chain'
import { buildScriptSpec, digestOfTexts } from '#test/support/job-script'
import { makeConfig, openTrade, RATE, runAs, startAgent, type TestTrade, traders } from '#test/support/provider-agent'
import { buildShellRoot } from '#test/support/root-tar'
import { buildRawTar } from '#test/support/tar'
import { waitUntil } from '#test/support/wait-until'
import { usageReceiptsAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { buildJobStatement, buildUsageStatement } from '~/domain/lease-statement'
import { specDigest, type WorkloadSpec } from '~/domain/workload-spec'

const shell = await buildShellRoot()
const { tenant, stranger, operator, rival, auditor } = traders
let chain: TestChain
let trade: TestTrade
let url: string
let folder: string
let agent: ReturnType<typeof startAgent>
const PROVIDER = 1
const tarSize = statSync(shell.path).size

// One agent for all tests; each has leases of its own.
const stops: (() => Promise<void>)[] = []
beforeAll(async () => {
  chain = await startChain()
  stops.push(chain.stop)
  trade = await openTrade(chain)
  const onEnd = (stop: () => Promise<void>) => void stops.unshift(stop)
  const given = { maxRootBytes: tarSize, maxOutputBytes: 1 << 20 }
  const config = await makeConfig({ pool: trade.pool, given, units: 15, onEnd })
  ;({ url, folder } = config)
  agent = startAgent({ chain, config: config.path, onEnd })
  await agent.does('waits', { reason: 'audit' })
  await trade.audit(auditor.account, PROVIDER)
})
afterAll(async () => {
  for (const stop of stops) await stop()
})

const scriptOf = (script: string) => {
  const spec = buildScriptSpec(shell.image, script)
  return { ...spec, limits: { ...spec.limits, gpus: 1 } }
}

type Who = { account: LocalAccount }

/** A lease of one unit for that spec, which runs. */
const leaseFor = async (spec: WorkloadSpec): Promise<bigint> => {
  const orderId = await trade.placeOrder(tenant.account, { ...trade.wants, units: 1 }, specDigest(spec))
  await agent.does('bid', { order: String(orderId) })
  await trade.giveMoney(tenant.account, 1n)
  await trade.accept(tenant.account, orderId, { providerId: PROVIDER, rate: RATE, seconds: 3_600 })
  return orderId
}

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600
const placeOf = (contract: 'ComputeMarket' | 'UsageReceipts') => ({
  chainId: chain.deployment.chainId,
  contract: addressOf(chain.deployment, contract),
})

type Signed = {
  leaseId: bigint
  spec: WorkloadSpec
  by?: Who
  as?: Address
  until?: number
  chainId?: number
  providerId?: number
}

const authorize = async ({
  leaseId,
  spec,
  by = tenant,
  as,
  until = inAnHour(),
  chainId,
  providerId = PROVIDER,
}: Signed) => {
  const where = { ...placeOf('ComputeMarket'), ...(chainId && { chainId }) }
  const message = { leaseId, providerId, specDigest: specDigest(spec), until }
  const signature = await by.account.signTypedData(buildJobStatement(where, message))
  return `Ostrakon ${as ?? by.account.address} ${until} ${signature}`
}

const ask = async (
  method: 'GET' | 'PUT',
  path: string,
  { authorization, body }: { authorization?: string; body?: string | Buffer } = {},
): Promise<Record<string, unknown>> => {
  const headers = authorization === undefined ? {} : { authorization }
  const bytes = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }
  const response = await fetch(`${url}${path}`, { method, headers, ...bytes })
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) }
}

const putSpec = async (leaseId: bigint, spec: WorkloadSpec) =>
  ask('PUT', `/leases/${leaseId}/job`, {
    authorization: await authorize({ leaseId, spec }),
    body: JSON.stringify(spec),
  })

test('takes a spec from nobody but the tenant, who signed it for this lease, provider and chain, and not too long ago', async () => {
  const spec = scriptOf('true')
  const leaseId = await leaseFor(spec)
  const path = `/leases/${leaseId}/job`
  const body = JSON.stringify(spec)
  const good = { leaseId, spec }
  const now = Math.floor(Date.now() / 1000)
  const refused: [string | undefined, number, string][] = [
    [undefined, 401, 'unsigned'],
    ['Bearer token', 401, 'unsigned'],
    [`Ostrakon ${tenant.account.address} ${inAnHour()} 0x${'00'.repeat(5_000)}`, 401, 'unsigned'],
    [`Ostrakon ${tenant.account.address} 99999999999999 0x00`, 401, 'unsigned'],
    [`Ostrakon ${tenant.account.address} ${inAnHour()} 0x`, 403, 'not_signed'],
    [`Ostrakon ${tenant.account.address} ${inAnHour()} 0x${'11'.repeat(65)}`, 403, 'not_signed'],
    [await authorize({ ...good, by: stranger }), 403, 'not_tenant'],
    [await authorize({ ...good, by: operator }), 403, 'not_tenant'],
    [await authorize({ ...good, by: stranger, as: tenant.account.address }), 403, 'not_signed'],
    [await authorize({ ...good, leaseId: leaseId + 1n }), 403, 'not_signed'],
    [await authorize({ ...good, providerId: 2 }), 403, 'not_signed'],
    [await authorize({ ...good, chainId: 1 }), 403, 'not_signed'],
    [await authorize({ ...good, spec: scriptOf('false') }), 403, 'not_signed'],
    [await authorize({ ...good, until: now - 1 }), 403, 'expired'],
    [await authorize({ ...good, until: now + 40 * 86_400 }), 403, 'expired'],
  ]
  for (const [authorization, status, code] of refused) {
    const said = await ask('PUT', path, { ...(authorization && { authorization }), body })
    expect({ authorization, ...said }).toMatchObject({ authorization, status, code })
  }
  expect(await ask('GET', `/leases/${leaseId}`)).toMatchObject({
    status: 200,
    spec: 'wanted',
    root: 'wanted',
    job: null,
  })
  expect(await putSpec(leaseId, spec)).toMatchObject({ status: 200, specDigest: specDigest(spec), root: 'wanted' })
  // Once more changes nothing.
  expect(await putSpec(leaseId, spec)).toMatchObject({ status: 200, root: 'wanted' })
})

test('takes no other spec than the one that was ordered, and none that is hostile or asks for too much', async () => {
  const spec = scriptOf('true')
  const leaseId = await leaseFor(spec)
  const authorization = await authorize({ leaseId, spec })
  const put = (body: string | Buffer) => ask('PUT', `/leases/${leaseId}/job`, { authorization, body })
  const other = { ...spec, command: ['/bin/bash', '-c', 'evil'] }
  const cases: [string | Buffer, number, string][] = [
    [JSON.stringify(other), 422, 'wrong_spec'],
    [JSON.stringify({ ...spec, more: 1 }), 422, 'invalid_spec'],
    [JSON.stringify(spec).replace('"env":{}', '"env":{"__proto__":"x"}'), 422, 'invalid_spec'],
    ['', 422, 'invalid_spec'],
    ['[[[[', 422, 'invalid_spec'],
    [Buffer.from([0xff, 0xfe, 0x00]), 400, 'not_text'],
    [`{"image":"${'a'.repeat(300_000)}"}`, 413, 'too_large'],
    [' '.repeat(200_000), 422, 'invalid_spec'],
  ]
  for (const [body, status, code] of cases) expect(await put(body)).toMatchObject({ status, code })
  expect(await put(JSON.stringify(spec))).toMatchObject({ status: 200 })

  const greedy = [{ gpus: 2 }, { outputBytes: 2 ** 21 }, { memoryBytes: 2 ** 40 }]
  for (const limits of greedy) {
    const wanting = { ...spec, limits: { ...spec.limits, ...limits } }
    const id = await leaseFor(wanting)
    expect(await putSpec(id, wanting)).toMatchObject({ status: 422, code: 'over_limit' })
  }
})

test('takes no other root tar than the spec names, none too large, and keeps nothing of what it refuses', async () => {
  const spec = scriptOf('sleep 60')
  const leaseId = await leaseFor(spec)
  const path = `/leases/${leaseId}/job/root`
  const authorization = await authorize({ leaseId, spec })
  const tar = readFileSync(shell.path)
  expect(await ask('PUT', path, { authorization, body: tar })).toMatchObject({ status: 409, code: 'no_spec' })
  await putSpec(leaseId, spec)
  expect(await ask('PUT', path, { body: tar })).toMatchObject({ status: 401 })
  const stolen = await authorize({ leaseId, spec, by: stranger })
  expect(await ask('PUT', path, { authorization: stolen, body: tar })).toMatchObject({ status: 403 })
  const flipped = Buffer.from(tar)
  flipped[700] = (flipped[700] ?? 0) ^ 1
  expect(await ask('PUT', path, { authorization, body: flipped })).toMatchObject({ status: 422, code: 'wrong_image' })
  expect(await ask('PUT', path, { authorization, body: tar.subarray(0, 512) })).toMatchObject({ code: 'wrong_image' })
  const large = Buffer.concat([tar, Buffer.alloc(1)])
  expect(await ask('PUT', path, { authorization, body: large })).toMatchObject({ status: 413, code: 'too_large' })
  // One that does not say how long it is.
  expect(await putInChunks(path, authorization, large)).toBe(413)
  await cutOff(path, authorization, tar.subarray(0, 100_000))
  await waitUntil('what was cut off is gone', async () =>
    readdirSync(join(folder, 'jobs')).every((name) => !name.startsWith('.')),
  )
  expect(readdirSync(join(folder, 'jobs', String(leaseId)))).toEqual(['spec.json'])
  expect(await ask('PUT', path, { authorization, body: tar })).toMatchObject({ status: 200, root: 'held' })
  expect(await ask('PUT', path, { authorization, body: tar })).toMatchObject({ status: 200, root: 'held' })
  await agent.does('start', { lease: String(leaseId) })
})

const putInChunks = (path: string, authorization: string, body: Buffer) =>
  new Promise<number>((resolve, reject) => {
    const request = requestHttp(`${url}${path}`, { method: 'PUT', headers: { authorization } })
    request.once('response', (response) => resolve(response.resume().statusCode ?? 0))
    request.once('error', reject)
    request.end(body)
  })

/** Sends a part of what it announces, and hangs up. */
const cutOff = (path: string, authorization: string, part: Buffer) =>
  new Promise<void>((resolve) => {
    const { port, hostname } = new URL(url)
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `PUT ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: ${tarSize}\r\n\r\n`,
      )
      socket.write(part, () => setTimeout(() => socket.destroy(), 300))
    })
    socket.once('close', () => resolve())
  })

test('a root tar that would write outside of it, with the digest that was ordered, runs never and costs nobody else', async () => {
  const hostile = buildRawTar([{ name: '../../evil', content: 'x' }])
  const image: Hex = `0x${createHash('sha256').update(hostile).digest('hex')}`
  const spec = { ...scriptOf('true'), image }
  const leaseId = await leaseFor(spec)
  await putSpec(leaseId, spec)
  const authorization = await authorize({ leaseId, spec })
  expect(await ask('PUT', `/leases/${leaseId}/job/root`, { authorization, body: hostile })).toMatchObject({
    status: 200,
  })
  await agent.does('workload-failed', { lease: String(leaseId) })
  const failed = expect.stringContaining('an entry outside of it')
  expect(await ask('GET', `/leases/${leaseId}`)).toMatchObject({ status: 200, failed, job: null })
  await new Promise((done) => setTimeout(done, 1_000))
  const failures = agent.acts().filter(({ act, lease }) => act === 'workload-failed' && lease === String(leaseId))
  expect(failures.length).toBe(1)
})

test('knows nothing of other paths, of leases that are not its own, or that do not run', async () => {
  const wrong: ['GET' | 'PUT', string, number, string][] = [
    ['GET', '/', 404, 'unknown_path'],
    ['GET', '/leases/0', 404, 'unknown_path'],
    ['GET', '/leases/../../etc/passwd', 404, 'unknown_path'],
    ['GET', '/leases/1/..%2f..%2fsecret', 404, 'unknown_path'],
    ['PUT', '/leases/1', 404, 'unknown_path'],
    ['GET', '/leases/18446744073709551615', 404, 'unknown_path'],
    ['GET', '/leases/999999999999999999', 404, 'unknown_lease'],
  ]
  for (const [method, path, status, code] of wrong) expect(await ask(method, path)).toMatchObject({ status, code })
  const other = await trade.addProvider(rival.account, auditor.account, { pool: trade.pool, units: 4 })
  const spec = scriptOf('true')
  const foreign = await trade.placeOrder(tenant.account, { ...trade.wants, units: 1 }, specDigest(spec))
  await trade.bid(rival.account, foreign, { providerId: other, rate: 1n })
  await trade.accept(tenant.account, foreign, { providerId: other, rate: 1n, seconds: 60 })
  expect(await ask('GET', `/leases/${foreign}`)).toMatchObject({ status: 404, code: 'unknown_lease' })
  const leaseId = await leaseFor(spec)
  await runAs(chain, tenant, ['lease', 'end', String(leaseId)])
  expect(await putSpec(leaseId, spec)).toMatchObject({ status: 409, code: 'not_running' })
})

test('gives the output to the tenant’s side alone; everybody sees its digest and the metered use', async () => {
  const spec = scriptOf('sleep 2; echo "for the tenant" > "/output/a file"')
  const leaseId = await leaseFor(spec)
  await putSpec(leaseId, spec)
  const authorization = await authorize({ leaseId, spec })
  const output = `/leases/${leaseId}/output`
  await ask('PUT', `/leases/${leaseId}/job/root`, { authorization, body: readFileSync(shell.path) })
  expect(await ask('GET', output, { authorization })).toMatchObject({ status: 409, code: 'not_ended' })
  await agent.does('ended', { lease: String(leaseId) })
  expect(await ask('GET', output)).toMatchObject({ status: 401 })
  expect(await ask('GET', `${output}?file=a%20file`)).toMatchObject({ status: 401 })
  const stolen = await authorize({ leaseId, spec, by: stranger })
  expect(await ask('GET', output, { authorization: stolen })).toMatchObject({ status: 403 })
  const digest = digestOfTexts({ 'a file': 'for the tenant\n' })
  expect(await ask('GET', output, { authorization })).toMatchObject({
    status: 200,
    digest,
    files: [{ name: 'a file', size: 15 }],
  })
  for (const name of ['../../market.json', '/etc/passwd', 'none', '']) {
    const said = await ask('GET', `${output}?file=${encodeURIComponent(name)}`, { authorization })
    expect(said).toMatchObject({ status: 404, code: 'no_file' })
  }
  const file = await fetch(`${url}${output}?file=a%20file`, { headers: { authorization } })
  expect(await file.text()).toBe('for the tenant\n')
  const status = await ask('GET', `/leases/${leaseId}`)
  expect(status).toMatchObject({ output: { digest, files: 1, bytes: 15 }, job: { phase: 'ended' } })
  const { started, ended } = status['job'] as { started: number; ended: number }
  expect(status['gpuSeconds']).toBe(String(ended - started))
  expect(ended - started).toBeGreaterThanOrEqual(2)
})

test('a job that leaves a link in its output gives nothing out', async () => {
  const spec = scriptOf('ln -s /etc/passwd /output/link')
  const leaseId = await leaseFor(spec)
  await putSpec(leaseId, spec)
  const authorization = await authorize({ leaseId, spec })
  await ask('PUT', `/leases/${leaseId}/job/root`, { authorization, body: readFileSync(shell.path) })
  await agent.does('ended', { lease: String(leaseId) })
  expect(await ask('GET', `/leases/${leaseId}`)).toMatchObject({ output: { digest: null } })
  expect(await ask('GET', `/leases/${leaseId}/output`, { authorization })).toMatchObject({
    status: 422,
    code: 'bad_output',
  })
})

test('I3 keeps the tenant’s signed receipt of GPU-seconds, the greatest, and nobody else’s', async () => {
  const spec = scriptOf('true')
  const leaseId = await leaseFor(spec)
  const sign = async (gpuSeconds: bigint, by: Who = tenant) => {
    const message = { leaseId, gpuSeconds }
    const signature = await by.account.signTypedData(buildUsageStatement(placeOf('UsageReceipts'), message))
    return { gpuSeconds: String(gpuSeconds), signature }
  }
  const put = (body: object | string) =>
    ask('PUT', `/leases/${leaseId}/usage`, { body: typeof body === 'string' ? body : JSON.stringify(body) })
  expect(await put(await sign(100n))).toMatchObject({ status: 200, gpuSeconds: '100' })
  expect(await put(await sign(60n))).toMatchObject({ status: 200, gpuSeconds: '100' })
  expect(await put(await sign(900n, stranger))).toMatchObject({ status: 403, code: 'not_signed' })
  expect(await put({ ...(await sign(120n)), gpuSeconds: '9000' })).toMatchObject({ status: 403, code: 'not_signed' })
  for (const body of ['', '{}', '[]', 'null', JSON.stringify({ ...(await sign(1n)), more: 1 })]) {
    expect(await put(body)).toMatchObject({ status: 400, code: 'bad_receipt' })
  }
  const offered = await runAs(chain, tenant, ['lease', 'usage', String(leaseId), '--gpu-seconds', '130', '--json'])
  expect(JSON.parse(offered.stdout)).toMatchObject({ held: '130' })
  expect(await ask('GET', `/leases/${leaseId}`)).toMatchObject({ receipt: '130' })

  // What the provider holds, anybody can have the chain confirm.
  await chain.client.mine({ blocks: 1, interval: 1 })
  const receipts = { address: addressOf(chain.deployment, 'UsageReceipts'), abi: usageReceiptsAbi } as const
  const args = [leaseId, 1n, (await sign(1n)).signature] as const
  const hash = await chain.client.writeContract({
    ...{ ...receipts, functionName: 'submit', args },
    ...{ account: stranger.account, chain: null },
  })
  expect((await chain.client.waitForTransactionReceipt({ hash })).status).toBe('success')
  expect(await chain.client.readContract({ ...receipts, functionName: 'confirmedOf', args: [leaseId] })).toBe(1n)
})

test('a tenant that is a contract signs by ERC-1271, and one that does not agree is refused', async () => {
  // Returns ERC-1271's yes to everything, and zero to everything.
  const codes = { agrees: '0x631626ba7e60e01b60005260206000f3', denies: '0x60206000f3' } as const
  const spec = scriptOf('true')
  for (const [index, [name, bytecode]] of Object.entries(codes).entries()) {
    const address: Address = `0x${'c0de'.repeat(9)}000${index}`
    await chain.client.impersonateAccount({ address })
    await chain.client.setBalance({ address, value: parseEther('1') })
    await trade.give(address)
    const wallet = address as unknown as LocalAccount
    const wants = { ...trade.wants, units: 1 }
    const orderId = await trade.placeOrder(wallet, wants, specDigest(spec))
    await agent.does('bid', { order: String(orderId) })
    await trade.approveAs(address)
    await trade.accept(wallet, orderId, { providerId: PROVIDER, rate: RATE, seconds: 3_600 })
    await chain.client.setCode({ address, bytecode })
    const authorization = `Ostrakon ${address} ${inAnHour()} 0x1234`
    const said = await ask('PUT', `/leases/${orderId}/job`, { authorization, body: JSON.stringify(spec) })
    expect({ name, status: said['status'] }).toEqual({ name, status: name === 'agrees' ? 200 : 403 })
  }
})

test('the endpoint listens on this machine alone unless told otherwise', () => {
  expect(agent.acts().find(({ act }) => act === 'serves')).toMatchObject({ url })
  expect(new URL(url).hostname).toBe('127.0.0.1')
})
