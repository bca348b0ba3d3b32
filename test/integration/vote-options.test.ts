import { type Address, encodeFunctionData, keccak256, stringToBytes } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holderAt, people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { partyRegistryAbi, stewardGovernorAbi, stewardSeatsAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { type Choice, type House, houseIndex } from '~/domain/ballot'
import { type Phase, PROPOSAL_STATES, phaseAt } from '~/domain/proposal-state'
import { buildBallotOptions, buildProposalActs, type ProposalAct } from '~/domain/vote-options'
import type { ChainAccess, Intent } from '~/domain/wallet'
import { encodeIntent } from '~/wallet/encode-intent'

const houses: readonly House[] = ['token', 'seat']
const ballots: readonly Choice[] = ['for', 'against', 'abstain']
const acts: readonly ProposalAct[] = ['queue', 'execute', 'cancel', 'cancel-retiered']
const stranger: Address = '0x2222222222222222222222222222222222222222'

let chain: TestChain

beforeAll(async () => {
  chain = await startChain()
})
afterAll(() => chain.stop())

const openSituation = async (description: string, proposer = holderAt(0)) => {
  const { client, deployment } = chain
  const at = (name: Parameters<typeof addressOf>[1]) => addressOf(deployment, name)
  const governor = { address: at('StewardGovernor'), abi: stewardGovernorAbi }
  const seats = { address: at('StewardSeats'), abi: stewardSeatsAbi }
  const access: ChainAccess = {
    chainId: 31_337,
    name: 'local',
    rpcUrl: chain.url,
    demo: true,
    contracts: {
      governor: governor.address,
      token: at('VotingToken'),
      seats: seats.address,
      registry: at('ModelRegistry'),
      custody: at('Custody'),
      allocation: at('AllocationPolicy'),
      treasury: at('ComputeTreasury'),
      book: at('OrderBook'),
      market: at('ComputeMarket'),
      arbitration: at('Arbitration'),
      jobs: at('MilestoneLeases'),
      rewards: at('NodeRewards'),
      receipts: at('UsageReceipts'),
      money: at('ComputeTreasury'),
    },
  }
  // A call of its own, so that no other proposal's execution makes it fail.
  const account: Address = `0x${keccak256(stringToBytes(description)).slice(2, 42)}`
  const data = encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [account, 1] })
  const target = at('PartyRegistry')
  const id = await chain.propose(proposer, description, [{ target, data }])
  const calls = [{ target, value: '0', calldata: data }]
  const descriptionHash = keccak256(stringToBytes(description))

  const accepts = (from: Address, intent: Intent) =>
    client.call({ account: from, ...encodeIntent(access, intent) }).then(
      () => true,
      () => false,
    )
  const read = async (functionName: 'proposalSnapshot' | 'proposalDeadline' | 'proposalEta' | 'state') =>
    Number(await client.readContract({ address: governor.address, abi: stewardGovernorAbi, functionName, args: [id] }))
  const base = await read('proposalDeadline')

  const lookAs = async (from: Address) => {
    const now = Number(await client.readContract({ ...governor, functionName: 'clock' }))
    const [snapshot, deadline, eta, state] = await Promise.all([
      read('proposalSnapshot'),
      read('proposalDeadline'),
      read('proposalEta'),
      read('state'),
    ])
    const milestones = {
      snapshot,
      deadline: base,
      extendedDeadline: deadline === base ? null : deadline,
      eta: eta === 0 ? null : eta,
      executed: false,
      canceled: false,
    }
    const phase = phaseAt(PROPOSAL_STATES[state] ?? 'pending', milestones, now)
    const past = BigInt(Math.min(snapshot, now - 1))
    const power = {
      token: await client.readContract({ ...governor, functionName: 'getVotes', args: [from, past] }),
      seat: await client.readContract({ ...seats, functionName: 'getPastVotes', args: [from, past] }),
    }
    const voted = async (house: House) =>
      client.readContract({ ...governor, functionName: 'hasVotedIn', args: [id, from, houseIndex[house]] })
    return { phase, power, voted }
  }

  /** What pages would offer this account, and what the contract accepts from it. */
  const compare = async (from: Address): Promise<{ phase: Phase; offered: string[]; accepted: string[] }> => {
    const { phase, power, voted } = await lookAs(from)
    const offered: string[] = []
    const accepted: string[] = []
    for (const house of houses) {
      const ballot = (await voted(house)) ? 'for' : null
      const options = buildBallotOptions({ phase, power: power[house], ballot })
      offered.push(
        ...ballots.filter((choice) => options.allowed.includes(choice)).map((choice) => `${house} ${choice}`),
      )
      for (const choice of ballots) {
        const intent = { kind: 'vote', proposalId: String(id), house, choice, reason: '' } as const
        if (await accepts(from, intent)) accepted.push(`${house} ${choice}`)
      }
    }
    const situation = { tierRaised: false, recoveryOver: false, onlyTargetsCouncil: false, phase }
    const isProposer = from === proposer.address
    const options = buildProposalActs({ ...situation, isProposer, isCouncil: from === people.council.address })
    offered.push(...acts.filter((act) => options.includes(act)))
    for (const kind of acts) if (await accepts(from, { kind, calls, descriptionHash })) accepted.push(kind)
    return { phase, offered, accepted }
  }

  const everybody = [stranger, proposer.address, holderAt(1).address, stewardAt(0).address, people.council.address]
  const expectAgreement = async (phase: Phase) => {
    for (const from of everybody) {
      const found = await compare(from)
      expect(found.phase).toBe(phase)
      expect(found.offered, `${from} while ${phase}`).toEqual(found.accepted)
    }
  }
  const moveTo = async (time: number) => {
    await client.setNextBlockTimestamp({ timestamp: BigInt(time) })
    await client.mine({ blocks: 1 })
  }
  const send = async (kind: ProposalAct) => {
    const sent = encodeIntent(access, { kind, calls, descriptionHash })
    const hash = await client.sendTransaction({ account: proposer, chain: null, ...sent })
    await client.waitForTransactionReceipt({ hash })
  }
  return { id, base, read, expectAgreement, moveTo, send }
}

