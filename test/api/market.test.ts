import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { runCli } from '#test/support/cli'
import { hostileName } from '#test/support/compute-story'
import { startDao, type TestDao } from '#test/support/dao'
import { decideByVote } from '#test/support/decide-by-vote'
import { digestOf, type TestMarket, wanting } from '#test/support/market'
import { cast, market, sayMarket } from '#test/support/market-story'
import { orderBookAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { earnedAt } from '~/domain/market/earnings'
import { OBSTACLES } from '~/domain/market/obstacle'

let dao: TestDao
let own: TestMarket
let api: TestApi
beforeAll(async () => {
  dao = await startDao()
  ;({ own } = await sayMarket(dao.chain))
  await dao.indexed()
  api = await startApi(dao.settings)
})
afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const { orders, providers, cases, pool } = market
const unnull = hostileName.replace('\u0000', '\ufffd')

const read = async <Data>(path: string): Promise<Data> => {
  const { status, body } = await api.get(path)
  expect({ path, status }).toEqual({ path, status: 200 })
  return body.data as Data
}

type Amount = { value: string }
type Ref = { id: string }
type Moment = { time: string; block: number | null }
const amountOf = ({ value }: Amount) => BigInt(value)
const secondsOf = ({ time }: Moment) => Date.parse(time) / 1000

test('answers every resource of the market in the shape that its document says', async () => {
  const paths = [
    '/compute/providers',
    ...Object.values(providers).map((id) => `/compute/providers/${id}`),
    '/compute/orders',
    ...Object.values(orders).map((id) => `/compute/orders/${id}`),
    '/compute/bids',
    '/compute/leases',
    ...['upheld', 'lost', 'noticed', 'running', 'budget'].map((name) => `/compute/leases/${orders[name as 'upheld']}`),
    '/compute/disputes',
    ...Object.values(cases).map((id) => `/compute/disputes/${id}`),
    '/compute/market',
    `/compute/credits/${cast.other.address}`,
    '/parameters',
  ]
  for (const path of paths) expect({ path, status: (await api.get(path)).status }).toEqual({ path, status: 200 })
  const document = (await (await fetch(`${api.origin}/api/v1/openapi.json`)).json()) as { paths: object }
  const ours = /^\/compute\/(providers|orders|bids|leases|disputes|market|credits)/
  const isVisited = (template: string) => {
    const shape = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/?]+')}$`)
    return paths.some((path) => shape.test(path))
  }
  const templates = Object.keys(document.paths).filter((path) => ours.test(path))
  expect(templates).toHaveLength(11)
  expect(templates.filter((template) => !isVisited(template))).toEqual([])
})

test('says 404 of what is not there, and 400 of what no list takes', async () => {
  for (const noun of ['provider', 'order', 'lease', 'dispute']) {
    for (const id of ['0', '999', '999999999999999999']) {
      const { status, body } = await api.get(`/compute/${noun}s/${id}`)
      expect([status, body.type.split('/').at(-1)]).toEqual([404, `${noun}_unknown`])
    }
  }
  // An order that nobody leased is no lease.
  expect((await api.get(`/compute/leases/${orders.open}`)).status).toBe(404)
  const bad = [
    '/compute/orders?state=sold',
    '/compute/leases?tenant=0x12',
    '/compute/leases?provider=x',
    '/compute/bids?cursor=abc',
    '/compute/providers?limit=201',
    '/compute/disputes?state=open',
  ]
  for (const path of bad) expect({ path, status: (await api.get(path)).status }).toEqual({ path, status: 400 })
})

type Order = {
  id: string
  state: string
  pool: Ref
  payer: { kind: string; line: string | null }
  party: Ref | null
  agent: string | null
  bids: number
  declined: string | null
  lease: { provider: Ref; rate: string } | null
}

