import { encodeFunctionData, type Hex, keccak256, type LocalAccount, stringToHex, toFunctionSelector } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import {
  accessManagerAbi,
  modelRegistryAbi,
  partyRegistryAbi,
  stewardGovernorAbi,
  stewardSeatsAbi,
} from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { choiceSupport, choices, houseParams } from '~/domain/ballot'
import { PROPOSAL_STATES } from '~/domain/proposal-state'
import { tierNumber } from '~/domain/tier'
import { getProposal, getViewer, listProposals } from '~/features/proposals/read.server'

let dao: TestDao
beforeAll(async () => {
  dao = await startDao()
})
afterAll(() => dao?.stop())

const pick = <Item>(list: readonly Item[], index: number): Item => {
  const item = list[index]
  if (item === undefined) throw new Error(`there is no item ${index}`)
  return item
}
const holder = (index: number): LocalAccount => pick(people.holders, index)
const steward = (index: number): LocalAccount => pick(people.stewards, index)

type Tier = 'routine' | 'policy' | 'charter'
type Proposed = { id: bigint; calls: Call[]; description: string }
type Houses = { holders?: [number, 0 | 1 | 2][]; stewards?: [number, 0 | 1 | 2][] }

const governorOf = () => ({ address: addressOf(dao.chain.deployment, 'StewardGovernor'), abi: stewardGovernorAbi })

const callsOf = (tier: Tier, nonce: number): Call[] => {
  const { deployment } = dao.chain
  if (tier === 'routine') {
    const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [nonce] })
    return [{ target: addressOf(deployment, 'ModelRegistry'), data }]
  }
  if (tier === 'policy') {
    const account = `0x${nonce.toString(16).padStart(40, '9')}` as const
    const data = encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [account, 2] })
    return [{ target: addressOf(deployment, 'PartyRegistry'), data }]
  }
  const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setVotingDelay', args: [30 + nonce] })
  return [{ target: addressOf(deployment, 'StewardGovernor'), data }]
}

let nonce = 0
const propose = async (tier: Tier): Promise<Proposed> => {
  nonce += 1
  const calls = callsOf(tier, nonce)
  const description = `# ${tier} ${nonce}\n\nA proposal of tier ${tier}.`
  return { id: await dao.chain.propose(holder(0), description, calls), calls, description }
}

const cast = async ({ id }: Proposed, { holders = [], stewards = [] }: Houses): Promise<void> => {
  for (const [index, support] of holders) await dao.chain.vote(holder(index), id, support)
  for (const [index, support] of stewards) await dao.chain.voteSeat(steward(index), id, support)
}

const act = async (name: 'queue' | 'execute' | 'cancel', proposal: Proposed, account = holder(9)) => {
  const { client } = dao.chain
  const data = encodeAct(name, proposal)
  const hash = await client.sendTransaction({ account, chain: null, to: governorOf().address, data })
  const { status } = await client.waitForTransactionReceipt({ hash })
  expect(status).toBe('success')
}

const moveTo = async (time: number): Promise<void> => {
  await dao.chain.client.setNextBlockTimestamp({ timestamp: BigInt(time) })
  await dao.chain.client.mine({ blocks: 1 })
}

/** What the contract says of a proposal in a block. */
const askChain = async (id: bigint, blockNumber: bigint) => {
  const { client } = dao.chain
  const governor = { ...governorOf(), args: [id] as const, blockNumber }
  const [state, votes, seats, dissent, deadline, eta, tier, snapshot] = await Promise.all([
    client.readContract({ ...governor, functionName: 'state' }),
    client.readContract({ ...governor, functionName: 'proposalVotes' }),
    client.readContract({ ...governor, functionName: 'seatVotes' }),
    client.readContract({ ...governor, functionName: 'dissent' }),
    client.readContract({ ...governor, functionName: 'proposalDeadline' }),
    client.readContract({ ...governor, functionName: 'proposalEta' }),
    client.readContract({ ...governor, functionName: 'proposalTier' }),
    client.readContract({ ...governor, functionName: 'proposalSnapshot' }),
  ])
  return { state: PROPOSAL_STATES[state], votes, seats, dissent, deadline, eta, tier, snapshot }
}

const seconds = (moment: { time: string } | null): bigint => (moment ? BigInt(Date.parse(moment.time) / 1000) : 0n)

