import { createClient, type Schemas } from 'ostrakon/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readVotes } from '#db/queries/exports.server'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt, people, stewardAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { sayEverything } from '#test/support/stewardship'
import { votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { measureConcentration } from '~/domain/concentration'

let dao: TestDao
let api: TestApi

const places: { block: number; time: number }[] = []
const formula = '=HYPERLINK("http://x","y"),\r\n"quoted"'

const remember = async () => {
  const { number, timestamp } = await dao.chain.client.getBlock({ blockTag: 'latest' })
  places.push({ block: Number(number), time: Number(timestamp) })
  await dao.chain.client.increaseTime({ seconds: 5 })
  await dao.chain.client.mine({ blocks: 2 })
}

// Power moves between the places that are remembered, each of them with a proposal's snapshot after it.
beforeAll(async () => {
  dao = await startDao()
  const { chain } = dao
  await sayEverything(chain)
  await remember()
  await chain.propose(holderAt(9), '# First\n\ntext')
  await chain.openVote()
  await chain.vote(holderAt(0), 1n, 1, formula)
  await chain.voteSeat(stewardAt(0), 1n, 1)
  await chain.delegate(holderAt(1), holderAt(0).address)
  await remember()
  await chain.propose(holderAt(9), '# =Second\n\ntext')
  await chain.openVote()
  await chain.vote(holderAt(0), 2n, 1)
  await chain.transfer(holderAt(2), holderAt(3).address, 10n ** 24n)
  await chain.delegate(holderAt(4), holderAt(3).address)
  await remember()
  await chain.client.increaseTime({ seconds: 20 * 86_400 })
  await chain.client.mine({ blocks: 1 })
  await chain.delegate(holderAt(1), holderAt(1).address)
  await remember()
  await dao.indexed()
  api = await startApi(dao.settings)
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const files = [
  ...['proposals', 'votes', 'delegates', 'delegations', 'releases', 'attestations', 'parameters'],
  ...['budgets', 'requests', 'allocations'],
]

/** The cells of a CSV file (RFC 4180). */
const parseCsv = (text: string): string[][] =>
  [...text.matchAll(/((?:(?:"(?:[^"]|"")*"|[^",\r\n]*),)*(?:"(?:[^"]|"")*"|[^",\r\n]*))\r\n/g)].map(([, line = '']) =>
    [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^",]*),/g)].map(([, cell = '']) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    ),
  )

const download = async (name: string) => {
  const response = await fetch(`${api.origin}/api/v1/export/${name}.csv`)
  return { response, text: await response.text() }
}

test.each(files)('exports %s whole, as of a block that the name of the file tells', async (name) => {
  const { response, text } = await download(name)
  const block = response.headers.get('X-Index-Block')
  expect(response.headers.get('Content-Disposition')).toMatch(
    new RegExp(`^attachment; filename="${name}-${block}-0x[0-9a-f]{64}\\.csv"$`),
  )
  const [names = [], ...rows] = parseCsv(text)
  expect(names.length).toBeGreaterThan(4)
  expect(rows.filter((row) => row.length !== names.length)).toEqual([])
  expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  expect((await download(name)).text).toBe(text)
  if (!['budgets', 'requests', 'allocations'].includes(name)) expect(rows.length).toBeGreaterThan(0)
})

test('A1 a reason that a spreadsheet would run is text, and stays one cell', async () => {
  const [names = [], ...rows] = parseCsv((await download('votes')).text)
  expect(rows).toHaveLength(3)
  expect(rows.map((row) => row[names.indexOf('reason')])).toEqual([`'${formula}`, '', ''])
  expect(rows[0]?.slice(0, 5)).toEqual(['1', 'token', holderAt(0).address, 'for', String(10n ** 25n)])
  const [titles = [], ...proposals] = parseCsv((await download('proposals')).text)
  expect(proposals.map((row) => row[titles.indexOf('title')])).toEqual(['First', "'=Second"])
})

test('a table is read in chunks, however long it is', async () => {
  const { sql } = dao.database
  const sizes: number[] = []
  await sql.begin(async (transaction) => {
    await transaction`
      insert into votes select 31337, 1, 0, decode(lpad(to_hex(n), 40, '0'), 'hex'), 1, 1, '', 1000000 + n,
        decode(repeat('ab', 32), 'hex'), 0, decode(repeat('cd', 32), 'hex'), 1700000000
      from generate_series(1, 5000) n`
    for await (const rows of readVotes(transaction)) sizes.push(rows.length)
    await transaction`delete from votes where block_number > 1000000`
  })
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_003)
  expect(Math.max(...sizes)).toBe(1_000)
})