test('shows each order in the state that it is in, with who pays', async () => {
  const listed = await read<Order[]>('/compute/orders')
  expect(listed.map(({ id }) => id)).toEqual(Object.values(orders).map(String).reverse())
  const states = Object.fromEntries(listed.map(({ id, state }) => [id, state]))
  const by = (name: keyof typeof orders) => states[String(orders[name])]
  expect([by('canceled'), by('expired'), by('open'), by('needy')]).toEqual(['canceled', 'expired', 'open', 'open'])
  const rest = Object.entries(orders).filter(([name]) => !['canceled', 'expired', 'open', 'needy'].includes(name))
  for (const [, id] of rest) expect(states[String(id)]).toBe('leased')
  const budget = listed.find(({ id }) => id === String(orders.budget))
  expect(budget).toMatchObject({
    payer: { kind: 'budget', line: '2-2' },
    party: { id: '3' },
    agent: null,
    declined: '2',
  })
  expect(listed.find(({ id }) => id === String(orders.byAgent))).toMatchObject({ agent: '1', party: { id: '11' } })
  expect(listed.find(({ id }) => id === String(orders.noticed))).toMatchObject({
    payer: { kind: 'tenant', line: null },
    lease: { provider: { id: '1' }, rate: '333333' },
  })
})

test('every order is as the chain has it, and its bids are those that the order book holds', async () => {
  type Offer = { provider: Ref; rate: string; party: Ref | null; auditor: { id: number } | null }
  for (const id of Object.values(orders)) {
    const shown = await read<Order & { offers: Offer[] }>(`/compute/orders/${id}`)
    const onChain = await own.orderOf(id)
    expect([shown.bids, shown.pool.id]).toEqual([onChain.bids, String(onChain.wants.pool)])
    const bids = await own.bidsOf(id)
    const byProvider = (a: (string | number)[], b: (string | number)[]) => Number(a[0]) - Number(b[0])
    expect(
      shown.offers
        .map(({ provider, rate, party, auditor }) => [provider.id, rate, party?.id ?? '0', auditor?.id ?? 0])
        .sort(byProvider),
    ).toEqual(
      bids
        .map(({ providerId, rate, party, auditorId }) => [String(providerId), String(rate), String(party), auditorId])
        .sort(byProvider),
    )
  }
})

type Ranked = { provider: Ref; rank: number | null; obstacle: string | null; decidedBy: string | null; rate: string }
type Detail = { offers: Ranked[]; assignment: { kind: string; provider: Ref | null; rate: string | null } | null }

test('R6 tells who would win an order now and why each other bid would not, as the order book does', async () => {
  const open = await read<Detail>(`/compute/orders/${orders.open}`)
  expect(open.offers.map(({ provider, rank, obstacle }) => [provider.id, rank, obstacle])).toEqual([
    ['3', 1, null],
    ['2', null, 'not-audited'],
  ])
  expect(open.assignment).toMatchObject({ kind: 'suggested', provider: { id: '3' }, rate: '400000' })
  const needy = await read<Detail>(`/compute/orders/${orders.needy}`)
  // Equal rates: the party of the first provider leased more in this epoch than those without a party.
  expect(needy.offers.map(({ provider, rank, decidedBy }) => [provider.id, rank, decidedBy])).toEqual([
    ['3', 1, 'load'],
    ['1', 2, 'load'],
  ])
  for (const id of [orders.open, orders.needy]) {
    const winner = await dao.chain.client.readContract({ ...own.contracts.book, functionName: 'winnerOf', args: [id] })
    const shown = await read<Detail>(`/compute/orders/${id}`)
    expect(shown.assignment?.provider?.id).toBe(String(winner.providerId))
    for (const bid of await own.bidsOf(id)) {
      const args = [id, bid] as const
      const obstacle = await dao.chain.client.readContract({ ...own.contracts.book, functionName: 'obstacleOf', args })
      const offer = shown.offers.find(({ provider }) => provider.id === String(bid.providerId))
      expect(offer?.obstacle ?? null).toBe(obstacle === 0 ? null : OBSTACLES[obstacle - 1])
    }
  }
  expect((await read<Detail>(`/compute/orders/${orders.running}`)).assignment).toBe(null)
})

type Bid = { order: string; provider: Ref; status: string; rate: string }

