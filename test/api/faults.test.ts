import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiAnswer, startApi, type TestApi } from '#test/support/api'
import { people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { openSilentStreams } from '#test/support/silent-streams'
import { waitUntil } from '#test/support/wait-until'

// That reads answer 503 while the index trails is in events.test.ts.
const CLIENTS = 10_000
const MOST_STREAMS = 1_000
const unlimited = { RATE_LIMIT: '1000000000', RATE_LIMIT_KEY: '1000000000' }

let dao: TestDao
let api: TestApi
const [holder] = people.holders
if (!holder) throw new Error('the test chain has too few people')

beforeAll(async () => {
  dao = await startDao()
  await dao.chain.propose(holder, '# There before')
  await dao.indexed()
  api = await startApi({ ...dao.settings, ...unlimited })
}, 300_000)

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const readMemory = async (): Promise<number> => {
  const status = await readFile(`/proc/${api.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) * 1024
}

test('answers 503 while the database restarts under load, and goes on by itself', async () => {
  let isOver = false
  const answers: ApiAnswer[] = []
  const read = async (first: number) => {
    // Another address each time, so that no answer is one that is kept.
    for (let turn = first; !isOver; turn += 4) answers.push(await api.get(`/proposals?limit=${1 + (turn % 200)}`))
  }
  const readers = [0, 1, 2, 3].map(read)
  await waitUntil('reads are answered', async () => answers.length > 20)
  // What the indexer makes of it is for its own tests.
  const resumeIndexing = await dao.pauseIndexing()
  const resume = await dao.postgres.pause()
  const refused = await waitUntil('reads are refused', async () => answers.find(({ status }) => status !== 200))
  expect(refused.status).toBe(503)
  expect(refused.body.type).toBe(`${api.origin}/problems/database_unreachable`)
  expect(refused.headers.get('Retry-After')).toBe('5')
  expect((await api.get('/healthz')).status).toBe(200)
  expect((await api.get('/readyz')).status).toBe(503)
  await resume()
  await resumeIndexing()
  await waitUntil('reads are answered again', async () => (await api.get('/proposals')).status === 200)
  isOver = true
  await Promise.all(readers)
  expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 503])
  const id = await dao.chain.propose(people.holders[1] ?? holder, '# There after')
  await waitUntil('what came later is shown', async () => (await api.get(`/proposals/${id}`)).status === 200)
})

test('reads on while the node is down, and says what cannot be said without it', async () => {
  const proxy = await startRpcProxy(dao.chain.url)
  const behind = await startApi({ ...dao.settings, ...unlimited, RPC_URL: proxy.url })
  expect((await behind.get('/proposals')).status).toBe(200)
  proxy.hooks.spoil = (response) => {
    response.destroy()
    return true
  }
  const blind = await waitUntil('the head is not known any more', async () => {
    const { body } = await behind.get('/status')
    return (body.data as { head: number | null }).head === null && body
  })
  expect((blind.data as { indexed: unknown }).indexed).not.toBeNull()
  expect((await behind.get('/proposals?limit=7')).status).toBe(200)

  const fresh = await startApi({ ...dao.settings, ...unlimited, RPC_URL: proxy.url })
  const refused = await fresh.get('/proposals')
  expect([refused.status, refused.body.type]).toEqual([503, `${fresh.origin}/problems/node_unreachable`])
  expect((await fresh.get('/status')).status).toBe(200)
  proxy.hooks.spoil = () => false
  await waitUntil('it answers once the node does', async () => (await fresh.get('/proposals')).status === 200)
  await Promise.all([behind.stop(), fresh.stop(), proxy.stop()])
})

test(`bears ${CLIENTS} clients that ask for events and read nothing`, { timeout: 240_000 }, async () => {
  const before = await readMemory()
  const flood = await openSilentStreams(api.origin, CLIENTS)
  const taken = flood.statuses.filter((status) => status === 200).length
  expect({ taken, refused: flood.statuses.filter((status) => status === 503).length }).toEqual({
    taken: MOST_STREAMS,
    refused: CLIENTS - MOST_STREAMS,
  })
  const refused = await api.get('/events')
  expect(refused.body.type).toBe(`${api.origin}/problems/too_many_streams`)
  expect(refused.headers.get('Retry-After')).toBe('5')
  expect((await api.get('/proposals?limit=11')).status).toBe(200)
  expect((await readMemory()) - before).toBeLessThan(CLIENTS * 100_000)
  flood.close()
  await waitUntil('those who are gone are not counted', async () => (await countStreams()) === 0)
  const stream = await fetch(`${api.origin}/api/v1/events`)
  expect(stream.status).toBe(200)
  await stream.body?.cancel()
})

const countStreams = async () => {
  const text = await (await fetch(`${api.origin}/api/v1/metrics`)).text()
  return Number(/^ostrakon_event_streams (\d+)$/m.exec(text)?.[1] ?? Number.NaN)
}

test('cuts off those who leave unread more than a connection holds, so that it is not kept here', async () => {
  const few = await openSilentStreams(api.origin, 10)
  expect(few.statuses).toEqual(Array(10).fill(200))
  const { sql } = dao.database
  const isCutOff = async () => {
    await sql`
      insert into outbox (kind, block_number, block_hash, payload)
      select 'setting', 0, ${`0x${'0'.repeat(64)}`}, jsonb_build_object('name', repeat('x', 10000)) from generate_series(1, 100)`
    await sql`select pg_notify('ostrakon', '0')`
    return (await countStreams()) === 0
  }
  await waitUntil('all are cut off', isCutOff, { seconds: 60, every: 500 })
  expect((await api.get('/proposals?limit=12')).status).toBe(200)
  few.close()
})

test('hangs up on heads that trickle in, and answers others meanwhile', async () => {
  const { hostname, port } = new URL(api.origin)
  const began = performance.now()
  const sockets = Array.from({ length: 200 }, () => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write('GET /api/v1/proposals HTTP/1.1\r\nHost: localhost\r\n')
    const drip = setInterval(() => socket.write('X-Slow: 1\r\n'), 1_000)
    return new Promise<void>((resolve) =>
      socket.resume().once('close', () => {
        clearInterval(drip)
        resolve()
      }),
    )
  })
  expect((await api.get('/proposals?limit=13')).status).toBe(200)
  await Promise.all(sockets)
  expect(performance.now() - began).toBeLessThan(60_000)
})

test('answers 413 to a body without end, without reading on for ever', async () => {
  const { hostname, port } = new URL(api.origin)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(
      {
        host: hostname,
        port,
        path: '/api/v1/releases:verify',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        resolve(response)
        response.resume()
        asked.destroy()
      },
    )
    asked.on('error', reject)
    const pour = () => {
      if (!asked.destroyed) asked.write('x'.repeat(65_536), () => setTimeout(pour, 1))
    }
    pour()
  })
  expect([answer.statusCode, answer.headers.connection]).toEqual([413, 'close'])
  expect((await api.get('/healthz')).status).toBe(200)
})
