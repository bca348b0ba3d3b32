import { encodeFunctionData, zeroHash } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'

let dao: TestDao
let api: TestApi

const [holder, second] = people.holders
const [steward] = people.stewards
if (!holder || !second || !steward) throw new Error('the test chain has too few people')
const released = `0x${'ab'.repeat(32)}` as const

const send = async (account: typeof holder, data: `0x${string}`) => {
  const { client, deployment } = dao.chain
  const to = addressOf(deployment, 'ModelRegistry')
  const hash = await client.sendTransaction({ account, chain: null, to, data })
  await client.waitForTransactionReceipt({ hash })
}

beforeAll(async () => {
  dao = await startDao()
  await send(steward, encodeFunctionData({ abi: modelRegistryAbi, functionName: 'registerModel', args: ['Listener'] }))
  const input = {
    modelId: 1,
    version: 'v5',
    parents: [],
    root: released,
    manifest: zeroHash.replace('00', '11') as `0x${string}`,
    card: zeroHash.replace('00', '22') as `0x${string}`,
    licence: 'MIT',
    files: 1,
    size: 2_313_101n,
    gpuSeconds: 0n,
    flop: 10n ** 20n,
    uri: 'npm:example',
  }
  await send(steward, encodeFunctionData({ abi: modelRegistryAbi, functionName: 'registerRelease', args: [input] }))
  await dao.chain.propose(holder, '# Revoke the first release\n\nIts licence is wrong. 许可证有误。')
  await dao.chain.propose(holder, '# Revoke it again\n\n100%_sure', undefined)
  await dao.chain.openVote()
  await dao.chain.vote(holder, 1n, 1, 'the licence forbids it')
  await dao.chain.vote(second, 1n, 0)
  await dao.chain.voteSeat(steward, 1n, 2, 'not mine to say')
  await dao.indexed()
  api = await startApi(dao.settings)
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

test('answers every resource in the shape that its document says', async () => {
  const paths = [
    '/proposals',
    '/proposals/1',
    '/proposals/1/actions',
    '/proposals/1/tally',
    '/proposals/1/firewall',
    '/proposals/1/simulation',
    '/proposals/1/timeline',
    '/proposals/1/votes',
    '/proposals/1/non-voters',
    '/proposals/1/non-voters?house=seat',
    `/proposals/1/receipts/${holder.address}`,
    `/proposals/1/receipts/${holder.address}/proof`,
    '/proposals/1/calldata/vote?support=for&house=seat',
    '/proposals/1/calldata/queue',
    '/proposals/1/calldata/execute',
    '/proposals/1/calldata/cancel',
    '/polls',
    '/delegates',
    `/delegates/${holder.address}`,
    `/delegates/${steward.address}`,
    `/delegates/${holder.address}/votes`,
    `/delegates/${holder.address}/delegators`,
    `/delegates/${holder.address}/history`,
    `/delegates/${holder.address}/statement`,
    '/models',
    '/models/1',
    '/releases',
    '/releases/1',
    '/releases?stage=registered&licence=MIT&recalled=false',
    '/releases/1/gate',
    '/releases/1/attestations',
    '/releases/1/custody',
    '/releases/1/enclaves',
    '/evaluators',
    '/measurements',
    '/guardians',
    '/compute/pools',
    '/compute/policies',
    '/compute/epochs',
    '/compute/epochs/current',
    '/compute/requests',
    '/compute/allocations',
    '/compute/budgets',
    '/compute/concentration',
    '/treasury',
    '/parameters',
    '/contracts',
    '/audit-log',
    '/status',
    '/healthz',
    '/readyz',
  ]
  for (const path of paths) {
    const { status, headers } = await api.get(path)
    expect({ path, status }).toEqual({ path, status: 200 })
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
  }
  const document = (await (await fetch(`${api.origin}/api/v1/openapi.json`)).json()) as { paths: object }
  // Streams, and what other tests visit because it needs more to say.
  const elsewhere = new Set([
    '/auth/nonce',
    '/auth/session',
    '/compute/allocations:simulate',
    '/compute/budgets/{id}/ledger',
    '/drafts:lint',
    '/drafts:simulate',
    '/events',
    '/evaluators/{address}',
    '/keys',
    '/keys/{id}',
    '/models/{id}/feed.atom',
    '/oembed',
    '/polls/{id}',
    '/polls/{id}/ballots',
    '/polls/{id}/reveals',
    '/proposals:prepare',
    '/releases:verify',
    '/releases/{id}/bom.json',
    '/releases/{id}/diff',
    '/releases/{id}/manifest',
  ])
  // market.test.ts and jobs.test.ts visit these, and each of them.
  const ofMarket = /^\/(compute\/(providers|orders|bids|leases|jobs|disputes|market|credits)|export)(\/|$)/
  // As do feeds.test.ts, erc4824.test.ts and figures.test.ts, relay.test.ts, drafts.test.ts, webhooks.test.ts and push.test.ts.
  const ofReaders = /^\/(feed\.|calendar\.ics|dao|metrics|relay\/|drafts(\/|$)|webhooks|push\/)/
  const isVisited = (template: string) => {
    if (ofMarket.test(template) || ofReaders.test(template)) return true
    const shape = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/?]+')}(\\?|$)`)
    return elsewhere.has(template) || paths.some((path) => shape.test(path))
  }
  expect(Object.keys(document.paths).filter((template) => !isVisited(template))).toEqual([])
})

test('names the release that a call moves, in words', async () => {
  const { body } = await api.get('/proposals/1/actions')
  const [action] = body.data as { sentence: object; release: { id: string }; tier: string }[]
  expect(action?.sentence).toEqual({
    key: 'action.revoke',
    params: { release: '1', model: 'Listener', version: 'v5' },
  })
  expect(action?.release.id).toBe('1')
  expect(action?.tier).toBe('routine')
})

test('finds proposals by any part of their text, in any script, and takes LIKE marks as text', async () => {
  const idsOf = async (search: string) => {
    const { body } = await api.get(`/proposals?${search}`)
    return (body.data as { id: string }[]).map(({ id }) => id)
  }
  expect(await idsOf('q=licen')).toEqual(['1'])
  expect(await idsOf(`q=${encodeURIComponent('许可')}`)).toEqual(['1'])
  expect(await idsOf(`q=${encodeURIComponent('%_s')}`)).toEqual(['2'])
  expect(await idsOf(`q=${encodeURIComponent('%')}`)).toEqual(['2'])
  expect(await idsOf(`q=${addressOf(dao.chain.deployment, 'ModelRegistry')}`)).toEqual(['2', '1'])
  expect(await idsOf('q=2')).toEqual(['2'])
  expect(await idsOf('state=active&kind=release,charter&sort=oldest')).toEqual(['1', '2'])
  expect(await idsOf('kind=charter')).toEqual([])
  expect(await idsOf(`proposer=${second.address}`)).toEqual([])
  expect(await idsOf('from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')).toEqual([])
})

test('answers 304 to the ETag of unchanged bytes, and 200 after a vote', async () => {
  const first = await api.get('/proposals/2')
  const etag = first.headers.get('ETag') ?? ''
  expect(etag).toMatch(/^"[\w-]{27}"$/)
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await api.get('/proposals/2', { headers: { 'If-None-Match': tag } })
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' })
    expect(again.headers.get('ETag')).toBe(etag)
    expect(again.headers.get('X-Index-Block')).toMatch(/^\d+$/)
  }
  // A block in which nothing happens to the proposal leaves its bytes as they are.
  await dao.chain.client.mine({ blocks: 1 })
  await dao.indexed()
  expect((await api.get('/proposals/2', { headers: { 'If-None-Match': etag } })).status).toBe(304)
  await dao.chain.vote(second, 2n, 1)
  await dao.indexed()
  const changed = await api.get('/proposals/2', { headers: { 'If-None-Match': etag } })
  expect(changed.status).toBe(200)
  expect(changed.headers.get('ETag')).not.toBe(etag)
})