test('shows bids as they were made and what became of each', async () => {
  const listed = await read<Bid[]>(`/compute/bids?order=${orders.noticed}`)
  expect(listed.map(({ provider, rate, status }) => [provider.id, rate, status])).toEqual([
    ['2', '350000', 'released'],
    ['1', '333333', 'accepted'],
    ['2', '400000', 'replaced'],
    ['3', '500000', 'displaced'],
  ])
  const statuses = new Set((await read<Bid[]>('/compute/bids')).map(({ status }) => status))
  expect([...statuses].sort()).toEqual(
    ['accepted', 'declined', 'displaced', 'held', 'released', 'replaced', 'withdrawn'].sort(),
  )
  const mine = await read<Bid[]>(`/compute/bids?provider=${providers.loner}&order=${orders.open}`)
  expect(mine.map(({ provider, status }) => [provider.id, status])).toEqual([['3', 'held']])
})

type Clock = { rate: string; units: number; start: number; end: number; contestedFrom: number | null }
type Lease = {
  id: string
  state: string
  provider: Ref
  end: Moment
  deposit: Amount
  withdrawn: Amount
  earned: Amount
  earnedAt: Moment
  lock: Amount
  clock: Clock
  dispute: { case: string; upheld: boolean | null } | null
}

const CHAIN_STATES = ['none', 'active', 'noticed', 'closed', 'disputed', 'released']

test('A5 shows of each lease what the chain says of it, and a clock that tells what it earned at any second', async () => {
  const { client } = dao.chain
  const listed = await read<Lease[]>('/compute/leases')
  expect(listed).toHaveLength(10)
  const now = await own.now()
  for (const shown of listed) {
    const id = BigInt(shown.id)
    const onChain = await own.leaseOf(id)
    expect([amountOf(shown.deposit), amountOf(shown.withdrawn), shown.provider.id, secondsOf(shown.end)]).toEqual([
      onChain.deposit,
      onChain.withdrawn,
      String(onChain.providerId),
      onChain.end,
    ])
    const chainState = CHAIN_STATES[onChain.state]
    const fits = { running: ['active', 'noticed'], ended: ['active', 'noticed'] }[shown.state] ?? [shown.state]
    expect(fits).toContain(chainState)
    expect(shown.state === 'running').toBe(onChain.end > now && fits.includes('active'))
    expect(amountOf(shown.lock)).toBe(
      await client.readContract({ ...own.contracts.market, functionName: 'lockOf', args: [id] }),
    )
    const { clock } = shown
    const lease = { ...clock, rate: BigInt(clock.rate) }
    const earned = await client.readContract({ ...own.contracts.market, functionName: 'earned', args: [id] })
    expect({ id, earned: earnedAt(lease, now) }).toEqual({ id, earned })
    expect(amountOf(shown.earned)).toBe(earnedAt(lease, secondsOf(shown.earnedAt)))
    if (shown.state !== 'running') expect(amountOf(shown.earned)).toBe(earned)
  }
  const states = Object.fromEntries(listed.map(({ id, state }) => [id, state]))
  const by = (name: keyof typeof orders) => states[String(orders[name])]
  expect([by('running'), by('ended'), by('closed'), by('disputed'), by('upheld'), by('byAgent')]).toEqual([
    'running',
    'ended',
    'closed',
    'disputed',
    'released',
    'ended',
  ])
})

test('tells what a running lease earned as of the block of asOf, so an answer outlives blocks in which nothing happens', async () => {
  const path = `/compute/leases/${orders.running}`
  // Else it would become final meanwhile, which an answer says.
  await dao.chain.client.mine({ blocks: 16 })
  await dao.indexed()
  const { body, headers } = await api.get(path)
  const { earned, events } = body.data as Lease & { events: { kind: string }[] }
  const args = [orders.running] as const
  const blockNumber = BigInt(body.asOf.block)
  expect(amountOf(earned)).toBe(
    await dao.chain.client.readContract({ ...own.contracts.market, functionName: 'earned', args, blockNumber }),
  )
  expect(events.map(({ kind }) => kind)).toEqual(['started', 'withdrawn'])
  await dao.chain.client.mine({ blocks: 2 })
  await dao.indexed()
  const again = await api.get(path, { headers: { 'If-None-Match': headers.get('ETag') ?? '' } })
  expect(again.status).toBe(304)
})

