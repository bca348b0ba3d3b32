import { type Address, erc20Abi } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { startDao, type TestDao } from '#test/support/dao'
import { jobs, sayMarketJobs } from '#test/support/jobs-story'
import { digestOf, type TestMarket } from '#test/support/market'
import { cast, market } from '#test/support/market-story'
import { milestoneLeasesAbi, nodeRewardsAbi, usageReceiptsAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { feeOn } from '~/domain/market/earnings'

let dao: TestDao
let own: TestMarket
let epoch: number
let api: TestApi
beforeAll(async () => {
  dao = await startDao()
  ;({ own, epoch } = await sayMarketJobs(dao.chain))
  await dao.indexed()
  api = await startApi(dao.settings)
})
afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const { operators, tenant, member, other } = cast
const { first, loner } = market.providers
const states = {
  [String(jobs.done)]: 'done',
  [String(jobs.returned)]: 'done',
  [String(jobs.kept)]: 'done',
  [String(jobs.undecided)]: 'done',
  [String(jobs.missed)]: 'ended',
  [String(jobs.withdrawn)]: 'withdrawn',
  [String(jobs.offered)]: 'offered',
  [String(jobs.running)]: 'running',
}
const ids = Object.keys(states)
const newest = ids.toReversed()
/** The cases over milestones, after those over leases, by what became of them. */
const cases = { returned: '5', kept: '6', undecided: '7', running: '8' }

const read = async <Data>(path: string): Promise<Data> => {
  const { status, body } = await api.get(path)
  expect({ path, status }).toEqual({ path, status: 200 })
  return body.data as Data
}

type Amount = { value: string }
type Ref = { id: string }
type Moment = { time: string; block: number | null }
type Place = { at: Moment; transaction: string }
const amountOf = ({ value }: Amount) => BigInt(value)
const sumOf = (amounts: readonly Amount[]) => amounts.reduce((sum, amount) => sum + amountOf(amount), 0n)
const secondsOf = ({ time }: Moment) => Date.parse(time) / 1000

const contractsOf = () => {
  const { deployment } = dao.chain
  return {
    leases: { address: addressOf(deployment, 'MilestoneLeases'), abi: milestoneLeasesAbi },
    rewards: { address: addressOf(deployment, 'NodeRewards'), abi: nodeRewardsAbi },
    receipts: { address: addressOf(deployment, 'UsageReceipts'), abi: usageReceiptsAbi },
  } as const
}
const balanceOf = async (address: Address) => {
  const { client } = dao.chain
  const money = await client.readContract({ ...own.contracts.market, functionName: 'money' })
  return client.readContract({ address: money, abi: erc20Abi, functionName: 'balanceOf', args: [address] })
}

type Milestone = {
  index: number
  state: string
  amount: Amount
  deadline: Moment
  digest: string | null
  delivered: Place | null
  payableFrom: Moment | null
  rejected: Place | null
  dispute: string | null
  settled: Place | null
  paid: Place | null
  fee: Amount | null
}
type Job = {
  id: string
  state: string
  tenant: { address: string }
  party: Ref | null
  provider: Ref
  providerParty: Ref | null
  amount: Amount
  undelivered: Amount
  unpaid: Amount
  fee: Amount
  bond: Amount
  delivered: number
  milestones: Milestone[]
  specDigest: string
  terms: number
  returned: Amount | null
}

test('19.1 lists jobs newest first, each in its state, by state, tenant and provider, page by page', async () => {
  const listed = await read<Job[]>('/compute/jobs')
  expect(listed.map(({ id }) => id)).toEqual(newest)
  expect(Object.fromEntries(listed.map(({ id, state }) => [id, state]))).toEqual(states)
  const idsOf = async (query: string) => (await read<Job[]>(`/compute/jobs?${query}`)).map(({ id }) => id)
  for (const state of new Set(Object.values(states))) {
    expect(await idsOf(`state=${state}`)).toEqual(newest.filter((id) => states[id] === state))
  }
  expect(await idsOf(`tenant=${tenant.address}`)).toEqual(['7', '6', '4', '2'])
  expect(await idsOf(`provider=${loner}&state=done`)).toEqual(['4', '2'])
  for (const id of ids) expect(await read<Job>(`/compute/jobs/${id}`)).toEqual(listed.find((one) => one.id === id))

  const pages: { data: Job[]; page: { next: string | null; prev: string | null } }[] = []
  for (let cursor = ''; pages.length === 0 || cursor !== ''; cursor = pages.at(-1)?.page.next ?? '') {
    const { body } = await api.get(`/compute/jobs?limit=3${cursor && `&cursor=${cursor}`}`)
    pages.push({ data: body.data as Job[], page: body.page })
  }
  expect(pages.map(({ data }) => data.map(({ id }) => id))).toEqual([
    ['8', '7', '6'],
    ['5', '4', '3'],
    ['2', '1'],
  ])
  expect(await idsOf(`limit=3&cursor=${pages[2]?.page.prev}`)).toEqual(['5', '4', '3'])
})

test('says 404 of a job that is not there, and 400 of what the list does not take', async () => {
  for (const id of ['0', '9', '999999999999999999']) {
    const { status, body } = await api.get(`/compute/jobs/${id}`)
    expect([status, body.type.split('/').at(-1)]).toEqual([404, 'job_unknown'])
    expect((await fetch(`${api.origin}/compute/jobs/${id}`)).status).toBe(404)
  }
  const bad = ['state=sold', 'tenant=0x12', 'provider=x', 'cursor=abc', 'limit=201', 'lease=1']
  for (const query of bad) {
    expect({ query, status: (await api.get(`/compute/jobs?${query}`)).status }).toEqual({ query, status: 400 })
  }
  expect((await api.get('/compute/jobs/first')).status).toBe(400)
})

const JOB_STATES = { offered: 1, running: 2, done: 2, ended: 3, withdrawn: 3 } as const
const MILESTONE_STATES = ['none', 'open', 'delivered', 'rejected', 'paid', 'returned']

test('19.1 to 19.7 every job and milestone is as the contract has it', async () => {
  const { client } = dao.chain
  const { leases } = contractsOf()
  const { disputeBond } = await own.terms()
  const reviewTime = await client.readContract({ ...leases, functionName: 'reviewTime' })
  expect(await client.readContract({ ...leases, functionName: 'jobCount' })).toBe(BigInt(ids.length))
  for (const shown of await read<Job[]>('/compute/jobs')) {
    const { id, milestones } = shown
    const held = await client.readContract({ ...leases, functionName: 'job', args: [BigInt(id)] })
    expect({
      tenant: shown.tenant.address,
      tenantParty: Number(shown.party?.id ?? 0),
      providerId: Number(shown.provider.id),
      providerParty: Number(shown.providerParty?.id ?? 0),
      version: shown.terms,
      state: JOB_STATES[shown.state as keyof typeof JOB_STATES],
      milestones: milestones.length,
      delivered: shown.delivered,
      undelivered: amountOf(shown.undelivered),
    }).toEqual(held)
    expect(amountOf(shown.bond)).toBe(disputeBond)
    expect(amountOf(shown.amount)).toBe(sumOf(milestones.map(({ amount }) => amount)))
    expect(amountOf(shown.fee)).toBe(sumOf(milestones.flatMap(({ fee }) => (fee === null ? [] : [fee]))))
    const waiting = milestones.filter(({ state }) => state === 'delivered' || state === 'rejected')
    expect(amountOf(shown.unpaid)).toBe(sumOf(waiting.map(({ amount }) => amount)))
    for (const one of milestones) {
      const args = [BigInt(id), one.index] as const
      const onChain = await client.readContract({ ...leases, functionName: 'milestone', args })
      expect({
        amount: amountOf(one.amount),
        deadline: secondsOf(one.deadline),
        deliveredAt: one.delivered === null ? 0 : secondsOf(one.delivered.at),
        state: MILESTONE_STATES.indexOf(one.state),
        caseId: BigInt(one.dispute ?? 0),
      }).toEqual(onChain)
      const isWaiting = one.state === 'delivered'
      expect(one.payableFrom && secondsOf(one.payableFrom)).toBe(isWaiting ? onChain.deliveredAt + reviewTime : null)
    }
  }
})

test('tells of each milestone what was delivered, and how it was paid or came back', async () => {
  const { feeBps } = await own.terms()
  const milestonesOf = async (id: bigint) => (await read<Job>(`/compute/jobs/${id}`)).milestones
  const done = await milestonesOf(jobs.done)
  expect(done.map(({ digest, dispute }) => [digest, dispute])).toEqual([
    [digestOf('a model'), null],
    [digestOf('a report'), null],
  ])
  for (const { state, amount, fee, paid } of done) {
    expect([state, fee && amountOf(fee), paid === null]).toEqual(['paid', feeOn(amountOf(amount), feeBps), false])
  }
  const [returned] = await milestonesOf(jobs.returned)
  expect(returned).toMatchObject({ state: 'returned', dispute: cases.returned, paid: null, fee: null })
  expect(returned?.settled).not.toBe(null)
  const [kept] = await milestonesOf(jobs.kept)
  expect(kept).toMatchObject({ state: 'paid', dispute: cases.kept, fee: { value: '200000' } })
  const [undecided] = await milestonesOf(jobs.undecided)
  expect(undecided).toMatchObject({ state: 'paid', dispute: cases.undecided, fee: { value: '225000' } })
  const running = await milestonesOf(jobs.running)
  expect(running.map(({ state, dispute, rejected }) => [state, dispute, rejected === null])).toEqual([
    ['delivered', null, true],
    ['rejected', cases.running, false],
    ['open', null, true],
  ])
  const tookBack = await Promise.all([jobs.missed, jobs.withdrawn].map((id) => read<Job>(`/compute/jobs/${id}`)))
  expect(tookBack.map((job) => [job.returned?.value, job.undelivered.value])).toEqual([
    ['3000000', '0'],
    ['4000000', '0'],
  ])
  expect((await read<Job>(`/compute/jobs/${jobs.done}`)).returned).toBe(null)
})

type Credit = { claimable: Amount; claimableOfJobs: Amount }
type Due = { toTreasury: Amount; toBurn: Amount }
type Market = {
  jobs: { address: string; reviewSeconds: number; feesDue: Due }
  rewards: {
    address: string
    pot: Amount
    rules: { fromEpoch: number; base: Amount; freeNodes: number }[]
    multipliers: { pool: Ref; fromEpoch: number; bps: number }[]
  }
}

const expectMoney = async () => {
  const { client } = dao.chain
  const { leases } = contractsOf()
  const [listed, { jobs: rules }] = [await read<Job[]>('/compute/jobs'), await read<Market>('/compute/market')]
  const [toTreasury, toBurn] = await client.readContract({ ...leases, functionName: 'feesDue' })
  expect([amountOf(rules.feesDue.toTreasury), amountOf(rules.feesDue.toBurn)]).toEqual([toTreasury, toBurn])
  let owed = 0n
  for (const { address } of [tenant, member, other, operators.first, operators.loner]) {
    const { claimableOfJobs } = await read<Credit>(`/compute/credits/${address}`)
    const onChain = await client.readContract({ ...leases, functionName: 'claimable', args: [address] })
    expect({ address, owed: amountOf(claimableOfJobs) }).toEqual({ address, owed: onChain })
    owed += onChain
  }
  const bonds = listed.flatMap(({ bond, milestones }) =>
    milestones
      .map(({ state }) => ({ delivered: 1n, rejected: 2n })[state] ?? 0n)
      .map((count) => count * amountOf(bond)),
  )
  const held = sumOf(listed.flatMap(({ undelivered, unpaid }) => [undelivered, unpaid]))
  expect(held + bonds.reduce((sum, bond) => sum + bond, 0n) + owed + toTreasury + toBurn).toBe(
    await balanceOf(leases.address),
  )
  return { owed, fees: toTreasury + toBurn }
}

test('19.8 what jobs hold, their bonds, what is owed and fees that wait are the balance of the contract', async () => {
  expect((await expectMoney()).owed).toBeGreaterThan(0n)
  const { jobs: rules } = await read<Market>('/compute/market')
  const { leases } = contractsOf()
  expect([rules.address, rules.reviewSeconds]).toEqual([
    leases.address,
    await dao.chain.client.readContract({ ...leases, functionName: 'reviewTime' }),
  ])
})

type Dispute = {
  id: string
  state: string
  lease: string | null
  milestone: { job: string; index: number; amount: Amount } | null
  court: { address: string; contract: string | null }
  claimant: { address: string }
  respondent: { address: string }
  bond: Amount | null
  evidence: { digest: string }[]
  finalAt: Moment
  settlement: { upheld: boolean; damages: Amount; slashed: Amount; penalty: Amount } | null
  contested: object | null
}

test('19.5 and 19.6 a dispute over a milestone names its job, its bond, and what the verdict moved', async () => {
  const { client } = dao.chain
  const listed = (await read<Dispute[]>('/compute/disputes')).filter(({ milestone }) => milestone !== null)
  expect(
    listed.map(({ id, state, milestone, settlement }) => [
      ...[id, milestone?.job, milestone?.index, milestone?.amount.value, state],
      ...[settlement?.upheld, settlement?.damages.value],
    ]),
  ).toEqual([
    [cases.running, String(jobs.running), 1, '11000000', 'unanswered', undefined, undefined],
    [cases.undecided, String(jobs.undecided), 0, '9000000', 'undecided', false, '0'],
    [cases.kept, String(jobs.kept), 0, '8000000', 'for-respondent', false, '0'],
    [cases.returned, String(jobs.returned), 0, '5000000', 'for-claimant', true, '5000000'],
  ])
  for (const shown of listed) {
    const args = [BigInt(shown.id)] as const
    const { arbitration } = own.contracts
    expect(secondsOf(shown.finalAt)).toBe(
      Number(await client.readContract({ ...arbitration, functionName: 'finalAt', args })),
    )
    const outcome = await client.readContract({ ...arbitration, functionName: 'outcomeOf', args })
    expect(outcome).toBe(['unanswered', 'undecided', 'for-claimant', 'for-respondent'].indexOf(shown.state))
    expect(shown).toMatchObject({
      lease: null,
      contested: null,
      bond: { value: String((await own.terms()).disputeBond) },
    })
    expect(shown.court).toMatchObject({ contract: 'MilestoneLeases', address: contractsOf().leases.address })
    expect(await read<Dispute>(`/compute/disputes/${shown.id}`)).toEqual(shown)
  }
  const returned = await read<Dispute>(`/compute/disputes/${cases.returned}`)
  expect(returned).toMatchObject({
    claimant: { address: tenant.address },
    respondent: { address: operators.loner.address },
    evidence: [{ digest: digestOf('it is empty') }],
    settlement: { slashed: { value: '0' }, penalty: { value: '0' } },
  })
})

type Reward = {
  epoch: number
  made: number
  passed: number
  multiplierBps: number
  state: string
  ordinal: number
  amount: Amount
}
type Provider = {
  reputation: {
    fees: Amount
    leases: number
    completed: number
    noticed: number
    disputesLost: number
    completedBps: number | null
    availabilityBps: number | null
    disputesOpen: number
  }
  leases: { fee: Amount }[]
  reputationEvents: { kind: string; lease: string | null; job: string | null }[]
  challenges: { epoch: number; auditor: { id: number } | null; made: number; passed: number }[]
  rewards: Reward[]
}

test('R4 and R5 weighs what a provider did in jobs as in leases, and lists the events that say so', async () => {
  const shown = await read<Provider>(`/compute/providers/${first}`)
  // Of its leases one was paid by the budget; its accepted jobs are all of a tenant of another party.
  expect(shown.reputation).toMatchObject({
    ...{ leases: 5, completed: 3, noticed: 1, disputesLost: 0, disputesOpen: 1, availabilityBps: 9_700 },
  })
  const ofJobs = shown.reputationEvents.filter(({ job }) => job !== null)
  expect(ofJobs.map(({ kind, job }) => `${kind} ${job}`)).toEqual([
    ...['missed 5', 'paid 1', 'paid 3', 'paid 1'],
    ...['accepted 8', 'accepted 5', 'accepted 3', 'accepted 1'],
  ])
  expect(shown.reputationEvents[0]).toMatchObject({ kind: 'challenged', lease: null, job: null })
  const jobsOfFirst = await read<Job[]>(`/compute/jobs?provider=${first}`)
  expect(amountOf(shown.reputation.fees)).toBe(sumOf([...shown.leases, ...jobsOfFirst].map(({ fee }) => fee)))

  // It is of no party: its fees count, and what it lost.
  const alone = await read<Provider>(`/compute/providers/${loner}`)
  expect(alone.reputation).toMatchObject({ leases: 0, completed: 0, disputesLost: 2, availabilityBps: 5_000 })
  const { feeBps } = await own.terms()
  const [earned, forgone] = [feeOn(9_000_000n, feeBps), feeOn(5_000_000n, feeBps)]
  // Leases of a few base units change it by less than a hundredth of a percent.
  expect(alone.reputation.completedBps).toBe(Number((earned * 10_000n) / (earned + forgone)))
  expect(alone.reputationEvents.filter(({ job }) => job !== null).map(({ kind, job }) => `${kind} ${job}`)).toEqual([
    ...['paid 4', 'returned 2', 'accepted 4', 'accepted 2'],
  ])
})

test('R9 challenges, rewards and the money for them are as the contract has them', async () => {
  const { client } = dao.chain
  const { rewards } = contractsOf()
  const shown = (await read<Market>('/compute/market')).rewards
  expect([shown.address, amountOf(shown.pot)]).toEqual([rewards.address, await balanceOf(rewards.address)])
  for (const { fromEpoch, base, freeNodes } of shown.rules) {
    const onChain = await client.readContract({ ...rewards, functionName: 'rewardsAt', args: [fromEpoch] })
    expect({ base: amountOf(base), freeNodes }).toEqual(onChain)
  }
  expect(shown.rules.map(({ fromEpoch }) => fromEpoch)).toEqual([epoch, 0])
  expect(shown.multipliers.map(({ pool, fromEpoch }) => [pool.id, fromEpoch])).toEqual([[String(market.pool), epoch]])
  const args = [market.pool, epoch] as const
  expect(shown.multipliers[0]?.bps).toBe(await client.readContract({ ...rewards, functionName: 'multiplierAt', args }))

  for (const id of [first, loner]) {
    const provider = await read<Provider>(`/compute/providers/${id}`)
    const tally = await client.readContract({ ...rewards, functionName: 'tallyOf', args: [id, epoch] })
    const made = { made: Number(tally.made), passed: Number(tally.passed) }
    expect(provider.challenges).toMatchObject([{ epoch, auditor: { id: 1 }, ...made }])
    const [reward] = provider.rewards
    expect(provider.rewards).toHaveLength(1)
    expect(reward).toMatchObject({ epoch, ...made, multiplierBps: 15_000, ordinal: 1 })
    expect(reward?.state).toBe(tally.claimed ? 'paid' : 'claimable')
    const waits = await client.readContract({ ...rewards, functionName: 'rewardOf', args: [id, epoch] })
    // 2 DUSD at 1.5, for 97 of 100; what was paid is not to be had again.
    expect(reward && amountOf(reward.amount)).toBe(tally.claimed ? 2_910_000n : waits)
  }
})

test('I3 a lease says what its tenant confirmed to have used, as the contract of receipts does', async () => {
  type Lease = { confirmed: string | null; events: { kind: string; gpuSeconds: string | null }[] }
  const used = await read<Lease>(`/compute/leases/${jobs.usedLease}`)
  const args = [jobs.usedLease] as const
  expect(BigInt(used.confirmed ?? 0)).toBe(
    await dao.chain.client.readContract({ ...contractsOf().receipts, functionName: 'confirmedOf', args }),
  )
  const confirmed = used.events.filter(({ kind }) => kind === 'confirmed')
  expect(confirmed.map(({ gpuSeconds }) => gpuSeconds).sort()).toEqual([String(jobs.confirmed), '60'])
  expect((await read<Lease>(`/compute/leases/${market.orders.ended}`)).confirmed).toBe(null)
})

test('exports all jobs, and the milestones of disputes, as of a block that the name of the file tells', async () => {
  const rowsOf = async (name: string) => {
    const response = await fetch(`${api.origin}/api/v1/export/${name}.csv`)
    const block = response.headers.get('X-Index-Block')
    expect(response.headers.get('Content-Disposition')).toMatch(
      new RegExp(`^attachment; filename="${name}-${block}-0x[0-9a-f]{64}\\.csv"$`),
    )
    const [names = [], ...rows] = (await response.text())
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    return rows.map((row) => Object.fromEntries(names.map((column, index) => [column, row[index]])))
  }
  const listed = await read<Job[]>('/compute/jobs')
  expect(await rowsOf('jobs')).toMatchObject(
    listed.map((job) => ({
      id: job.id,
      state: job.state,
      tenant: job.tenant.address,
      party: job.party?.id ?? '',
      provider: job.provider.id,
      amount: job.amount.value,
      undelivered: job.undelivered.value,
      unpaid: job.unpaid.value,
      fee: job.fee.value,
      milestones: String(job.milestones.length),
      delivered: String(job.delivered),
      spec_digest: job.specDigest,
    })),
  )
  const disputed = (await rowsOf('disputes')).filter(({ job }) => job !== '')
  expect(disputed.map(({ id, job, milestone, lease }) => [id, job, milestone, lease])).toEqual([
    [cases.running, String(jobs.running), '1', ''],
    [cases.undecided, String(jobs.undecided), '0', ''],
    [cases.kept, String(jobs.kept), '0', ''],
    [cases.returned, String(jobs.returned), '0', ''],
  ])
})

const open = async (path: string, viewer?: Address): Promise<string> => {
  const response = await fetch(`${api.origin}${path}`, { headers: { Cookie: viewer ? `viewer=${viewer}` : '' } })
  expect({ path, status: response.status }).toEqual({ path, status: 200 })
  return response.text()
}

test('jobs have pages: the list, each job, the form, and the case over a milestone', async () => {
  const list = await open('/compute/jobs')
  for (const id of ids) expect(list).toContain(`href="/compute/jobs/${id}"`)
  const offered = await open('/compute/jobs?state=offered')
  expect(ids.filter((id) => offered.includes(`href="/compute/jobs/${id}"`))).toEqual([String(jobs.offered)])
  for (const id of ids) {
    const { milestones, specDigest } = await read<Job>(`/compute/jobs/${id}`)
    const page = await open(`/compute/jobs/${id}`)
    expect(page).toContain(specDigest)
    for (const { digest, dispute } of milestones) {
      if (digest !== null) expect(page).toContain(digest)
      if (dispute !== null) expect(page).toContain(`href="/compute/disputes/${dispute}"`)
    }
  }
  expect(await open('/compute/jobs/new')).toContain('Sixteen milestones at most')
  expect(await open(`/compute/providers/${first}`)).toContain(`href="/compute/jobs/new?provider=${first}"`)
  expect(await open(`/compute/providers/${market.providers.retired}`)).not.toContain('/compute/jobs/new?')
  const dispute = await open(`/compute/disputes/${cases.returned}`)
  expect(dispute).toContain(`<a href="/compute/jobs/${jobs.returned}">Job 2, milestone 1</a>`)
  expect(dispute).toContain('5.00\u00a0DUSD went back to the tenant, with both bonds.')
  expect(await open('/compute/disputes')).toContain(`<a href="/compute/jobs/${jobs.returned}">Job 2, milestone 1</a>`)
})

test('a page offers each reader what the contract would take of them now, and nothing else', async () => {
  const buttonsOf = (page: string) =>
    [...page.matchAll(/<button type="button" class="btn (?:main )?wide">([^<]*)/g)].map(([, text]) => text)
  const offers = async (id: bigint, viewer: Address, query = '') =>
    buttonsOf(await open(`/compute/jobs/${id}${query}`, viewer)).filter((text) => !text?.includes('owe'))
  const digest = digestOf('the last part')
  const { running, offered, done } = jobs
  expect(await offers(offered, tenant.address)).toEqual(['Take the offer back'])
  expect(await offers(offered, operators.first.address)).toEqual(['Accept the job'])
  const delivery = `?deliver=2&digest=${digest}`
  expect(await offers(running, operators.first.address, delivery)).toEqual([
    'Deliver milestone 3, with a bond of 10.00\u00a0DUSD',
    'Have milestone 1 paid',
  ])
  // The digest of a milestone that was delivered is none of the next.
  expect(await offers(running, operators.first.address, `?deliver=1&digest=${digest}`)).toHaveLength(1)
  expect(await offers(running, member.address)).toEqual(['Accept milestone 1'])
  expect(await offers(running, other.address)).toEqual(['Have milestone 1 paid'])
  expect(await offers(done, other.address)).toEqual([])
  // What is owed is taken from whom owes it: bonds of leases of the market, bonds and money back of jobs.
  for (const path of [`/compute/jobs/${done}`, `/compute/leases/${market.orders.running}`]) {
    expect(buttonsOf(await open(path, tenant.address)).slice(-2)).toEqual([
      expect.stringMatching(/^Take .*\sDUSD that you are owed$/),
      expect.stringMatching(/^Take .*\sDUSD that jobs owe you$/),
    ])
  }
  // A vote can still answer that its arbiters gave no verdict; once it cannot, anyone carries that out.
  const { finalAt } = await read<Dispute>(`/compute/disputes/${cases.running}`)
  const onCase = async () => buttonsOf(await open(`/compute/disputes/${cases.running}`, other.address))
  expect(await onCase()).toEqual([])
  await own.pass(secondsOf(finalAt) - (await own.now()))
  await dao.indexed()
  expect(await onCase()).toEqual(['Carry the verdict out'])
  for (const viewer of [member, operators.first, other]) {
    expect((await offers(running, viewer.address)).at(-1)).toBe('Carry the verdict on milestone 2 out')
  }
})

test('19.4 a delivery that is released is shown paid, and its fee waiting, as of that very block', async () => {
  await own.call(other, 'MilestoneLeases', 'release', [jobs.running, 0])
  const { hash, number } = await dao.indexed()
  const { body } = await api.get(`/compute/jobs/${jobs.running}`)
  expect(body.asOf).toMatchObject({ block: Number(number), hash })
  expect((body.data as Job).milestones[0]).toMatchObject({ state: 'paid', payableFrom: null, fee: { value: '250000' } })
  expect((await expectMoney()).fees).toBe(250_000n)
})