/** Compares what the portal says of every proposal with what the contract says in the same block. */
const compareAll = async (): Promise<Map<string, string>> => {
  const block = await dao.indexed()
  const clock = await dao.chain.client.readContract({
    ...governorOf(),
    functionName: 'clock',
    blockNumber: block.number,
  })
  expect(BigInt(clock)).toBe(block.timestamp)
  const states = new Map<string, string>()
  for (let id = 1n; id <= BigInt(nonce); id += 1n) {
    const said = await askChain(id, block.number)
    const { data } = await getProposal(String(id))
    const { token, seat } = data.tally
    expect({
      id,
      state: data.state,
      votes: [token.against, token.for, token.abstain].map(({ value }) => BigInt(value)),
      seats: [seat.against, seat.for, seat.abstain].map(({ value }) => BigInt(value)),
      dissent: BigInt(data.schedule.dissentSeconds),
      deadline: seconds(data.deadline),
      eta: seconds(data.eta),
      tier: tierNumber(data.tier),
      snapshot: seconds(data.snapshot),
    }).toEqual({ id, ...said, votes: [...said.votes], seats: [...said.seats] })
    if (said.snapshot < block.timestamp) {
      const quorum = await dao.chain.client.readContract({
        ...governorOf(),
        functionName: 'proposalQuorum',
        args: [id],
        blockNumber: block.number,
      })
      expect(BigInt(token.quorum?.value ?? 0)).toBe(quorum)
    }
    states.set(String(id), data.state)
  }
  return states
}

const accepts = async (account: LocalAccount, data: Hex, blockNumber: bigint): Promise<boolean> =>
  dao.chain.client.call({ account: account.address, to: governorOf().address, data, blockNumber }).then(
    () => true,
    () => false,
  )

const encodeAct = (name: 'queue' | 'execute' | 'cancel' | 'cancelIfRetiered', { calls, description }: Proposed): Hex =>
  encodeFunctionData({
    abi: stewardGovernorAbi,
    functionName: name,
    args: [
      calls.map(({ target }) => target),
      calls.map(({ value }) => value ?? 0n),
      calls.map(({ data }) => data),
      keccak256(stringToHex(description)),
    ],
  })

/** What a page offers to an account is exactly what the contract would take from it in a transaction now. */
const compareOffers = async (proposals: readonly Proposed[]): Promise<void> => {
  const { number } = await dao.indexed()
  for (const account of [holder(0), holder(9), steward(0), people.council]) {
    for (const proposal of proposals) {
      const { data } = await getViewer(account.address, String(proposal.id))
      const said = { token: data.token.allowed, seat: data.seat.allowed, acts: data.acts }
      const taken: { token: string[]; seat: string[]; acts: string[] } = { token: [], seat: [], acts: [] }
      for (const house of ['token', 'seat'] as const) {
        for (const choice of said[house].length > 0 ? choices : (['against'] as const)) {
          const args = [proposal.id, choiceSupport[choice], '', houseParams[house]] as const
          const functionName = 'castVoteWithReasonAndParams'
          const vote = encodeFunctionData({ abi: stewardGovernorAbi, functionName, args })
          if (await accepts(account, vote, number)) taken[house].push(choice)
        }
      }
      for (const name of ['queue', 'execute', 'cancel', 'cancelIfRetiered'] as const) {
        const offered = name === 'cancelIfRetiered' ? 'cancel-retiered' : name
        if (await accepts(account, encodeAct(name, proposal), number)) taken.acts.push(offered)
      }
      const who = `${account.address} on ${proposal.id}`
      expect({ who, token: taken.token.sort(), seat: taken.seat.sort(), acts: taken.acts.sort() }).toEqual({
        who,
        token: [...said.token].sort(),
        seat: [...said.seat].sort(),
        acts: [...said.acts].sort(),
      })
    }
  }
}

/** Every filter by state lists exactly the proposals that are in it. */
const compareFilters = async (states: Map<string, string>): Promise<void> => {
  for (const state of PROPOSAL_STATES) {
    const expected = [...states].filter(([, is]) => is === state).map(([id]) => Number(id))
    const { data } = await listProposals({ state, limit: 200 })
    expect({ state, ids: data.map(({ id }) => Number(id)) }).toEqual({ state, ids: expected.sort((a, b) => b - a) })
  }
}

