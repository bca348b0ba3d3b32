import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { waitUntil } from '#test/support/wait-until'

let dao: TestDao
let api: TestApi

const [holder, second] = people.holders
if (!holder || !second) throw new Error('the test chain has too few people')

beforeAll(async () => {
  dao = await startDao()
  api = await startApi(dao.settings)
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

type Heard = { id: string; event: string; data: Record<string, unknown> }

const parseEvent = (block: string): Heard | null => {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  const [id, event, data] = [fields.get('id'), fields.get('event'), fields.get('data')]
  return id && event && data ? { id, event, data: JSON.parse(data) } : null
}

/** Listens as a browser would; `heard` grows while it is open. */
const listen = async (lastEventId?: string) => {
  const controller = new AbortController()
  const response = await fetch(`${api.origin}/api/v1/events`, {
    signal: controller.signal,
    headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
  })
  const heard: Heard[] = []
  const read = async () => {
    const decoder = new TextDecoder()
    let rest = ''
    const reader = response.body?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const blocks = (rest + decoder.decode(part.value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      heard.push(...blocks.map(parseEvent).filter((event) => event !== null))
    }
  }
  const ended = read().catch(() => undefined)
  const wait = (what: string, isIt: (event: Heard) => boolean) => waitUntil(what, async () => heard.find(isIt))
  const close = async () => {
    controller.abort()
    await ended
  }
  return { response, heard, wait, close, ended }
}

test('tells of each block and what it changed, and where from after a break', async () => {
  const stream = await listen()
  expect(stream.response.headers.get('Content-Type')).toMatch(/^text\/event-stream/)
  expect(stream.response.headers.get('Cache-Control')).toBe('no-store')
  const id = String(await dao.chain.propose(holder, '# Heard'))
  const created = await stream.wait(
    'the proposal is told',
    ({ event, data }) => event === 'proposal' && data['id'] === id,
  )
  expect(created.data['changes']).toEqual(['created'])
  const block = await stream.wait('its block is told', ({ event }) => event === 'block')
  expect(block.data['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  await stream.close()

  await dao.chain.openVote()
  await dao.chain.vote(holder, BigInt(id), 1)
  await dao.indexed()
  const resumed = await listen(created.id)
  const voted = await resumed.wait('the vote is told', ({ data }) => String(data['changes']) === 'votes')
  expect(voted.data['id']).toBe(id)
  const ids = resumed.heard.map((event) => Number(event.id))
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
  expect(new Set(ids).size).toBe(ids.length)
  expect(Math.min(...ids)).toBeGreaterThan(Number(created.id))
  const { sql } = dao.database
  const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
    select count(*)::integer as count from outbox where id > ${created.id}`
  await waitUntil('all that was missed is told', async () => resumed.heard.length >= count)
  await resumed.close()
})

test('starts anew for an id that lies ahead of everything', async () => {
  const stream = await listen('999999999')
  const id = String(await dao.chain.propose(second, '# Ahead'))
  const told = await stream.wait('the proposal is told', ({ event, data }) => event === 'proposal' && data['id'] === id)
  expect(Number(told.id)).toBeLessThan(999_999_999)
  await stream.close()
})

test('names what a reorg withdrew, and the API forgets it', async () => {
  const stream = await listen()
  const { client } = dao.chain
  const before = await client.snapshot()
  const id = String(await dao.chain.propose(holder, '# Withdrawn'))
  await stream.wait('the proposal is told', ({ event, data }) => event === 'proposal' && data['id'] === id)
  const first = await api.get(`/proposals/${id}`)
  expect(first.status).toBe(200)
  await client.revert({ id: before })
  await client.mine({ blocks: 2 })
  const reorg = await stream.wait('the reorg is told', ({ event }) => event === 'reorg')
  expect(reorg.data['proposals']).toContain(id)
  expect(reorg.data['blocks']).toContain(first.body.asOf.hash)
  await waitUntil('the proposal is gone', async () => (await api.get(`/proposals/${id}`)).status === 404)
  const { data } = (await api.get('/status')).body as { data: { lastReorg: { depth: number } | null } }
  expect(data.lastReorg?.depth).toBeGreaterThan(0)
  await stream.close()
})

test('answers 503 while the index trails too far, and status and events stay open', async () => {
  const strict = await startApi({ ...dao.settings, MAX_LAG: '1' })
  expect((await strict.get('/readyz')).status).toBe(200)
  const resume = await dao.pauseIndexing()
  await dao.chain.client.mine({ blocks: 3 })
  const refused = await waitUntil('reads are refused', async () => {
    const answer = await strict.get('/proposals')
    return answer.status === 503 && answer
  })
  expect(refused.headers.get('Retry-After')).toBe('5')
  expect(refused.body.type).toBe(`${strict.origin}/problems/index_lagging`)
  expect((await strict.get('/readyz')).status).toBe(503)
  expect((await strict.get('/healthz')).status).toBe(200)
  const status = await strict.get('/status')
  expect((status.body.data as { health: string }).health).toBe('lagging')
  await resume()
  await waitUntil('reads are answered again', async () => (await strict.get('/proposals')).status === 200)
  await strict.stop()
})

test('ends within 10 s of SIGTERM with a stream open', async () => {
  const other = await startApi(dao.settings)
  const response = await fetch(`${other.origin}/api/v1/events`)
  const began = performance.now()
  await other.stop()
  expect(performance.now() - began).toBeLessThan(10_000)
  // Browsers connect again by themselves, so it may be cut in the middle.
  await response.text().catch(() => undefined)
})