test('refuses a table that nobody offers', async () => {
  for (const name of ['seats', '..%2fvotes', 'votes%00']) {
    expect([name, (await fetch(`${api.origin}/api/v1/export/${name}.csv`)).status]).toEqual([name, 400])
  }
})

type Measure = { holders: number; total: { value: string }; nakamoto?: number; hhi?: number; giniThousandths?: number }
type Measured = { house: string; byAccount: Measure; byParty: Measure }
type Concentration = { at: { time: string; block: number | null }; epoch: number; houses: Measured[] }

const measureAt = async (search: string): Promise<Concentration> => {
  const { status, body } = await api.get(`/metrics/concentration${search}`)
  expect([search, status]).toEqual([search, 200])
  return body.data as Concentration
}

const toTime = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`

test('concentration at any block or time is what the token said of it', async () => {
  const token = { address: addressOf(dao.chain.deployment, 'VotingToken'), abi: votingTokenAbi } as const
  for (const { block, time } of places) {
    const votes = await Promise.all(
      people.holders.map(({ address }) =>
        dao.chain.client.readContract({ ...token, functionName: 'getPastVotes', args: [address, BigInt(time)] }),
      ),
    )
    const { holders, nakamoto, hhi, giniThousandths, largestBps, total } = measureConcentration(
      votes.filter((amount) => amount > 0n),
    )
    const expected = { holders, nakamoto, hhi, giniThousandths, largestBps, total: { value: String(total) } }
    for (const at of [`${block}`, toTime(time)]) {
      const { houses } = await measureAt(`?at=${at}`)
      expect(houses.map(({ house }) => house)).toEqual(['token', 'seat'])
      expect({ at, ...houses[0]?.byAccount }).toMatchObject({ at, ...expected })
      expect(houses[1]?.byParty).toMatchObject({ holders: 8, nakamoto: 5, hhi: 1_250, giniThousandths: 0 })
    }
  }
  const [first, second] = await Promise.all([0, 1].map((index) => measureAt(`?at=${places[index]?.block}`)))
  expect([first?.houses[0]?.byAccount.nakamoto, second?.houses[0]?.byAccount.nakamoto]).toEqual([6, 5])
})

test('answers what was asked for alone, and refuses what is to come or is no place', async () => {
  const { houses } = await measureAt('?house=seat&metric=hhi')
  expect(houses.map(({ house }) => house)).toEqual(['seat'])
  expect(Object.keys(houses[0]?.byAccount ?? {}).sort()).toEqual(['hhi', 'holders', 'largestBps', 'total'])
  expect((await measureAt('?at=0')).houses[0]?.byAccount).toMatchObject({ holders: 0, total: { value: '0' } })
  expect((await measureAt('?at=1970-01-01T00:00:00Z')).houses[0]?.byAccount.nakamoto).toBe(0)
  const bad = ['at=999999999999999', 'at=9999-01-01T00:00:00Z', 'at=-1', 'at=1e3', 'at=now', 'metric=sum', 'house=x']
  for (const search of bad) {
    expect([search, (await api.get(`/metrics/concentration?${search}`)).status]).toEqual([search, 400])
  }
})

type Point = Measured & { at: { time: string }; proposal: { id: string } | null }

test('a series says of each point what is said of it alone, and its pages lead through all of it', async () => {
  for (const house of ['token', 'seat']) {
    for (const over of ['epochs', 'snapshots']) {
      const path = `/metrics/concentration/history?house=${house}&over=${over}`
      const whole = (await api.get(`${path}&limit=200`)).body.data as Point[]
      expect(whole.length).toBeGreaterThan(1)
      for (const { at, byAccount, byParty } of whole) {
        const alone = await measureAt(`?house=${house}&at=${at.time}`)
        expect({ at, ...alone.houses[0] }).toEqual({ at, house, byAccount, byParty })
      }
      const paged: Point[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await api.get(`${path}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
        paged.push(...(body.data as Point[]))
        cursor = body.page.next
      }
      expect(paged).toEqual(whole)
    }
  }
  expect((await api.get('/metrics/concentration/history?cursor=x')).status).toBe(400)
})