test('says of every proposal what the contract says, at the edge of every time that counts', async () => {
  const { profile } = dao.chain
  const { objectionWindowSeconds, objectionPeriodSeconds, queueWindowSeconds, gracePeriodSeconds } = profile.governor
  const most: [number, 0 | 1 | 2][] = [0, 1, 2, 3, 4].map((index) => [index, 1])
  const executed = await propose('policy')
  const seatHouseShort = await propose('charter')
  const neverQueued = await propose('charter')
  const neverExecuted = await propose('policy')
  const withdrawn = await propose('routine')
  const stopped = await propose('charter')
  const blocked = await propose('routine')
  const atQuorum = await propose('routine')
  const silent = await propose('policy')
  const flipped = await propose('policy')
  const flippedBack = await propose('policy')
  await compareOffers([withdrawn, executed])
  await act('cancel', withdrawn, holder(0))
  await compareFilters(await compareAll())
  const { snapshot } = await askChain(BigInt(nonce), (await dao.indexed()).number)
  for (const time of [snapshot, snapshot + 1n]) {
    await moveTo(Number(time))
    await compareFilters(await compareAll())
  }

  await cast(executed, { holders: [...most, [5, 0]], stewards: [...most, [5, 0]] })
  await cast(seatHouseShort, { holders: most, stewards: most })
  await cast(neverQueued, { holders: most, stewards: [...most, [5, 1], [6, 1]] })
  await cast(neverExecuted, { holders: most, stewards: most })
  await cast(stopped, { holders: [...most, [5, 0], [6, 2]], stewards: [...most, [5, 1], [6, 1], [7, 0]] })
  await cast(blocked, { holders: most, stewards: [0, 1, 2, 3, 4].map((index) => [index, 0]) })
  await cast(atQuorum, { holders: [[0, 1]], stewards: [0, 1, 2, 3].map((index) => [index, 0]) })
  await cast(flipped, { stewards: most })
  await cast(flippedBack, { stewards: most })
  await compareFilters(await compareAll())

  await compareOffers([executed, blocked, silent, withdrawn])
  const late = await askChain(flipped.id, (await dao.indexed()).number)
  await moveTo(Number(late.deadline) - objectionWindowSeconds + 60)
  await cast(flipped, { holders: most })
  await cast(flippedBack, { holders: most })
  const extended = await compareAll()
  await compareFilters(extended)
  const first = await askChain(executed.id, (await dao.indexed()).number)
  for (const time of [first.deadline, first.deadline + 1n]) {
    await moveTo(Number(time))
    await compareFilters(await compareAll())
  }
  // Made last, so where it stands past an edge all of them do, however long making them took.
  const { deadline: lastDeadline } = await askChain(flippedBack.id, (await dao.indexed()).number)
  await moveTo(Number(lastDeadline) - objectionPeriodSeconds + 2)
  expect((await compareAll()).get(String(flipped.id))).toBe('active')
  expect((await getProposal(String(flipped.id))).data.phase).toBe('objection')
  await compareOffers([flipped, executed, silent])
  await cast(flippedBack, { holders: [5, 6, 7, 8, 9].map((index) => [index, 0]) })
  await cast(flipped, { stewards: [[5, 0]] })
  await compareFilters(await compareAll())

  for (const time of [lastDeadline, lastDeadline + 1n]) {
    await moveTo(Number(time))
    await compareAll()
  }
  await act('queue', executed)
  await act('queue', neverExecuted)
  await act('queue', stopped)
  await compareFilters(await compareAll())
  await compareOffers([stopped, neverQueued])
  await act('cancel', stopped, people.council)
  const ended = await compareAll()
  expect(ended.get(String(flippedBack.id))).toBe('defeated')
  expect(ended.get(String(flipped.id))).toBe('succeeded')

  const { eta } = await askChain(executed.id, (await dao.indexed()).number)
  for (const time of [eta - 1n, eta]) {
    await moveTo(Number(time))
    await compareFilters(await compareAll())
  }
  expect((await getProposal(String(executed.id))).data.phase).toBe('executable')
  await compareOffers([executed, neverExecuted, seatHouseShort])
  await act('execute', executed)
  await compareFilters(await compareAll())

  const { deadline } = await askChain(neverQueued.id, (await dao.indexed()).number)
  const { eta: unused } = await askChain(neverExecuted.id, (await dao.indexed()).number)
  const edges = [Number(deadline) + queueWindowSeconds, Number(unused) + gracePeriodSeconds].sort((a, b) => a - b)
  for (const edge of edges) {
    for (const time of [edge, edge + 1]) {
      await moveTo(time)
      await compareFilters(await compareAll())
    }
  }
  const final = await compareAll()
  expect(Object.fromEntries([...final].map(([id, state]) => [id, state]))).toEqual({
    [String(executed.id)]: 'executed',
    [String(seatHouseShort.id)]: 'defeated',
    [String(neverQueued.id)]: 'expired',
    [String(neverExecuted.id)]: 'expired',
    [String(withdrawn.id)]: 'canceled',
    [String(stopped.id)]: 'canceled',
    [String(blocked.id)]: 'defeated',
    [String(atQuorum.id)]: 'expired',
    [String(silent.id)]: 'defeated',
    [String(flipped.id)]: 'expired',
    [String(flippedBack.id)]: 'defeated',
  })
})

