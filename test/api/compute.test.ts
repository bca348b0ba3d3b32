import { encodeFunctionData, erc20Abi, getAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { people } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import type { TestCompute } from '#test/support/compute'
import { hostileName, sayCompute, story } from '#test/support/compute-story'
import { startDao, type TestDao } from '#test/support/dao'
import { decideByVote } from '#test/support/decide-by-vote'
import { allocationPolicyAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'

let dao: TestDao
let compute: TestCompute
let api: TestApi
beforeAll(async () => {
  dao = await startDao()
  compute = await sayCompute(dao.chain)
  await dao.indexed()
  api = await startApi(dao.settings)
})
afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const { epoch, pools, parties } = story
const unnull = hostileName.replace('\u0000', '\ufffd')

const read = async <Data>(path: string): Promise<Data> => {
  const { status, body } = await api.get(path)
  expect({ path, status }).toEqual({ path, status: 200 })
  return body.data as Data
}

type Amount = { value: string; unit: string }
type Ref = { id: string }
const amountOf = ({ value }: Amount) => BigInt(value)

test('answers every resource of compute and the treasury in the shape that its document says', async () => {
  const paths = [
    '/compute/pools',
    '/compute/policies',
    '/compute/epochs',
    '/compute/epochs/current',
    '/compute/epochs/next',
    '/compute/epochs/0',
    `/compute/epochs/${epoch}`,
    '/compute/requests',
    '/compute/allocations',
    `/compute/allocations?epoch=${epoch + 1}`,
    '/compute/budgets',
    `/compute/budgets/${pools.paid}-${epoch}/ledger`,
    '/compute/concentration',
    '/treasury',
  ]
  for (const path of paths) expect({ path, status: (await api.get(path)).status }).toEqual({ path, status: 200 })
  const document = (await (await fetch(`${api.origin}/api/v1/openapi.json`)).json()) as { paths: object }
  // The market's are asked for beside this, in market.test.ts.
  const market = /^\/compute\/(providers|orders|bids|leases|jobs|disputes|market|credits)/
  const ours = Object.keys(document.paths).filter((path) => /^\/(compute|treasury)/.test(path) && !market.test(path))
  const isVisited = (template: string) => {
    const shape = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/?]+')}(\\?|$)`)
    return template === '/compute/allocations:simulate' || paths.some((path) => shape.test(path))
  }
  expect(ours.filter((template) => !isVisited(template))).toEqual([])
})

test('shows pools with what counts now and what votes set, and a hostile name as it is', async () => {
  type Terms = { gpuSeconds: Amount; money: Amount; maxRate: string }
  type At = { epoch: number; capacity: Amount; terms: Terms | null }
  type Pool = { id: string; name: string; current: At; next: At; capacities: { fromEpoch: number; capacity: Amount }[] }
  const listed = await read<Pool[]>('/compute/pools')
  expect(listed.map(({ id, name }) => [id, name])).toEqual([
    ['1', unnull],
    ['2', 'Paid'],
    ['3', 'Closed'],
    ['4', 'Small'],
  ])
  for (const { id, current, next } of listed) {
    for (const at of [current, next]) {
      const args = [Number(id), at.epoch] as const
      const capacity = await dao.chain.client.readContract({ ...compute.allocation, functionName: 'capacityAt', args })
      const terms = await dao.chain.client.readContract({ ...compute.treasury, functionName: 'termsAt', args })
      expect(amountOf(at.capacity)).toBe(capacity)
      expect([
        amountOf(at.terms?.gpuSeconds as Amount),
        amountOf(at.terms?.money as Amount),
        at.terms?.maxRate,
      ]).toEqual([terms.gpuSeconds, terms.money, String(terms.maxRate)])
    }
  }
  expect([listed[0]?.current.epoch, listed[0]?.next.epoch]).toEqual([epoch, epoch + 1])
  expect(listed[0]?.capacities.map(({ capacity }) => capacity.value)).toEqual(['1000000', '900000'])
})

test('shows every policy, which counts and which a later vote replaced', async () => {
  type Policy = { version: number; status: string; capBps: number; classes: { kinds: string[] }[] }
  const listed = await read<Policy[]>('/compute/policies')
  expect(listed.map(({ version, status, capBps }) => [version, status, capBps])).toEqual([
    [2, 'current', 3_000],
    [1, 'replaced', 3_300],
    [0, 'past', 2_000],
  ])
  expect(listed[0]?.classes.map(({ kinds }) => kinds)).toEqual([
    ['lab'],
    ['university', 'public-interest'],
    ['simulation', 'aggregator'],
  ])
})

type Class = {
  demand: Amount
  available: Amount
  allocated: Amount
  level: string | null
  reserve: Amount
  kinds: string[]
}
type Round = {
  pool: Ref
  epoch: number
  status: string
  capacity: Amount
  cap: Amount
  requests: number
  demand: Amount
  allocated: Amount
  dust: Amount
  classLevel: string | null
  classes: Class[]
  settled: { levels: string[]; keeper: { address: string } } | null
}
type Epoch = { epoch: number; rounds: Round[]; starts: { time: string }; requestsUntil: { time: string } }

const ALL = (2n ** 128n - 1n).toString()

test('I3 shows what each class asks for and gets in GPU-seconds, as the contract has it', async () => {
  const { rounds } = await read<Epoch>(`/compute/epochs/${epoch}`)
  expect(rounds.map(({ pool, status, requests }) => [pool.id, status, requests])).toEqual([
    ['1', 'final', 5],
    ['2', 'final', 2],
    ['3', 'final', 0],
    ['4', 'settling', 1],
  ])
  for (const round of rounds) {
    const pool = Number(round.pool.id)
    const onChain = await compute.roundOf(pool, epoch)
    expect([amountOf(round.capacity), amountOf(round.cap)]).toEqual([onChain.capacity, onChain.cap])
    const classLevel = round.classLevel === null ? BigInt(ALL) : BigInt(round.classLevel)
    const args = [pool, epoch, classLevel] as const
    const [demands, available] = await dao.chain.client.readContract({
      ...compute.allocation,
      functionName: 'sharesOf',
      args,
    })
    expect(round.classes.map(({ demand }) => amountOf(demand))).toEqual(demands)
    expect(round.classes.map((own) => amountOf(own.available))).toEqual(available)
    expect(round.settled === null).toBe(!onChain.settled)
    if (round.settled === null) continue
    const levels = [round.classLevel, ...round.classes.map(({ level }) => level)].map((level) => level ?? ALL)
    expect(round.settled.levels).toEqual(levels)
    expect(round.settled.keeper.address).toBe(people.council.address)
  }
  expect(rounds[0]?.classes.every(({ level }) => level !== null)).toBe(true)
})

type Allocation = {
  party: { id: string; kind: string }
  pool: Ref
  final: boolean
  want: Amount
  units: Amount
  allocation: Amount
  consumed: Amount
}

test('shows of every party what the contract gives it, to the unit, and what was used of it', async () => {
  const listed = await read<Allocation[]>(`/compute/allocations?epoch=${epoch}`)
  expect(listed.map(({ pool, party }) => `${pool.id}:${party.id}`)).toEqual([
    '1:1',
    '1:2',
    '1:9',
    '1:10',
    '1:11',
    '2:3',
    '2:11',
    '4:4',
  ])
  for (const { party, pool, final, allocation, units, consumed } of listed) {
    const args = [Number(party.id), Number(pool.id), epoch] as const
    const request = await dao.chain.client.readContract({ ...compute.allocation, functionName: 'requestOf', args })
    expect([amountOf(units), amountOf(consumed)]).toEqual([request.units, request.consumed])
    expect(final).toBe(Number(pool.id) !== pools.small)
    if (!final) continue
    const onChain = await dao.chain.client.readContract({ ...compute.allocation, functionName: 'allocationOf', args })
    expect({ party: party.id, pool: pool.id, allocation: amountOf(allocation) }).toEqual({
      party: party.id,
      pool: pool.id,
      allocation: onChain,
    })
  }
  expect(listed[0]?.consumed.value).toBe('700')
  expect(listed.at(-1)?.want.value).toBe(String(2n ** 64n - 1n))
  // Of the running epoch where none is named.
  expect(await read('/compute/allocations')).toEqual(listed)
})

type Requested = {
  party: Ref
  pool: Ref
  epoch: number
  want: Amount
  seq: string
  agent: string | null
  counts: boolean
}

test('I4 shows requests as they were made, which count, and which an agent made', async () => {
  const listed = await read<Requested[]>(`/compute/requests?epoch=${epoch}&pool=${pools.scarce}`)
  const { agent, officialAgent } = story.people
  expect(listed.map(({ party, want, agent: made, counts }) => [party.id, want.value, made, counts])).toEqual([
    ['10', '90000', null, true],
    ['10', '100000', officialAgent.address, false],
    ['11', '250000', agent.address, true],
    ['11', '200000', agent.address, false],
    ['9', '250000', null, true],
    ['2', '400000', null, true],
    ['1', '280000', null, true],
    ['1', '600000', null, false],
  ])
  expect(listed.every((request) => request.epoch === epoch && request.pool.id === String(pools.scarce))).toBe(true)
})

test('filters by epoch, pool and party, and answers nothing where nothing is', async () => {
  const keysOf = async (path: string) =>
    (await read<{ pool: Ref; party?: Ref; epoch: number }[]>(path)).map(
      ({ pool, party, epoch: of }) => `${of}:${pool.id}:${party?.id ?? ''}`,
    )
  expect(await keysOf(`/compute/requests?party=${parties.simulation}`)).toEqual(['2:2:11', '2:1:11', '2:1:11'])
  expect(await keysOf(`/compute/requests?epoch=${epoch + 1}`)).toEqual(['3:1:1'])
  expect(await keysOf(`/compute/requests?party=1&epoch=${epoch}&pool=2`)).toEqual([])
  expect(await keysOf(`/compute/allocations?party=${parties.simulation}`)).toEqual(['2:1:11', '2:2:11'])
  expect(await keysOf(`/compute/allocations?epoch=${epoch + 1}`)).toEqual(['3:1:1'])
  expect(await keysOf('/compute/allocations?pool=2&party=3')).toEqual(['2:2:3'])
  expect(await keysOf('/compute/allocations?epoch=77')).toEqual([])
  expect(await keysOf('/compute/budgets?pool=2')).toEqual(['2:2:'])
  expect(await keysOf('/compute/budgets?pool=3')).toEqual([])
})

const follow = async (path: string, direction: 'next' | 'prev', cursor: string | null): Promise<unknown[][]> => {
  const pages: unknown[][] = []
  for (let at = cursor; at !== null; ) {
    const { body } = await api.get(`${path}&cursor=${at}`)
    pages.push(body.data as unknown[])
    at = body.page[direction]
  }
  return pages
}

test.each([
  ['/compute/requests', 5],
  ['/compute/allocations', 3],
  ['/compute/allocations', 1],
  ['/compute/budgets', 1],
  ['/compute/budgets', 3],
  ['/compute/epochs', 1],
])('pages of %s by %i hold every row once, forwards and backwards', async (path, limit) => {
  const all = await read<unknown[]>(`${path}?limit=200`)
  expect(all.length).toBeGreaterThan(limit)
  const first = await api.get(`${path}?limit=${limit}`)
  expect(first.body.page.prev).toBeNull()
  const forwards = [
    first.body.data as unknown[],
    ...(await follow(`${path}?limit=${limit}`, 'next', first.body.page.next)),
  ]
  expect(forwards.flat()).toEqual(all)
  expect(forwards.slice(0, -1).every((page) => page.length === limit)).toBe(true)
  const last = await api.get(`${path}?limit=${limit}&cursor=${await lastCursor(`${path}?limit=${limit}`)}`)
  const backwards = await follow(`${path}?limit=${limit}`, 'prev', last.body.page.prev)
  expect([...backwards.reverse().flat(), ...(last.body.data as unknown[])]).toEqual(all)
})

const lastCursor = async (path: string): Promise<string> => {
  let cursor = ''
  for (let next = (await api.get(path)).body.page.next; next !== null; ) {
    cursor = next
    next = (await api.get(`${path}&cursor=${cursor}`)).body.page.next
  }
  return cursor
}

test('names what there is not, and what is not usable', async () => {
  const refused: [string, number, string, string?][] = [
    ['/compute/budgets/9-2/ledger', 404, 'budget_unknown'],
    ['/compute/budgets/3-2/ledger', 404, 'budget_unknown'],
    ['/compute/budgets/x/ledger', 404, 'budget_unknown'],
    ['/compute/budgets/999999999-99999999999999/ledger', 404, 'budget_unknown'],
    ["/compute/budgets/1-2'/ledger", 404, 'budget_unknown'],
    ['/compute/epochs/-1', 400, 'invalid_parameter', '#/path/epoch'],
    ['/compute/epochs/01', 400, 'invalid_parameter', '#/path/epoch'],
    ['/compute/epochs/1e3', 400, 'invalid_parameter', '#/path/epoch'],
    ['/compute/epochs/9999999', 400, 'invalid_parameter', '#/path/epoch'],
    ['/compute/epochs/999999999', 400, 'invalid_parameter', '#/path/epoch'],
    ['/compute/allocations?epoch=current', 400, 'invalid_parameter', '#/query/epoch'],
    ['/compute/allocations?party=0x1', 400, 'invalid_parameter', '#/query/party'],
    ['/compute/requests?pool=1&pool=2', 400, 'invalid_parameter', '#/query/pool'],
    ['/compute/requests?kind=lab', 400, 'invalid_parameter', '#/query/kind'],
    ['/compute/budgets?epoch=2', 400, 'invalid_parameter', '#/query/epoch'],
    ['/compute/budgets?limit=0', 400, 'invalid_parameter', '#/query/limit'],
    ['/compute/pools?limit=1', 400, 'invalid_parameter', '#/query/limit'],
    ['/treasury?x=1', 400, 'invalid_parameter', '#/query/x'],
  ]
  for (const [path, status, code, pointer] of refused) {
    const { status: found, body } = await api.get(path)
    expect({ path, status: found, type: body.type, pointer: body.errors[0]?.pointer }).toEqual({
      path,
      status,
      type: `${api.origin}/problems/${code}`,
      pointer,
    })
  }
})

test('refuses cursors that it did not give, also with numbers that no column holds', async () => {
  const forge = (key: readonly string[]) => Buffer.from(JSON.stringify(['next', 1, key])).toString('base64url')
  const huge = '9'.repeat(70)
  const [bigint, integer] = ['9'.repeat(18), '9'.repeat(9)]
  const given: [string, string[], number][] = [
    ['/compute/requests', [huge, '1'], 400],
    ['/compute/requests', ['1', bigint], 400],
    ['/compute/requests', ['1'], 400],
    ['/compute/requests', [bigint, integer], 200],
    ['/compute/budgets', [huge, '1'], 400],
    ['/compute/budgets', ['1', huge], 400],
    ['/compute/budgets', [bigint, bigint], 200],
    ['/compute/epochs', [huge], 400],
    ['/compute/epochs', ['1', '2'], 400],
    ['/compute/epochs', [bigint], 200],
    ['/compute/allocations', ['x', '1'], 400],
    ['/compute/allocations', [huge, '1'], 400],
    ['/compute/allocations', [bigint, bigint], 200],
  ]
  for (const [path, key, status] of given) {
    const answer = await api.get(`${path}?cursor=${forge(key)}`)
    const type = status === 200 ? undefined : `${api.origin}/problems/invalid_cursor`
    expect({ path, key, status: answer.status, type: answer.body.type }).toEqual({ path, key, status, type })
  }
})

type Outcome = {
  capacity: Amount
  cap: Amount
  allocated: Amount
  largestBps: number
  classes: Class[]
  classLevel: string | null
}
type Simulation = {
  before: Outcome
  after: Outcome
  parties: { party: Ref; want: Amount; before: Amount; after: Amount }[]
}

const simulate = (body: unknown) =>
  api.send('/compute/allocations:simulate', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const present = {
  capBps: 3_000,
  classes: [
    { reserveBps: 2_000, weight: 2 },
    { reserveBps: 1_000, weight: 1 },
    { reserveBps: 500, weight: 1 },
  ],
}

test.each([
  ['left out', {}],
  [
    'named',
    {
      kinds: [
        { kind: 'lab', class: 0, weight: 3 },
        { kind: 'university', class: 1, weight: 2 },
        { kind: 'gpu-provider', class: null, weight: null },
      ],
    },
  ],
])('simulating the present policy gives what the allocations are, with its kinds %s', async (_name, given) => {
  for (const pool of [pools.scarce, pools.paid, pools.closed, pools.small]) {
    const { status, body } = await simulate({ pool: String(pool), epoch, policy: { ...present, ...given } })
    expect(status).toBe(200)
    const { before, after, parties: shares } = body.data as Simulation
    expect(after).toEqual(before)
    const listed = await read<Allocation[]>(`/compute/allocations?epoch=${epoch}&pool=${pool}`)
    const expected = listed.map(({ party, want, allocation }) => ({
      party,
      want,
      before: allocation,
      after: allocation,
    }))
    expect(shares).toEqual(expected)
    const { rounds } = await read<Epoch>(`/compute/epochs/${epoch}`)
    const round = rounds.find((one) => one.pool.id === String(pool))
    expect([before.allocated, before.cap, before.classLevel]).toEqual([round?.allocated, round?.cap, round?.classLevel])
  }
})

test('I1 a reserve of its own gives the simulation class what it asks for, at the cost of the others', async () => {
  const classes = [
    { reserveBps: 0, weight: 2 },
    { reserveBps: 0, weight: 1 },
    { reserveBps: 2_500, weight: 1 },
  ]
  const { body } = await simulate({ pool: '1', epoch, policy: { capBps: 3_000, classes } })
  const { before, after, parties: shares } = body.data as Simulation
  const simulation = shares.find(({ party }) => party.id === String(parties.simulation))
  expect(simulation?.before.value).not.toBe('250000')
  expect(simulation?.after.value).toBe('250000')
  expect(amountOf(after.allocated)).toBeLessThanOrEqual(amountOf(after.capacity))
  expect(after.classes.map(({ demand }) => demand)).toEqual(before.classes.map(({ demand }) => demand))
})

test('simulates other capacities, caps and excluded kinds, and rounds that nobody has opened', async () => {
  const tripled = await simulate({ pool: '1', epoch, capacity: '3000000', policy: { ...present, capBps: 10_000 } })
  const { after, parties: shares } = tripled.body.data as Simulation
  expect(after).toMatchObject({ capacity: { value: '3000000' }, cap: { value: '3000000' }, classLevel: null })
  expect(shares.every((share) => share.after.value === share.want.value)).toBe(true)
  const without = await simulate({
    pool: '1',
    epoch,
    policy: { ...present, kinds: [{ kind: 'simulation', class: null, weight: null }] },
  })
  const excluded = (without.body.data as Simulation).parties.find(({ party }) => party.id === '11')
  expect(excluded?.after.value).toBe('0')
  const unopened = await simulate({ pool: '2', epoch: epoch + 1, policy: present })
  expect(unopened.body.data).toMatchObject({
    before: { capacity: { value: '10000000' }, allocated: { value: '0' } },
    parties: [],
  })
})

test('refuses bodies that no policy can be, each with the place that is wrong', async () => {
  const body = { pool: '1', epoch, policy: present }
  const withPolicy = (policy: object) => ({ ...body, policy: { ...present, ...policy } })
  const classes = present.classes
  const refused: [unknown, number, string, string?][] = [
    ['', 400, 'invalid_parameter', '#/body'],
    ['{', 400, 'invalid_parameter', '#/body'],
    ['null', 400, 'invalid_parameter', '#/body'],
    ['[]', 400, 'invalid_parameter', '#/body'],
    [{ ...body, pool: 1 }, 400, 'invalid_parameter', '#/body/pool'],
    [{ ...body, pool: '01' }, 400, 'invalid_parameter', '#/body/pool'],
    [{ ...body, pool: '1; drop table pools' }, 400, 'invalid_parameter', '#/body/pool'],
    [{ ...body, epoch: '2' }, 400, 'invalid_parameter', '#/body/epoch'],
    [{ ...body, epoch: -1 }, 400, 'invalid_parameter', '#/body/epoch'],
    [{ ...body, epoch: 1.5 }, 400, 'invalid_parameter', '#/body/epoch'],
    [{ ...body, capacity: '9007199254740992' }, 400, 'invalid_parameter', '#/body/capacity'],
    [{ ...body, capacity: -1 }, 400, 'invalid_parameter', '#/body/capacity'],
    [{ ...body, more: 1 }, 400, 'invalid_parameter', '#/body'],
    [{ pool: '1', epoch }, 400, 'invalid_parameter', '#/body/policy'],
    [withPolicy({ capBps: 10_001 }), 400, 'invalid_parameter', '#/body/policy/capBps'],
    [withPolicy({ classes: [] }), 400, 'invalid_parameter', '#/body/policy/classes'],
    [
      withPolicy({ classes: Array(9).fill({ reserveBps: 0, weight: 1 }) }),
      400,
      'invalid_parameter',
      '#/body/policy/classes',
    ],
    [
      withPolicy({ classes: [{ reserveBps: 0, weight: 0 }] }),
      400,
      'invalid_parameter',
      '#/body/policy/classes/0/weight',
    ],
    [
      withPolicy({ classes: [{ reserveBps: 0.5, weight: 1 }] }),
      400,
      'invalid_parameter',
      '#/body/policy/classes/0/reserveBps',
    ],
    [
      withPolicy({ kinds: [{ kind: 'whale', class: 0, weight: 1 }] }),
      400,
      'invalid_parameter',
      '#/body/policy/kinds/0/kind',
    ],
    [
      withPolicy({ kinds: [{ kind: 'lab', class: 8, weight: 1 }] }),
      400,
      'invalid_parameter',
      '#/body/policy/kinds/0/class',
    ],
    [
      withPolicy({ kinds: [{ kind: 'lab', class: 0, weight: 65_536 }] }),
      400,
      'invalid_parameter',
      '#/body/policy/kinds/0/weight',
    ],
    [
      withPolicy({ classes: [...classes.slice(1), { reserveBps: 9_000, weight: 1 }] }),
      422,
      'invalid_allocation',
      '#/body/policy/classes',
    ],
    [
      withPolicy({
        kinds: [
          { kind: 'lab', class: 0, weight: 1 },
          { kind: 'aggregator', class: 3, weight: 1 },
        ],
      }),
      422,
      'invalid_allocation',
      '#/body/policy/kinds/1/class',
    ],
    [
      withPolicy({
        kinds: [
          { kind: 'lab', class: 0, weight: 1 },
          { kind: 'lab', class: 1, weight: 1 },
        ],
      }),
      422,
      'invalid_allocation',
      '#/body/policy/kinds/1/kind',
    ],
    [{ ...body, pool: '9' }, 404, 'pool_unknown'],
    [{ ...body, more: 'x'.repeat(5_000) }, 413, 'too_large'],
  ]
  for (const [sent, status, code, pointer] of refused) {
    const { status: found, body: problem } = await simulate(sent)
    const what = JSON.stringify(sent).slice(0, 200)
    expect({ what, status: found, type: problem.type, pointer: problem.errors[0]?.pointer }).toEqual({
      what,
      status,
      type: `${api.origin}/problems/${code}`,
      pointer,
    })
  }
  const get = await api.send('/compute/allocations:simulate', { method: 'GET' })
  expect({ status: get.status, allow: get.headers.get('Allow') }).toEqual({ status: 405, allow: 'POST, OPTIONS' })
})

type Treasury = {
  token: { address: string; symbol: string; decimals: number }
  balance: Amount
  free: Amount
  grants: Amount
  lines: { epoch: number; money: Amount }[]
  perEpoch: Amount
  runwayEpochs: number | null
  flows: { kind: string; account: { address: string }; token: string | null; amount: string }[]
  moneyGrants: {
    id: string
    status: string
    amount: Amount
    accrued: Amount
    claimed: Amount
    canceled: object | null
  }[]
}

test('shows the treasury as it is on chain: balance, what is set aside, grants and flows', async () => {
  const { client } = dao.chain
  const treasury = await read<Treasury>('/treasury')
  expect(treasury.token).toEqual({ address: getAddress(compute.money), symbol: 'DUSD', decimals: 6 })
  const args = [compute.treasury.address] as const
  const balance = await client.readContract({ address: compute.money, abi: erc20Abi, functionName: 'balanceOf', args })
  expect(amountOf(treasury.balance)).toBe(balance)
  const granted = await client.readContract({ ...compute.treasury, functionName: 'grantedBalance' })
  expect(amountOf(treasury.grants)).toBe(granted)
  const free = await client.readContract({ ...compute.treasury, functionName: 'freeBalance' })
  expect(amountOf(treasury.free)).toBe(free)
  for (const { epoch: of, money } of treasury.lines) {
    const reserved = await client.readContract({ ...compute.treasury, functionName: 'reservedIn', args: [of] })
    expect(amountOf(money)).toBe(reserved)
  }
  expect(amountOf(treasury.perEpoch)).toBe(1_000_000n + 2n ** 100n)
  expect(treasury.runwayEpochs).toBe(0)
  expect(
    treasury.flows.map(({ kind, account, token, amount }) => [kind, account.address, token === null, amount]),
  ).toEqual([
    ['withdrawn', people.council.address, true, '1000000'],
    ['swept', people.council.address, false, '7'],
    ['funded', people.funder.address, true, '50000000'],
  ])
})

test('shows of each grant what it has paid and what it owes, to the unit', async () => {
  const { client } = dao.chain
  const { moneyGrants } = await read<Treasury>('/treasury')
  expect(moneyGrants.map(({ id, status, canceled }) => [id, status, canceled === null])).toEqual([
    ['4', 'waiting', true],
    ['3', 'waiting', true],
    ['2', 'canceled', false],
    ['1', 'accruing', true],
  ])
  for (const { id, amount, accrued, claimed } of moneyGrants) {
    const grant = await client.readContract({ ...compute.treasury, functionName: 'moneyGrant', args: [Number(id)] })
    const owed = await client.readContract({ ...compute.treasury, functionName: 'claimable', args: [Number(id)] })
    expect([amountOf(amount), amountOf(claimed), amountOf(accrued) - amountOf(claimed)]).toEqual([
      grant.amount,
      grant.claimed,
      owed,
    ])
  }
})

type Part = { granted: Amount; committed: Amount; spent: Amount; expired: Amount; left: Amount }
type Line = Part & { id: string; status: string; maxRate: string; gpuSeconds: Part; proposal: Ref | null }
const valuesOf = ({ granted, committed, spent, expired, left }: Part) =>
  [granted, committed, spent, expired, left].map(({ value }) => value)

test('shows of a budget line what was set aside, what leases hold, and every movement', async () => {
  type Ledger = { line: Line; movements: { kind: string; money: Amount; gpuSeconds: Amount }[] }
  const { line, movements } = await read<Ledger>(`/compute/budgets/${pools.paid}-${epoch}/ledger`)
  const onChain = await dao.chain.client.readContract({
    ...compute.treasury,
    functionName: 'lineOf',
    args: [pools.paid, epoch],
  })
  expect(line).toMatchObject({ id: `${pools.paid}-${epoch}`, status: 'live', maxRate: String(story.rate) })
  expect(valuesOf(line)).toEqual([String(onChain.money), '1500', '0', '0', String(onChain.money - 1_500n)])
  expect(valuesOf(line.gpuSeconds)).toEqual(['3000003', '4000', '0', '0', '2996003'])
  expect(movements.map(({ kind, money, gpuSeconds }) => [kind, money.value, gpuSeconds.value])).toEqual([
    ['opened', String(onChain.money), '3000003'],
    ['drawn', '1600', '5000'],
    ['refunded', '100', '1000'],
  ])
})

const audit = (args: readonly string[] = []) =>
  runCli(['audit', '--json', '--url', api.origin, ...args], { env: dao.settings })

test('B1 the audit compares what the API shows of rounds with the chain, and notices what is not so', async () => {
  expect(JSON.parse((await audit()).stdout)).toMatchObject({ matches: true, mismatches: [] })
  const { sql } = dao.database
  await sql`update requests set want = want - 1 where pool = ${pools.paid} and party = 3`
  await sql`update settlements set pool = ${pools.small} where pool = ${pools.closed}`
  try {
    // Within one block the API answers as before.
    await dao.chain.client.mine({ blocks: 1 })
    await dao.indexed()
    const { code, stdout } = await audit()
    expect(code).toBe(1)
    const { mismatches } = JSON.parse(stdout) as { mismatches: { what: string; chain: string; found: string }[] }
    const ofApi = mismatches.filter(({ what }) => what.startsWith('API: '))
    expect(ofApi).toEqual([
      { what: 'API: round 2-2 demand', chain: '6000', found: '5999' },
      { what: 'API: round 2-2 allocated', chain: '6000', found: '5999' },
      { what: 'API: round 3-2 settled', chain: '1', found: '0' },
      { what: 'API: round 4-2 settled', chain: '0', found: '1' },
    ])
  } finally {
    await sql`update requests set want = want + 1 where pool = ${pools.paid} and party = 3`
    await sql`update settlements set pool = ${pools.closed} where pool = ${pools.small}`
    await dao.chain.client.mine({ blocks: 1 })
    await dao.indexed()
  }
})

test('counts concentration over parties, as the allocations of all pools add up', async () => {
  type Share = { party: Ref; amount: Amount; shareBps: number }
  type Point = { epoch: number; total: Amount; holders: number; nakamoto: number; hhi: number; largestBps: number }
  const {
    points,
    shares,
    epoch: shown,
  } = await read<{ epoch: number; points: Point[]; shares: Share[] }>('/compute/concentration')
  const allocations = await read<{ party: Ref; allocation: Amount }[]>(`/compute/allocations?epoch=${shown}`)
  const byParty = new Map<string, bigint>()
  for (const { party, allocation } of allocations)
    byParty.set(party.id, (byParty.get(party.id) ?? 0n) + amountOf(allocation))
  const held = [...byParty.values()].filter((amount) => amount > 0n).sort((a, b) => (a < b ? 1 : -1))
  const total = held.reduce((sum, amount) => sum + amount, 0n)
  expect(held.length).toBeGreaterThan(1)
  expect(shares.filter(({ amount }) => amount.value !== '0').map(({ amount }) => amountOf(amount))).toEqual(held)
  for (const { party, amount } of shares) expect(amountOf(amount)).toBe(byParty.get(party.id))
  let [most, rest] = [0, total]
  while (rest * 2n >= total) rest -= held[most++] ?? 0n
  const point = points.find((one) => one.epoch === shown)
  expect(point).toMatchObject({
    holders: held.length,
    nakamoto: most,
    largestBps: Number(((held[0] ?? 0n) * 10_000n) / total),
  })
  expect(amountOf(point?.total as Amount)).toBe(total)
  // Squares of shares, with room for how each is rounded.
  const hhi = held.reduce((sum, amount) => sum + (Number(amount) / Number(total)) ** 2, 0) * 10_000
  expect(Math.abs((point?.hhi ?? 0) - hhi)).toBeLessThan(1)
})

test('the page of a proposal stands whatever rules its calls would set, and says which no contract takes', async () => {
  const allocation = addressOf(dao.chain.deployment, 'AllocationPolicy')
  const kind = { class: 0, weight: 1 }
  const kinds = [kind, kind, kind, kind, kind, kind, kind] as const
  const sound = { capBps: 2_000, classes: [{ reserveBps: 0, weight: 1 }], kinds }
  const set = (policy: Partial<typeof sound>) =>
    encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'setPolicy', args: [{ ...sound, ...policy }] })
  const [proposer] = people.holders
  if (proposer === undefined) throw new Error('nobody to propose')
  const propose = (title: string, data: `0x${string}`) =>
    dao.chain.propose(proposer, title, [{ target: allocation, data }])
  const hostile = [
    set({ classes: [] }),
    set({ classes: [{ reserveBps: 65_535, weight: 0 }] }),
    set({ kinds: [{ class: 255, weight: 65_535 }, kind, kind, kind, kind, kind, kind] }),
    set({ capBps: 65_535 }),
    set({ capBps: 1 }),
    encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'lowerCap', args: [0] }),
    encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'lowerCap', args: [9_999] }),
    encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'setCapacity', args: [1, 2n ** 64n - 1n] }),
  ]
  const ids: bigint[] = []
  for (const [index, data] of hostile.entries()) ids.push(await propose(`# Hostile rules ${index}`, data))
  const taken = await propose('# Sound rules', set({}))
  await dao.indexed()
  const readPage = async (id: bigint) => {
    const answer = await fetch(`${api.origin}/proposals/${id}`)
    return { id, status: answer.status, refused: (await answer.text()).includes('The contract refuses these rules') }
  }
  for (const id of ids) expect(await readPage(id)).toEqual({ id, status: 200, refused: true })
  expect(await readPage(taken)).toEqual({ id: taken, status: 200, refused: false })
  const account = addressOf(dao.chain.deployment, 'TimelockController')
  for (const data of hostile) await expect(dao.chain.client.call({ account, to: allocation, data })).rejects.toThrow()
  await dao.chain.client.call({ account, to: allocation, data: set({}) })
})