test('turnout counts who voted against who could', async () => {
  const { body } = await api.get('/metrics/turnout')
  const shown = (body.data as { proposal: { id: string }; houses: { turnoutBps: number; voters: number }[] }[]).map(
    ({ proposal, houses }) => [proposal.id, ...houses.map(({ turnoutBps, voters }) => [turnoutBps, voters])],
  )
  expect(shown).toEqual([
    ['2', [2_000, 1], [0, 0]],
    ['1', [1_000, 1], [1_250, 1]],
  ])
  expect((await api.get('/metrics/turnout?kind=budget')).body.data).toEqual([])
  expect((await api.get('/metrics/turnout?house=seat&limit=1')).body.page.next).not.toBeNull()
})

test('a Prometheus reads requests by template, and the state of the index', async () => {
  await api.get('/proposals/1')
  await api.get(`/delegates/${holderAt(0).address}`)
  await api.get('/proposals/999')
  await fetch(`${api.origin}/api/v1/no/such/thing`)
  const response = await fetch(`${api.origin}/api/v1/metrics`)
  expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const text = await response.text()
  const figureOf = (name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1],
    )
  const requests = (route: string, status: number) =>
    figureOf(`ostrakon_http_requests_total{method="GET",route="${route}",status="${status}"}`)
  expect(requests('/proposals/{id}', 200)).toBeGreaterThanOrEqual(1)
  expect(requests('/proposals/{id}', 404)).toBe(1)
  expect(requests('/delegates/{address}', 200)).toBe(1)
  expect(requests('unknown', 404)).toBe(1)
  expect(text).not.toContain(holderAt(0).address)
  expect(figureOf('ostrakon_index_block')).toBe(Number((await dao.indexed()).number))
  expect(figureOf('ostrakon_outbox_end')).toBeGreaterThan(0)
  expect(figureOf('ostrakon_reorgs_total')).toBe(0)
  expect(figureOf('ostrakon_event_streams')).toBe(0)
  expect(figureOf('process_resident_memory_bytes')).toBeGreaterThan(1e6)
  expect(text).toMatch(/^ostrakon_database_connections\{state="active"\} [1-9]/m)
  expect(text).toMatch(
    /^ostrakon_http_request_duration_seconds_bucket\{le="0.03",method="GET",route="\/proposals\/\{id\}"\} \d/m,
  )
})

test('a steward took part where it voted with its seat', async () => {
  const read = async (address: string) => (await api.get(`/delegates/${address}`)).body.data
  expect(await read(stewardAt(0).address)).toMatchObject({ ballots: 0, participation: { voted: 1, eligible: 2 } })
  expect(await read(holderAt(0).address)).toMatchObject({ ballots: 2, participation: { voted: 2, eligible: 2 } })
})

test('the typed client reads, writes and is refused as the document says', async () => {
  const client = createClient({ origin: `${api.origin}/` })
  const { data } = await client.GET('/proposals', { params: { query: { limit: 1, sort: 'oldest' } } })
  const summary: Schemas['ProposalSummary'] | undefined = data?.data[0]
  expect([summary?.id, summary?.title]).toEqual(['1', 'First'])
  const { error, response } = await client.GET('/proposals/{id}', { params: { path: { id: '999' } } })
  expect([response.status, error?.type.split('/').at(-1)]).toEqual([404, 'proposal_unknown'])
  const release = await client.GET('/releases/{id}', { params: { path: { id: '1' } } })
  const digests = { root: release.data?.data.root ?? '', manifest: release.data?.data.manifest ?? '' }
  const verified = await client.POST('/releases:verify', { body: digests })
  expect(verified.response.status).toBe(200)
})