test('says as of which block, and when that block is final', async () => {
  const before = await api.get('/proposals/1/votes')
  const block = before.body.asOf.block
  const votes = before.body.data as { at: { block: number } }[]
  expect(block).toBe(Math.max(...votes.map(({ at }) => at.block)))
  await dao.chain.client.mine({ blocks: 20 })
  await dao.indexed()
  const after = await api.get('/proposals/1/votes')
  expect(after.body.asOf).toEqual({ ...before.body.asOf, finality: 'final' })
})

test('refuses what it cannot use, and names it', async () => {
  const wrong = holder.address.replace('0xf', '0xF')
  expect(wrong).not.toBe(holder.address)
  const refused: [string, string, string][] = [
    ['/proposals?colour=red', '#/query/colour', 'unknown'],
    ['/proposals?limit=201', '#/query/limit', 'invalid'],
    ['/proposals?limit=0', '#/query/limit', 'invalid'],
    ['/proposals?limit=ten', '#/query/limit', 'invalid'],
    ['/proposals?limit=1&limit=2', '#/query/limit', 'repeated'],
    ['/proposals?state=open', '#/query/state', 'invalid'],
    ['/proposals?kind=release,nonsense', '#/query/kind', 'invalid'],
    ['/proposals?from=yesterday', '#/query/from', 'invalid'],
    ['/proposals?q=%00', '#/query/q', 'invalid'],
    [`/proposals?proposer=${wrong}`, '#/query/proposer', 'invalid'],
    [`/delegates/${wrong}`, '#/path/address', 'invalid'],
    ['/delegates/0x12', '#/path/address', 'invalid'],
    ['/proposals/01', '#/path/id', 'invalid'],
    ['/proposals/one', '#/path/id', 'invalid'],
    ['/proposals/1/calldata/steal', '#/path/act', 'invalid'],
  ]
  for (const [path, pointer, code] of refused) {
    const { status, headers, body } = await api.get(path)
    const [error] = body.errors
    expect({ path, status, pointer: error?.pointer, code: error?.code }).toEqual({ path, status: 400, pointer, code })
    expect(headers.get('Content-Type')).toBe('application/problem+json')
    expect(body.type).toBe(`${api.origin}/problems/invalid_parameter`)
    expect(body.requestId).toBe(headers.get('X-Request-Id'))
  }
})