test('R8 names the vote that set a capacity and a schedule, and says of lines that are over what was spent and lapsed', async () => {
  const { deployment } = dao.chain
  const id = await decideByVote(dao.chain, '# More of the paid pool', [
    {
      target: addressOf(deployment, 'AllocationPolicy'),
      data: encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'setCapacity', args: [pools.paid, 77n] }),
    },
    {
      target: addressOf(deployment, 'ComputeTreasury'),
      data: encodeFunctionData({
        ...compute.treasury,
        functionName: 'setSchedule',
        args: [pools.paid, { gpuSeconds: 77n, money: 5n, maxRate: 0n }],
      }),
    },
  ])
  await dao.indexed()
  type Set = { fromEpoch: number; setBy: { proposal: Ref | null } }
  type Pool = { id: string; capacities: Set[]; schedules: Set[] }
  const pool = (await read<Pool[]>('/compute/pools')).find((one) => one.id === String(pools.paid))
  const now = await compute.epochNow()
  for (const list of [pool?.capacities, pool?.schedules]) {
    expect(list?.map(({ fromEpoch, setBy }) => [fromEpoch, setBy.proposal?.id ?? null])).toEqual([
      [now + 2, String(id)],
      [epoch, null],
    ])
  }
  const lines = await read<Line[]>('/compute/budgets')
  expect(lines.every(({ status }) => status === 'over')).toBe(true)
  const line = lines.find((one) => one.id === `${pools.paid}-${epoch}`)
  expect(valuesOf(line as Line)).toEqual([
    line?.granted.value,
    '0',
    '1500',
    String(Number(line?.granted.value) - 1_500),
    '0',
  ])
  // Nothing of it is set aside any more, without a transaction.
  const { lines: held, balance, free, grants } = await read<Treasury>('/treasury')
  expect(held.map(({ money }) => money.value)).toEqual(['0', '0'])
  expect(amountOf(free)).toBe(amountOf(balance) - amountOf(grants))
  const args = [] as const
  expect(amountOf(free)).toBe(
    await dao.chain.client.readContract({ ...compute.treasury, functionName: 'freeBalance', args }),
  )
})