type Provider = {
  id: string
  status: string
  endpoint: string
  units: number
  unitsInUse: number
  audited: boolean
  attributes: { id: number; name: string }[]
  stake: { amount: Amount; locked: Amount; free: Amount; enough: boolean }
  audits: { auditor: { id: number }; status: string; until: Moment | null }[]
  reputation: {
    fees: Amount
    leases: number
    completed: number
    noticed: number
    disputesLost: number
    completedBps: number | null
  }
}

test('shows of each provider stake, use, audits and attributes as the chain has them', async () => {
  const { client } = dao.chain
  const listed = await read<Provider[]>('/compute/providers')
  expect(listed.map(({ id, status, audited }) => [id, status, audited])).toEqual([
    ['4', 'retired', false],
    ['3', 'offering', true],
    ['2', 'offering', false],
    ['1', 'offering', true],
  ])
  for (const { id, stake, units, unitsInUse, audits } of listed) {
    const onChain = await own.stakeOf(Number(id))
    expect([amountOf(stake.amount), amountOf(stake.locked), unitsInUse]).toEqual([
      onChain.amount,
      onChain.locked,
      onChain.unitsInUse,
    ])
    const args = [Number(id)] as const
    const provider = await client.readContract({ ...own.contracts.providers, functionName: 'provider', args })
    expect(units).toBe(provider.declaration.units)
    for (const { auditor, status } of audits) {
      const words = [Number(id), auditor.id] as const
      const counts = await client.readContract({ ...own.contracts.providers, functionName: 'isAudited', args: words })
      expect({ id, auditor: auditor.id, counts: status === 'counts' && !provider.retired }).toEqual({
        id,
        auditor: auditor.id,
        counts,
      })
    }
  }
  const statuses = listed.flatMap(({ audits }) => audits.map(({ status }) => status)).sort()
  expect(statuses).toEqual(['counts', 'counts', 'counts', 'revoked', 'revoked', 'revoked'])
  expect(listed.find(({ id }) => id === '2')).toMatchObject({
    endpoint: unnull,
    attributes: [
      { id: 0, name: 'In a datacentre in the EU' },
      { id: 1, name: unnull },
    ],
  })
})

type ProviderDetail = Provider & {
  leases: Lease[]
  poolShare: {
    auditedUnits: number
    countedUnits: number
    parties: { party: Ref | null; units: number; shareBps: number }[]
  }
  reputationEvents: { kind: string; lease: string }[]
}

test('R4 counts a provider’s reputation from events that it lists, and the share of its pool by party', async () => {
  const loner = await read<ProviderDetail>(`/compute/providers/${providers.loner}`)
  // Its operator has no party, so its leases count for the fees that they paid, and for no number of leases.
  expect(loner.reputation).toMatchObject({ leases: 0, completed: 0, noticed: 0, disputesLost: 1, disputesOpen: 0 })
  const kept = (await read<{ fee: Amount }>(`/compute/leases/${orders.undecided}`)).fee
  const lost = await read<{ fee: Amount; terms: number }>(`/compute/leases/${orders.upheld}`)
  const { damages } = (await read<Dispute>(`/compute/disputes/${cases.upheld}`)).settlement ?? {
    damages: { value: '0' },
  }
  const under = { ...own.contracts.book, functionName: 'termsOf', args: [lost.terms] } as const
  const forgone = (amountOf(damages) * BigInt((await dao.chain.client.readContract(under)).feeBps)) / 10_000n
  const all = amountOf(kept) + amountOf(lost.fee) + forgone
  expect(loner.reputation.completedBps).toBe(Number((10_000n * amountOf(kept)) / all))
  expect(loner.reputation.fees.value).toBe(String(amountOf(kept) + amountOf(lost.fee)))
  expect(loner.reputationEvents.map(({ kind, lease }) => `${kind} ${lease}`)).toEqual([
    'rejected 8',
    'upheld 6',
    'disputed 8',
    'closed 8',
    'disputed 6',
    'closed 6',
    'started 8',
    'started 6',
  ])
  const first = await read<ProviderDetail>(`/compute/providers/${providers.first}`)
  // Of its leases only the one that the budget paid is between different parties.
  expect(first.reputation).toMatchObject({ leases: 1, completed: 1, noticed: 0, disputesLost: 0 })
  expect(first.leases.map(({ id }) => id)).toEqual(['12', '11', '9', '7', '4', '1'])
  const count = (kind: string) => first.reputationEvents.filter((event) => event.kind === kind).length
  expect([count('started'), count('noticed'), count('disputed'), count('rejected')]).toEqual([6, 1, 2, 1])

  const { client } = dao.chain
  const units = await client.readContract({ ...own.contracts.providers, functionName: 'auditedUnits', args: [pool] })
  expect(first.poolShare.auditedUnits).toBe(Number(units))
  expect(first.poolShare.countedUnits).toBe(Math.max(48, Number(units)))
  for (const { party, units: used } of first.poolShare.parties) {
    const args = [pool, Number(party?.id ?? 0)] as const
    const use = await client.readContract({ ...own.contracts.market, functionName: 'useOf', args })
    expect(used).toBe(use.units)
  }
  expect(first.poolShare.parties.map(({ party }) => party?.id).sort()).toEqual(['1', '2'])
})