test('counts random ballots as the contract does', async () => {
  let seed = 20_261_123
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const { client } = dao.chain
  await dao.chain.transfer(holder(9), holder(8).address, 7_777_777_777_777_777_777_777_777n)
  await dao.chain.transfer(holder(7), holder(6).address, 1n)
  const proposals: Proposed[] = []
  for (const tier of ['routine', 'policy', 'charter', 'charter', 'policy', 'charter'] as const) {
    proposals.push(await propose(tier))
  }
  const { snapshot, deadline } = await askChain(BigInt(nonce), (await dao.indexed()).number)
  await moveTo(Number(snapshot) + 1)
  for (const proposal of proposals) {
    const holders = Array.from({ length: 10 }, (_, index) => [index, random(4)] as const)
    const stewards = Array.from({ length: 8 }, (_, index) => [index, random(4)] as const)
    const isBallot = (entry: readonly [number, number]): entry is [number, 0 | 1 | 2] =>
      Object.values(choiceSupport).includes(entry[1] as 0 | 1 | 2)
    await cast(proposal, { holders: holders.filter(isBallot), stewards: stewards.filter(isBallot) })
  }
  await compareFilters(await compareAll())
  await moveTo(Number(deadline) + 1)
  await compareFilters(await compareAll())
  const seatsNow = await client.readContract({
    address: addressOf(dao.chain.deployment, 'StewardSeats'),
    abi: stewardSeatsAbi,
    functionName: 'seated',
  })
  expect(seatsNow).toBe(8n)
})

test('offers to cancel, and nothing else, what the charter now puts in a higher tier', async () => {
  const { deployment } = dao.chain
  const { delaySeconds } = dao.chain.profile.governor
  const raised = await propose('policy')
  nonce += 1
  const selector = toFunctionSelector('admit(address,uint8)')
  const manager = addressOf(deployment, 'AccessManager')
  const args = [addressOf(deployment, 'PartyRegistry'), [selector], 0n] as const
  const data = encodeFunctionData({ abi: accessManagerAbi, functionName: 'setTargetFunctionRole', args })
  const description = '# Let only the charter admit parties'
  const calls: Call[] = [{ target: manager, data }]
  const raising: Proposed = { id: await dao.chain.propose(holder(0), description, calls), calls, description }
  const { snapshot, deadline } = await askChain(raising.id, (await dao.indexed()).number)
  await moveTo(Number(snapshot) + 1)
  const everybody: [number, 0 | 1 | 2][] = [0, 1, 2, 3, 4, 5, 6].map((index) => [index, 1])
  await cast(raised, { holders: everybody, stewards: everybody })
  await cast(raising, { holders: everybody, stewards: everybody })
  await moveTo(Number(deadline) + 1)
  await act('queue', raised)
  await act('queue', raising)
  const { eta } = await askChain(raising.id, (await dao.indexed()).number)
  await moveTo(Number(eta))
  expect(delaySeconds[1]).toBeLessThan(delaySeconds[2])
  await compareOffers([raised, raising])
  await act('execute', raising)
  await compareOffers([raised])
  const { data: viewer } = await getViewer(holder(9).address, String(raised.id))
  expect(viewer.acts).toEqual(['cancel-retiered'])
  const { data: shown } = await getProposal(String(raised.id))
  expect({ stored: shown.tier, now: shown.actions[0]?.tier }).toEqual({ stored: 'policy', now: 'charter' })
})
