import { createPublicClient, http, isAddressEqual } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt, people, stewardAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { findFreePort } from '~/cli/up/ports'

let dao: TestDao
let api: TestApi

type Document = Record<string, unknown> & { id: string; next?: string }

beforeAll(async () => {
  const port = await findFreePort()
  dao = await startDao({ portal: `http://127.0.0.1:${port}` })
  const { chain } = dao
  for (const title of ['first', 'second', 'third']) await chain.propose(holderAt(0), `# The ${title} \u202e\u0007 one`)
  await chain.openVote()
  await chain.vote(holderAt(0), 1n, 1)
  await chain.vote(holderAt(1), 2n, 0)
  await chain.voteSeat(stewardAt(0), 2n, 2)
  await dao.indexed()
  api = await startApi({ ...dao.settings, PORT: String(port) })
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const open = async (url: string): Promise<Document> => {
  const response = await fetch(url)
  expect([url, response.status, response.headers.get('Content-Type')]).toEqual([url, 200, 'application/ld+json'])
  return (await response.json()) as Document
}

const readDaoUri = (): Promise<string> =>
  createPublicClient({ transport: http(dao.chain.url) }).readContract({
    address: addressOf(dao.chain.deployment, 'StewardGovernor'),
    abi: stewardGovernorAbi,
    functionName: 'daoURI',
  })

test('the URI that the governor names on chain leads to a document that names the governor', async () => {
  const { chainId } = dao.chain.deployment
  const document = await open(await readDaoUri())
  expect(document).toMatchObject({ '@context': 'http://www.daostar.org/schemas', type: 'DAO', name: 'Ostrakon' })
  const [namespace, chain, address] = document.id.split(':')
  expect([namespace, chain]).toEqual(['eip155', String(chainId)])
  expect(isAddressEqual(address as `0x${string}`, addressOf(dao.chain.deployment, 'StewardGovernor'))).toBe(true)
  for (const name of ['membersURI', 'proposalsURI', 'activityLogURI', 'contractsURI']) {
    expect((await open(String(document[name]))).id).toBe(document.id)
  }
  const rules = await fetch(String(document['governanceURI']))
  expect(rules.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
  expect(await rules.text()).toMatch(/^# /)
})

test('every resource is what the OpenAPI document says, and answers 304 to its ETag', async () => {
  for (const path of ['/dao', '/dao/members', '/dao/proposals', '/dao/activity', '/dao/contracts']) {
    const { status, headers } = await api.get(path)
    expect([path, status]).toEqual([path, 200])
    const again = await api.get(path, { headers: { 'If-None-Match': headers.get('ETag') ?? '' } })
    expect([path, again.status]).toEqual([path, 304])
  }
})

const readAll = async (url: string, name: string): Promise<unknown[]> => {
  const items: unknown[] = []
  for (let next: string | undefined = url; next !== undefined; ) {
    const document: Document = await open(next)
    items.push(...(document[name] as unknown[]))
    next = document.next
  }
  return items
}

test('pages lead through everything once', async () => {
  for (const [path, name] of [
    ['members', 'members'],
    ['proposals', 'proposals'],
    ['activity', 'activities'],
  ] as const) {
    const base = `${api.origin}/api/v1/dao/${path}`
    const whole = await readAll(`${base}?limit=200`, name)
    expect(await readAll(`${base}?limit=2`, name)).toEqual(whole)
    expect(whole.length).toBeGreaterThan(2)
    expect((await api.get(`/dao/${path}?cursor=x`)).status).toBe(400)
    expect((await api.get(`/dao/${path}?limit=0`)).status).toBe(400)
  }
})

test('members are those who can vote in either house', async () => {
  const members = (await readAll(`${api.origin}/api/v1/dao/members?limit=5`, 'members')) as { id: string }[]
  const expected = [...people.holders, ...people.stewards].map(({ address }) => `eip155:31337:${address}`)
  expect(members.map(({ id }) => id).sort()).toEqual(expected.sort())
})

test('proposals carry the calls that the timelock would make, and plain names', async () => {
  const { proposals } = (await open(`${api.origin}/api/v1/dao/proposals`)) as unknown as {
    proposals: { id: string; name: string; status: string; calls: Record<string, string>[] }[]
  }
  const governor = addressOf(dao.chain.deployment, 'StewardGovernor')
  expect(proposals.map(({ id }) => id)).toEqual([3, 2, 1].map((id) => `eip155:31337:${governor}?proposalId=${id}`))
  expect(proposals[2]).toMatchObject({ name: 'The first \\u{202e}\\u{7} one', status: 'active' })
  expect(proposals[2]?.calls).toEqual([
    {
      type: 'CallDataEVM',
      operation: 'call',
      from: addressOf(dao.chain.deployment, 'TimelockController'),
      to: addressOf(dao.chain.deployment, 'ModelRegistry'),
      value: '0',
      data: expect.stringMatching(/^0x[0-9a-f]{72}$/),
    },
  ])
})

test('the log says who proposed and who voted', async () => {
  const log = (await readAll(`${api.origin}/api/v1/dao/activity`, 'activities')) as {
    name: string
    member: { id: string }
    proposal: { id: string }
  }[]
  const shown = log.map(({ name, member, proposal }) => [name, member.id.slice(13), proposal.id.split('=')[1]])
  const [holder, other, steward] = [holderAt(0).address, holderAt(1).address, stewardAt(0).address]
  expect(shown).toEqual([
    ['proposed', holder, '3'],
    ['abstained', steward, '2'],
    ['voted against', other, '2'],
    ['proposed', holder, '2'],
    ['voted for', holder, '1'],
    ['proposed', holder, '1'],
  ])
})

test('tells agents what there is, from the same tables, and what not to do', async () => {
  const response = await fetch(`${api.origin}/llms.txt`)
  expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
  const text = await response.text()
  expect(text).toMatch(/^# Ostrakon\n\n> \w/)
  expect(text).toMatch(/Never vote, propose, delegate or sign for somebody else/)
  const document = (await (await fetch(`${api.origin}/api/v1/openapi.json`)).json()) as { paths: object }
  const missing = Object.keys(document.paths).filter((path) => path !== '/events' && !text.includes(`${path}](`))
  expect(missing).toEqual([])
  const links = [...text.matchAll(/\]\((http[^)]+)\)/g)].map(([, url]) => url ?? '')
  expect(links.every((url) => url.startsWith(api.origin))).toBe(true)
  expect(links.length).toBeGreaterThan(40)
  const again = await fetch(`${api.origin}/llms.txt`, {
    headers: { 'If-None-Match': response.headers.get('ETag') ?? '' },
  })
  expect(again.status).toBe(304)
})