test('pages offer exactly what the governor accepts, from the proposal to its execution', async () => {
  const { id, base, read, expectAgreement, moveTo, send } = await openSituation('# From the start to the end')
  await expectAgreement('upcoming')
  await chain.openVote()
  await expectAgreement('voting')
  await chain.vote(holderAt(1), id, 1)
  await chain.voteSeat(stewardAt(0), id, 1)
  await expectAgreement('voting')
  for (const index of [2, 3]) await chain.vote(holderAt(index), id, 1)
  for (const index of [1, 2, 3, 4, 5]) await chain.voteSeat(stewardAt(index), id, 1)
  await moveTo(base + 1)
  await expectAgreement('queueable')
  await send('queue')
  await expectAgreement('delayed')
  await moveTo(await read('proposalEta'))
  await expectAgreement('executable')
  await send('execute')
  await expectAgreement('closed')
})

test('pages offer only objections once a late ballot turned the result', async () => {
  const { id, base, expectAgreement, moveTo } = await openSituation('# Turned late')
  await chain.openVote()
  for (const index of [0, 1, 2, 3, 4]) await chain.voteSeat(stewardAt(index + 1), id, 1)
  await moveTo(base - 60)
  await chain.vote(holderAt(2), id, 1)
  await chain.vote(holderAt(3), id, 1)
  await moveTo(base + 1)
  await expectAgreement('objection')
})

test('pages offer nothing for a defeated, an expired or a canceled proposal', async () => {
  const defeated = await openSituation('# Defeated')
  await defeated.moveTo(defeated.base + 1)
  await defeated.expectAgreement('closed')

  const canceled = await openSituation('# Canceled by its proposer')
  await canceled.send('cancel')
  await canceled.expectAgreement('closed')
})
