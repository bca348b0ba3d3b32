import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import ICAL from 'ical.js'
import { encodeFunctionData, keccak256, type LocalAccount, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { type Call, holderAt, people, stewardAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { sayEverything } from '#test/support/stewardship'
import { partyRegistryAbi, stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'

let dao: TestDao
let api: TestApi
let calls: Call[]
const ids: Record<'flipped' | 'withdrawn' | 'hostile', bigint> = { flipped: 0n, withdrawn: 0n, hostile: 0n }

const [first, second, third] = [holderAt(0), holderAt(1), holderAt(2)]
const injection = ']]></title><script>alert(1)</script>\u0007\u001b[2J\u202e&amp; "\'\rDTEND:19700101T000000Z\\;,'

const act = async (functionName: 'cancel' | 'queue' | 'execute', account: LocalAccount, description: string) => {
  const { client, deployment } = dao.chain
  const args = [
    calls.map(({ target }) => target),
    calls.map(() => 0n),
    calls.map(({ data }) => data),
    keccak256(stringToHex(description)),
  ] as const
  const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName, args })
  const to = addressOf(deployment, 'StewardGovernor')
  const hash = await client.sendTransaction({ account, chain: null, to, data })
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
}

const wait = async (seconds: number) => {
  await dao.chain.client.increaseTime({ seconds })
  await dao.chain.client.mine({ blocks: 1 })
}

// One is turned around in the last hour and so extended, queued and executed; one is withdrawn; one is hostile.
beforeAll(async () => {
  dao = await startDao()
  const { chain } = dao
  await sayEverything(chain)
  const admit = encodeFunctionData({
    abi: partyRegistryAbi,
    functionName: 'admit',
    args: [`0x${'9'.repeat(40)}`, 2],
  })
  calls = [{ target: addressOf(chain.deployment, 'PartyRegistry'), data: admit }]
  ids.withdrawn = await chain.propose(second, '# Withdrawn in time', calls)
  await act('cancel', second, '# Withdrawn in time')
  ids.flipped = await chain.propose(first, '# Admit a party', calls)
  ids.hostile = await chain.propose(third, `# ${injection}\n\ntext`)
  await chain.openVote()
  for (const index of [0, 1, 2, 3, 4]) await chain.voteSeat(stewardAt(index), ids.flipped, 1)
  const { votingPeriodSeconds, objectionWindowSeconds, objectionPeriodSeconds } = chain.profile.governor
  await wait(votingPeriodSeconds - objectionWindowSeconds + 60)
  for (const index of [0, 1, 2, 3, 4]) await chain.vote(holderAt(index), ids.flipped, 1, index === 1 ? injection : '')
  await dao.indexed()
  api = await startApi(dao.settings)
  await wait(objectionWindowSeconds + objectionPeriodSeconds)
  await act('queue', first, '# Admit a party')
  await wait(8 * 3_600)
  await act('execute', first, '# Admit a party')
  await dao.indexed()
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const read = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${api.origin}/api/v1${path}`, init)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

type JsonItem = { id: string; url: string; title: string; content_text: string; date_published: string; tags: string[] }
const readItems = async (search = ''): Promise<JsonItem[]> => {
  const { status, text } = await api.get(`/feed.json${search}`)
  expect(status).toBe(200)
  return JSON.parse(text).items
}

test('tells every transition of a proposal once, newest first, with ids that stay', async () => {
  const { id } = (await api.get(`/proposals/${ids.flipped}`)).body.data as { id: string }
  const entries = (await readItems()).filter(({ url }) => url.endsWith(`/proposals/${id}`))
  expect(entries.map(({ tags }) => tags[0])).toEqual([
    'executed',
    'queued',
    'succeeded',
    'extended',
    'vote-open',
    'proposed',
  ])
  const times = entries.map(({ date_published }) => Date.parse(date_published))
  expect(times).toEqual([...times].sort((a, b) => b - a))
  const { chainId, contracts } = dao.chain.deployment
  const scope = `tag:ostrakon,2026:eip155:${chainId}:${contracts.StewardGovernor.address.toLowerCase()}`
  expect(entries[0]?.id).toBe(`${scope}/proposal/${id}/executed`)
  const all = await readItems()
  expect(new Set(all.map((item) => item.id)).size).toBe(all.length)
  // The hostile one got no ballot; the withdrawn one never came to a vote.
  const endings = (url: bigint) =>
    all.filter((item) => item.url.endsWith(`/proposals/${url}`)).map(({ tags }) => tags[0])
  expect(endings(ids.hostile)).toEqual(['defeated', 'vote-open', 'proposed'])
  expect(endings(ids.withdrawn)).toEqual(['canceled', 'proposed'])
})

test('tells what the council did', async () => {
  const tags = (await readItems()).map((item) => item.tags[0])
  for (const tag of ['recalled', 'held', 'stopped-grant', 'council-appointed']) expect(tags).toContain(tag)
  expect((await readItems('?kind=release')).map((item) => item.tags[0])).toContain('recalled')
  expect((await readItems('?kind=budget')).map((item) => item.tags[0])).toEqual([])
})

test('both formats are what readers parse, and say the same', async () => {
  const atom = await read('/feed.atom')
  expect(atom.headers.get('Content-Type')).toBe('application/atom+xml')
  const json = await read('/feed.json')
  expect(json.headers.get('Content-Type')).toBe('application/feed+json')
  const [fromAtom, fromJson] = [parseAtomFeed(atom.text), parseJsonFeed(JSON.parse(json.text))]
  expect(fromAtom.entries?.map(({ id }) => id)).toEqual(fromJson.items?.map(({ id }) => id))
  expect(fromAtom.entries?.length).toBeGreaterThan(10)
  expect(fromAtom.links?.find(({ rel }) => rel === 'self')?.href).toBe(`${api.origin}/api/v1/feed.atom`)
  expect(JSON.parse(json.text).version).toBe('https://jsonfeed.org/version/1.1')
})

test('A1 a title or reason can be no markup, no control character and no turn of the direction of writing', async () => {
  const atom = await read('/feed.atom')
  const entry = parseAtomFeed(atom.text).entries?.find(({ title }) => JSON.stringify(title).includes('script'))
  expect(entry).toBeDefined()
  expect(atom.text).not.toContain('<script')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(atom.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
  const [ballot] = await readItems(`?delegate=${second.address}`)
  expect(ballot?.content_text).toContain('\\u{7}')
  expect(ballot?.content_text).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test('N4 tells who follows a delegate each of its votes, and nothing else', async () => {
  const items = await readItems(`?delegate=${second.address.toLowerCase()}`)
  expect(items.map(({ title }) => title)).toEqual(['Voted For: Admit a party'])
  expect(items[0]?.content_text).toMatch(new RegExp(`^${second.address} voted For in the token house with \\d+ OST\\.`))
  expect(await readItems(`?delegate=${stewardAt(0).address}`)).toHaveLength(1)
  expect(await readItems(`?delegate=${people.council.address}`)).toEqual([])
})

test('follows a proposer or a kind', async () => {
  const of = async (search: string) => [...new Set((await readItems(search)).map(({ url }) => url.split('/').at(-1)))]
  expect(await of(`?proposer=${second.address}`)).toEqual([String(ids.withdrawn)])
  expect(await of(`?proposer=${third.address}&kind=membership`)).toEqual([])
  expect(new Set(await of('?kind=membership'))).toEqual(new Set([String(ids.flipped), String(ids.withdrawn)]))
})

test('feeds and calendar refuse what they cannot use, answer 304 to their ETag, and never fail', async () => {
  for (const path of ['/feed.atom', '/feed.json', '/calendar.ics']) {
    for (const search of ['?proposer=0x12', '?kind=nonsense', '?colour=red', '?proposer=', '?kind=%00']) {
      expect([path, search, (await api.get(`${path}${search}`)).status]).toEqual([path, search, 400])
    }
    const { headers } = await read(path)
    const etag = headers.get('ETag') ?? ''
    const again = await read(path, { headers: { 'If-None-Match': etag } })
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' })
    expect((await read(path, { method: 'POST' })).status).toBe(405)
  }
  expect((await api.get('/calendar.ics?delegate=0x12')).status).toBe(400)
})

type Shown = { status: unknown; sequence: number; start: number; end: number | null; summary: string }

const readCalendar = async (search = '') => {
  const { headers, text } = await read(`/calendar.ics${search}`)
  expect(headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
  // RFC 5545, 3.1: lines end in CRLF and have at most 75 octets.
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = new Map<string, Shown>()
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component)
    const hasEnd = component.hasProperty('dtend')
    events.set(event.uid.split('@')[0] ?? '', {
      status: component.getFirstPropertyValue('status'),
      sequence: Number(component.getFirstPropertyValue('sequence')),
      start: event.startDate.toUnixTime(),
      end: hasEnd ? event.endDate.toUnixTime() : null,
      summary: event.summary,
    })
  }
  return { calendar, events, text }
}

test('a calendar has each date of a proposal, and says which moved and which were canceled', async () => {
  const { events } = await readCalendar()
  const { data } = (await api.get(`/proposals/${ids.flipped}`)).body as unknown as {
    data: { snapshot: { time: string }; deadline: { time: string }; eta: { time: string }; schedule: object }
  }
  const { baseDeadline } = data.schedule as { baseDeadline: { time: string } }
  const at = ({ time }: { time: string }) => Date.parse(time) / 1000
  const of = (name: string) => events.get(`${ids.flipped}.${name}`)
  expect(of('snapshot')).toMatchObject({ start: at(data.snapshot), end: null, sequence: 0, status: 'CONFIRMED' })
  expect(of('vote')).toMatchObject({ start: at(data.snapshot), end: at(data.deadline), sequence: 1 })
  expect(of('vote-ends')).toMatchObject({ start: at(data.deadline), sequence: 1, status: 'CONFIRMED' })
  expect(of('objection')).toMatchObject({ start: at(baseDeadline), end: at(data.deadline) })
  expect(of('queue')).toMatchObject({ start: at(data.deadline), sequence: 2, status: 'CONFIRMED' })
  expect(of('execution')).toMatchObject({ start: at(data.eta), status: 'CONFIRMED' })
  expect(of('vote')?.summary).toBe('Vote: Admit a party')
  for (const name of ['snapshot', 'vote', 'vote-ends', 'queue']) {
    expect(events.get(`${ids.withdrawn}.${name}`)).toMatchObject({ status: 'CANCELLED', sequence: 1 })
  }
  expect(events.get(`${ids.hostile}.queue`)).toMatchObject({ status: 'CANCELLED' })
})

test('A1 a title cannot write into a calendar', async () => {
  const { calendar, events, text } = await readCalendar(`?proposer=${third.address}`)
  expect(new Set(calendar.getAllSubcomponents().map(({ name }) => name))).toEqual(new Set(['vevent']))
  expect([...events.keys()]).toEqual(['snapshot', 'vote', 'vote-ends', 'queue'].map((name) => `${ids.hostile}.${name}`))
  expect(text).not.toMatch(/^DTEND:1970/m)
  expect(events.get(`${ids.hostile}.vote`)?.summary).toContain('\\u{d}DTEND:19700101T000000Z\\;,')
})
