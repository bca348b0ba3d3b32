import { afterAll, beforeAll, expect, test } from 'vitest'
import { holderAt, people, startChain, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestPostgres } from '#test/support/postgres'
import { type Answer, createRandom, type Spoil, startRpcProxy } from '#test/support/rpc-proxy'
import { waitUntil } from '#test/support/wait-until'

let postgres: TestPostgres
let chain: TestChain
beforeAll(async () => {
  ;[postgres, chain] = await Promise.all([startTestPostgres(), startChain()])
  await voteOnSome(12)
})
afterAll(async () => {
  await chain.stop()
  await postgres.stop()
})

/** Each proposal takes 13 blocks: one of its own, one for time, ten ballots of the tokens and one of a seat. */
const voteOnSome = async (proposals: number) => {
  for (let index = 0; index < proposals; index++) {
    const id = await chain.propose(holderAt(index % 10), `Made at block ${await chain.client.getBlockNumber()}`)
    await chain.openVote()
    for (const [at, voter] of people.holders.entries()) await chain.vote(voter, id, (at + index) % 3, `because ${at}`)
    await chain.voteSeat(people.stewards[index % 8] ?? holderAt(0), id, 1)
  }
}

const latest = (call: { params: unknown[] }) => call.params[0] === 'latest'
const numberOf = (call: { params: unknown[] }) => Number(call.params[0])

/** One request in five fails, in one of five ways. */
const createFaults = (seed: number): Spoil => {
  const random = createRandom(seed)
  return (response) => {
    if (random() > 0.2) return false
    const kind = Math.floor(random() * 5)
    if (kind === 0) response.writeHead(500).end('internal error')
    else if (kind === 1) response.writeHead(429, { 'content-type': 'text/plain' }).end('slow down')
    else if (kind === 2) response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":"2.0","id":1,')
    else if (kind === 3) response.destroy()
    else {
      const error = { jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'internal error' } }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(error))
    }
    return true
  }
}

test.each([1, 2, 3])('with an RPC that fails one request in five nothing is lost (seed %i)', async (seed) => {
  const proxy = await startRpcProxy(chain.url)
  const database = await postgres.createDatabase()
  // The first request decides whether the indexer starts at all: that is another test's matter.
  const indexer = startIndexer({ chain, database, urls: [proxy.url] })
  await waitUntil('the indexer has begun', async () => indexer.lines.some((line) => line.includes('following chain')))
  proxy.hooks.spoil = createFaults(seed)
  await waitForHead(chain, database)
  await voteOnSome(1)
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  expect(proxy.counts.spoiled).toBeGreaterThan(3)
  await indexer.stop()
  await database.sql.end()
  await proxy.stop()
})

/** A node that stands still at a block: it denies later ones, but answers any question for logs, with none. */
const createLagging =
  (last: number): Answer =>
  async (call, forward) => {
    if (call.method === 'eth_getLogs') {
      const { result } = (await forward(call)) as { result: { blockNumber: string }[] }
      return { result: result.filter(({ blockNumber }) => Number(blockNumber) <= last) }
    }
    if (call.method !== 'eth_getBlockByNumber') return forward(call)
    if (latest(call)) return forward({ ...call, params: [`0x${last.toString(16)}`, false] })
    return numberOf(call) > last ? { result: null } : forward(call)
  }

test('empty answers of a lagging second RPC lose nothing, neither in a backfill nor live', async () => {
  const head = Number((await chain.client.getBlock()).number)
  const [good, lagging] = await Promise.all([startRpcProxy(chain.url), startRpcProxy(chain.url)])
  lagging.hooks.answer = createLagging(head - 40)
  // The good node fails whenever it is asked for logs, so every range goes to the lagging one, until it recovers.
  good.hooks.answer = async (call, forward) =>
    call.method === 'eth_getLogs' ? { error: { code: -32603, message: 'not now' } } : forward(call)
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database, urls: [good.url, lagging.url] })
  await waitUntil('the lagging node was asked', async () => lagging.counts.requests > 10)
  const [stands] = await database.sql<{ number: bigint }[]>`select number from cursor`
  expect(Number(stands?.number)).toBeLessThanOrEqual(head - 40)

  good.hooks.answer = (call, forward) => forward(call)
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)

  good.hooks.spoil = (response) => {
    response.destroy()
    return true
  }
  await voteOnSome(1)
  const before = lagging.counts.requests
  await waitUntil('the indexer turned to the lagging node', async () => lagging.counts.requests > before + 5)
  const [held] = await database.sql<{ number: bigint }[]>`select number from cursor`
  expect(Number(held?.number)).toBeGreaterThanOrEqual(head)
  expect((await database.sql`select 1 from outbox where kind = 'reorg'`).length).toBe(0)

  good.hooks.spoil = () => false
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  await indexer.stop()
  await database.sql.end()
  await Promise.all([good.stop(), lagging.stop()])
})

const span = (call: { params: unknown[] }) => {
  const { fromBlock, toBlock } = call.params[0] as { fromBlock?: string; toBlock?: string }
  return fromBlock && toBlock ? Number(toBlock) - Number(fromBlock) + 1 : 1
}
const tooMany = { error: { code: -32005, message: 'query returned more than 60 results' } }
const tooWide = { error: { code: -32600, message: 'eth_getLogs is limited to a 7 block range' } }

const refusals: Record<string, Answer> = {
  'the range is too wide': async (call, forward) =>
    call.method === 'eth_getLogs' && span(call) > 7 ? tooWide : forward(call),
  'there are too many results': async (call, forward) => {
    const answer = await forward(call)
    return call.method === 'eth_getLogs' && (answer.result as unknown[]).length > 60 ? tooMany : answer
  },
  'the body is above 10 MiB': async (call, forward) => {
    const answer = await forward(call)
    return call.method === 'eth_getLogs' && span(call) > 20 ? { result: 'x'.repeat(11 * 1024 * 1024) } : answer
  },
}

test.each(Object.keys(refusals))('where %s, smaller ranges are asked for', async (name) => {
  const proxy = await startRpcProxy(chain.url)
  proxy.hooks.answer = refusals[name] ?? proxy.hooks.answer
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database, urls: [proxy.url] })
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  expect(indexer.lines.some((line) => line.includes('the node refused the range'))).toBe(true)
  await indexer.stop()
  await database.sql.end()
  await proxy.stop()
})

test('a dead RPC ends the start with one sentence', async () => {
  const proxy = await startRpcProxy(chain.url)
  await proxy.stop()
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database, urls: [proxy.url] })
  await indexer.running
  expect(indexer.failure()).toMatchObject({ code: 'rpc_unreachable' })
  expect(String(indexer.failure())).toContain(proxy.url)
  await database.sql.end()
})