type Dispute = {
  id: string
  state: string
  lease: string | null
  arbiters: { arbiter: { address: string }; vote: { for: string } | null }[]
  evidence: { by: { address: string }; digest: string }[]
  finalAt: Moment
  verdict: { for: string; byVote: boolean } | null
  settlement: { upheld: boolean; damages: Amount; slashed: Amount; penalty: Amount } | null
  contested: { earned: Amount } | null
}

test('shows of each dispute its arbiters, votes, evidence and clock, and what the verdict moved', async () => {
  const listed = await read<Dispute[]>('/compute/disputes')
  const votesOf = ({ arbiters }: Dispute) => arbiters.map(({ vote }) => vote?.for ?? '-').join(' ')
  expect(listed.map((one) => [one.id, one.lease, one.state, votesOf(one), one.verdict?.byVote ?? null])).toEqual([
    ['4', '9', 'voting', 'claimant - -', null],
    ['3', '8', 'undecided', '- respondent -', null],
    ['2', '7', 'for-respondent', 'claimant claimant -', true],
    ['1', '6', 'for-claimant', 'claimant - claimant', false],
  ])
  for (const { id, finalAt, arbiters, state } of listed) {
    const args = [BigInt(id)] as const
    const { arbitration } = own.contracts
    const read1 = await dao.chain.client.readContract({ ...arbitration, functionName: 'finalAt', args })
    expect(secondsOf(finalAt)).toBe(Number(read1))
    const seats = await dao.chain.client.readContract({ ...arbitration, functionName: 'arbitersOf', args })
    expect(arbiters.map(({ arbiter }) => arbiter.address)).toEqual([...seats])
    const outcome = await dao.chain.client.readContract({ ...arbitration, functionName: 'outcomeOf', args })
    expect({ id, outcome }).toEqual({
      id,
      outcome: ['voting', 'undecided', 'for-claimant', 'for-respondent'].indexOf(state),
    })
  }
  const [upheld] = await Promise.all([read<Dispute>(`/compute/disputes/${cases.upheld}`)])
  expect(upheld.settlement).toMatchObject({ upheld: true })
  expect(amountOf(upheld.settlement?.damages as Amount)).toBe(amountOf(upheld.contested?.earned as Amount))
  expect(amountOf(upheld.settlement?.slashed as Amount)).toBeGreaterThan(0n)
  expect(upheld.evidence.map(({ by, digest }) => [by.address, digest])).toEqual([
    [cast.tenant.address, digestOf(`evidence on ${orders.upheld}`)],
    [cast.operators.loner.address, digestOf('an answer')],
  ])
})

type Terms = { version: number; maxBids: number; feeBps: number; setBy: { proposal: Ref | null } }
type Market = {
  current: number
  terms: Terms[]
  paused: object | null
  pauses: object[]
  auditors: { id: number; account: { address: string }; appointed: boolean }[]
  arbiters: { account: { address: string }; appointed: boolean }[]
  feesDue: { toTreasury: Amount; toBurn: Amount }
}