test('takes an address without a checksum', async () => {
  expect((await api.get(`/delegates/${holder.address.toLowerCase()}`)).status).toBe(200)
})

test('refuses a cursor that it did not give', async () => {
  const forged = Buffer.from(JSON.stringify(['next', 1, ["1'; drop table votes", '1', '1']])).toString('base64url')
  const ofAnother = Buffer.from(JSON.stringify(['next', 1, ['1']])).toString('base64url')
  const huge = '9'.repeat(40)
  const forge = (key: readonly string[]) => Buffer.from(JSON.stringify(['next', 1, key])).toString('base64url')
  // Numbers that no column holds, wherever a list counts in such columns.
  const beyond: [string, string[]][] = [
    ['/models', [huge]],
    ['/proposals', ['1', huge]],
    ['/proposals', [huge, '1']],
    ['/proposals/1/votes', ['1', huge, '1']],
    ['/proposals/1/votes', ['1', '1', huge]],
    [`/delegates/${holder.address}/votes`, [huge, '1']],
    [`/delegates/${holder.address}/history`, [huge, '1']],
    [`/delegates/${holder.address}/history`, ['1', huge]],
  ]
  for (const [path, key] of beyond) {
    const { status, body } = await api.get(`${path}?cursor=${forge(key)}`)
    const type = `${api.origin}/problems/invalid_cursor`
    expect({ path, key, status, type: body.type }).toEqual({ path, key, status: 400, type })
  }
  for (const cursor of ['x', forged, ofAnother, 'bnVsbA']) {
    const { status, body } = await api.get(`/proposals/1/votes?cursor=${cursor}`)
    expect({ cursor, status, type: body.type }).toEqual({
      cursor,
      status: 400,
      type: `${api.origin}/problems/invalid_cursor`,
    })
  }
})

test('answers 404 to ids and addresses that there are not', async () => {
  const missing: [string, string][] = [
    ['/proposals/999', 'proposal_unknown'],
    ['/proposals/999/votes', 'proposal_unknown'],
    ['/proposals/0', 'proposal_unknown'],
    ['/models/999', 'model_unknown'],
    ['/releases/999', 'release_unknown'],
    ['/delegates/0x00000000000000000000000000000000000000ff', 'delegate_unknown'],
    ['/nothing/here', 'not_found'],
  ]
  for (const [path, code] of missing) {
    const { status, body } = await api.get(path)
    expect({ path, status, type: body.type }).toEqual({ path, status: 404, type: `${api.origin}/problems/${code}` })
  }
})

test('takes GET, HEAD and OPTIONS only', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const { status, headers } = await api.get('/proposals', { method })
    expect({ method, status, allow: headers.get('Allow') }).toEqual({
      method,
      status: 405,
      allow: 'GET, HEAD, OPTIONS',
    })
  }
  const get = await api.get('/proposals')
  const head = await api.get('/proposals', { method: 'HEAD' })
  expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' })
  expect(head.headers.get('ETag')).toBe(get.headers.get('ETag'))
  const options = await api.get('/proposals/1', { method: 'OPTIONS' })
  expect(options.status).toBe(204)
  expect(options.headers.get('Allow')).toBe('GET, HEAD, OPTIONS')
  expect(options.headers.get('Access-Control-Allow-Methods')).toBe('GET, HEAD, OPTIONS')
})

test('keeps a harmless request id and replaces any other', async () => {
  const own = await api.get('/status', { headers: { 'X-Request-Id': 'trace-12345678' } })
  expect(own.headers.get('X-Request-Id')).toBe('trace-12345678')
  const bad = await api.get('/status', { headers: { 'X-Request-Id': '<script>' } })
  expect(bad.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('prepares calldata that the chain accepts', async () => {
  const { body } = await api.get('/proposals/2/calldata/vote?support=abstain&reason=from%20calldata')
  const { to, data, allowedNow } = body.data as {
    to: `0x${string}`
    data: `0x${string}`
    allowedNow: boolean
  }
  expect(allowedNow).toBe(true)
  const { client } = dao.chain
  const hash = await client.sendTransaction({ account: holder, chain: null, to, data })
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
  await dao.indexed()
  const receipt = await api.get(`/proposals/2/receipts/${holder.address}`)
  const { token } = receipt.body.data as { token: { support: string; reason: string } }
  expect({ support: token.support, reason: token.reason }).toEqual({ support: 'abstain', reason: 'from calldata' })
})