test('shows the terms by version, pauses, auditors and arbiters, and what fees wait', async () => {
  const shown = await read<Market>('/compute/market')
  expect(shown.terms.map(({ version, maxBids, feeBps }) => [version, maxBids, feeBps])).toEqual([
    [3, 8, 250],
    [2, 2, 100],
    [1, 8, 100],
  ])
  expect([shown.current, shown.paused, shown.pauses.length]).toEqual([3, null, 1])
  expect(shown.auditors.map(({ id, account, appointed }) => [id, account.address, appointed])).toEqual(
    cast.auditors.map(({ address }, index) => [index + 1, address, true]),
  )
  expect(shown.arbiters.filter(({ appointed }) => appointed).map(({ account }) => account.address)).toEqual(
    cast.arbiters.map(({ address }) => address),
  )
  const [treasury, burn] = await dao.chain.client.readContract({ ...own.contracts.market, functionName: 'feesDue' })
  expect([amountOf(shown.feesDue.toTreasury), amountOf(shown.feesDue.toBurn)]).toEqual([treasury, burn])
  expect(treasury + burn).toBeGreaterThan(0n)
})

test('shows what the market owes an account as the chain has it, nothing to one that it never owed', async () => {
  for (const { address } of [cast.tenant, cast.operators.first, cast.operators.loner, cast.other]) {
    const { claimable } = await read<{ claimable: Amount }>(`/compute/credits/${address}`)
    const args = [address] as const
    expect(amountOf(claimable)).toBe(
      await dao.chain.client.readContract({ ...own.contracts.market, functionName: 'claimable', args }),
    )
  }
})

type Page = { next: string | null; prev: string | null }

const walk = async (path: string, keyOf: (item: never) => string, limit: number) => {
  const keys: string[] = []
  const pages: Page[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: { body: { data: unknown; page: Page } } = await api.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    keys.push(...(body.data as never[]).map(keyOf))
    pages.push(body.page)
    cursor = body.page.next
  }
  return { keys, pages }
}

test.each([
  ['/compute/orders', ({ id }: Ref) => id],
  ['/compute/orders?state=leased', ({ id }: Ref) => id],
  ['/compute/bids', ({ order, provider, rate }: Bid) => `${order} ${provider.id} ${rate}`],
  ['/compute/leases', ({ id }: Ref) => id],
  ['/compute/providers', ({ id }: Ref) => id],
  ['/compute/disputes', ({ id }: Ref) => id],
])('pages %s without a gap or a repetition, and back again', async (path, keyOf) => {
  const all = (await read<never[]>(path)).map(keyOf as (item: never) => string)
  const { keys, pages } = await walk(path, keyOf as (item: never) => string, 2)
  expect(keys).toEqual(all)
  expect(new Set(all).size).toBe(all.length)
  const back = pages.at(-1)?.prev
  const previous = await api.get(`${path}${path.includes('?') ? '&' : '?'}limit=2&cursor=${back}`)
  const at = keys.length - (keys.length % 2 || 2)
  expect((previous.body.data as never[]).map(keyOf as (item: never) => string)).toEqual(keys.slice(at - 2, at))
  // A cursor of one list is none of another.
  const other = path.startsWith('/compute/bids') ? '/compute/orders' : '/compute/bids'
  expect((await api.get(`${other}?cursor=${pages[0]?.next}`)).status).toBe(400)
})

test('filters orders by state, pool and tenant, and leases by state, tenant and provider', async () => {
  const ids = async (path: string) => (await read<Ref[]>(path)).map(({ id }) => id)
  expect(await ids('/compute/orders?state=open')).toEqual(['14', '13'])
  expect(await ids('/compute/orders?state=expired')).toEqual(['3'])
  expect(await ids('/compute/orders?state=canceled')).toEqual(['2'])
  expect(await ids(`/compute/orders?state=open&tenant=${cast.tenant.address}`)).toEqual(['13'])
  expect(await ids(`/compute/orders?pool=${pool}`)).toHaveLength(14)
  expect(await ids('/compute/orders?pool=1')).toEqual([])
  expect(await ids('/compute/leases?state=running')).toEqual(['10'])
  expect(await ids('/compute/leases?state=ended')).toEqual(['11', '5'])
  expect(await ids('/compute/leases?state=closed')).toEqual(['12'])
  expect(await ids('/compute/leases?state=disputed')).toEqual(['9'])
  expect(await ids('/compute/leases?state=released')).toEqual(['8', '7', '6', '4', '1'])
  expect(await ids(`/compute/leases?tenant=${cast.agent.address}`)).toEqual(['5'])
  expect(await ids(`/compute/leases?provider=${providers.second}`)).toEqual(['10', '5'])
  expect(await ids(`/compute/leases?provider=${providers.second}&state=running`)).toEqual(['10'])
  expect(await ids(`/compute/providers?operator=${cast.operators.loner.address}`)).toEqual(['3'])
  expect(await ids(`/compute/providers?pool=${pool}`)).toEqual(['3', '2', '1'])
})

const parseCsv = (text: string) => {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

test.each(['providers', 'orders', 'leases', 'disputes'])(
  'exports %s whole, as of a block that the name of the file tells',
  async (noun) => {
    const response = await fetch(`${api.origin}/api/v1/export/${noun}.csv`)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/csv; charset=utf-8'])
    const block = response.headers.get('X-Index-Block')
    expect(response.headers.get('Content-Disposition')).toMatch(
      new RegExp(`^attachment; filename="${noun}-${block}-0x[0-9a-f]{64}\\.csv"$`),
    )
    const text = await response.text()
    const [names = [], ...rows] = parseCsv(text)
    expect(rows.every((row) => row.length === names.length)).toBe(true)
    expect(rows.map(([id]) => id)).toEqual((await read<Ref[]>(`/compute/${noun}`)).map(({ id }) => id))
    // The same bytes for whoever asks at the same block.
    expect(await (await fetch(`${api.origin}/api/v1/export/${noun}.csv`)).text()).toBe(text)
    // What a spreadsheet would run is text.
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    expect((await fetch(`${api.origin}/api/v1/export/${noun}.csv`, { method: 'HEAD' })).status).toBe(200)
  },
)

test('an export that nobody offers is refused', async () => {
  expect((await fetch(`${api.origin}/api/v1/export/seats.csv`)).status).toBe(400)
})

test('A12 an order, a bid and a lease are shown as of the very block in which they were made', async () => {
  const { tenant, operators } = cast
  const shown = async (path: string) => {
    const { hash, number } = await dao.indexed()
    const { headers, body } = await api.get(path)
    expect(headers.get('X-Index-Block')).toBe(String(number))
    expect(body.asOf).toMatchObject({ block: Number(number), hash })
    return body.data
  }
  const order = await own.placeOrder(tenant, wanting({ pool, units: 1, duration: 600 }))
  expect(((await shown('/compute/orders?state=open')) as Ref[])[0]?.id).toBe(String(order))
  await own.bid(operators.loner, order, { providerId: providers.loner, rate: 900_000n })
  expect(await shown(`/compute/orders/${order}`)).toMatchObject({ bids: 1, lowestRate: '900000' })
  expect(((await shown('/compute/bids')) as Bid[])[0]).toMatchObject({ order: String(order), status: 'held' })
  await own.accept(tenant, order, { providerId: providers.loner, rate: 900_000n, seconds: 600 })
  expect(((await shown('/compute/leases?state=running')) as Ref[])[0]?.id).toBe(String(order))
  expect(await shown(`/compute/orders/${order}`)).toMatchObject({ state: 'leased', assignment: null })
  expect(await read<Provider>(`/compute/providers/${providers.loner}`)).toMatchObject({ unitsInUse: 1 })
})

test('B1 the audit compares what the API shows of stakes and leases with the chain, and notices what is not so', async () => {
  const audit = () => runCli(['audit', '--json', '--url', api.origin], { env: dao.settings })
  expect(JSON.parse((await audit()).stdout)).toMatchObject({ matches: true, mismatches: [] })
  const { sql } = dao.database
  const change = (by: number) => sql`update stake_events set amount = amount + ${by} where provider_id = 2`
  await change(1)
  try {
    // Within one block the API answers as before.
    await dao.chain.client.mine({ blocks: 1 })
    await dao.indexed()
    const { code, stdout } = await audit()
    expect(code).toBe(1)
    const { mismatches } = JSON.parse(stdout) as { mismatches: { what: string }[] }
    expect(mismatches.map(({ what }) => what)).toContain('API: provider 2 stake')
  } finally {
    await change(-1)
    await dao.chain.client.mine({ blocks: 1 })
    await dao.indexed()
  }
})

test('A10 names the vote that set a term, on the market and among the parameters, and keeps older orders’ terms', async () => {
  const terms = await own.terms()
  const book = addressOf(dao.chain.deployment, 'OrderBook')
  const data = encodeFunctionData({
    abi: orderBookAbi,
    functionName: 'setTerms',
    args: [{ ...terms, feeBps: 77, minStake: 123_456_789n }],
  })
  const id = await decideByVote(dao.chain, '# A smaller fee', [{ target: book, data }])
  await dao.indexed()
  const shown = await read<Market>('/compute/market')
  expect(shown.terms[0]).toMatchObject({ version: 4, feeBps: 77, setBy: { proposal: { id: String(id) } } })
  expect(shown.terms[1]).toMatchObject({ version: 3, feeBps: 250, setBy: { proposal: null } })
  type Parameter = {
    key: string
    value: string
    unit: string
    symbol: string | null
    decimals: number
    bounds: { min: string; max: string } | null
    changeable: boolean
    setBy: { proposal: Ref | null }
  }
  const { parameters } = await read<{ parameters: Parameter[] }>('/parameters')
  const find = (key: string) => parameters.find((one) => one.key === `OrderBook.${key}`)
  expect(find('feeBps')).toMatchObject({ value: '77', unit: 'bps', setBy: { proposal: { id: String(id) } } })
  expect(find('minStake')).toMatchObject({
    value: '123456789',
    unit: 'money',
    symbol: 'DUSD',
    decimals: 6,
    bounds: null,
    changeable: true,
    setBy: { proposal: { id: String(id) } },
  })
  // Not changed by this vote, so it is not said to have set it.
  expect(find('capBps')).toMatchObject({ value: '3300', setBy: { proposal: null } })
  expect(find('pauseTime')).toMatchObject({ changeable: false })
  const page = await (await fetch(`${api.origin}/parameters`)).text()
  expect(page).toContain('The compute market')
  expect(page).toContain('123.456789')
  const sentence = (await read<{ sentence: { params: object } }[]>(`/proposals/${id}/actions`))[0]?.sentence
  expect(sentence).toMatchObject({ key: 'action.setTerms', params: { feeBps: '0.77', minStake: '123.456789 DUSD' } })
  const proposal = await (await fetch(`${api.origin}/proposals/${id}`)).text()
  expect(proposal).toContain('The fee is 0.77% of what providers earn')
})

test('the bounds shown of each term are those that the contract takes', async () => {
  type Parameter = { key: string; bounds: { min: string; max: string } | null }
  const { parameters } = await read<{ parameters: Parameter[] }>('/parameters')
  const terms = await own.terms()
  const tries = async (name: string, value: bigint) => {
    const args = [{ ...terms, [name]: typeof terms[name as 'feeBps'] === 'bigint' ? value : Number(value) }] as const
    const data = encodeFunctionData({ abi: orderBookAbi, functionName: 'setTerms', args })
    return dao.chain.client
      .call({ account: own.timelock, to: own.contracts.book.address, data })
      .then(() => true)
      .catch(() => false)
  }
  const bounded = parameters.filter(({ key, bounds }) => key.startsWith('OrderBook.') && bounds !== null)
  expect(bounded).toHaveLength(12)
  for (const { key, bounds } of bounded) {
    const name = key.slice('OrderBook.'.length)
    const [min, max] = [BigInt(bounds?.min ?? 0), BigInt(bounds?.max ?? 0)]
    expect({ name, taken: [await tries(name, min), await tries(name, max)] }).toEqual({ name, taken: [true, true] })
    expect({ name, taken: await tries(name, max + 1n) }).toEqual({ name, taken: false })
    if (min > 0n) expect({ name, taken: await tries(name, min - 1n) }).toEqual({ name, taken: false })
  }
})
