import { type Address, encodeFunctionData, type Hex, type LocalAccount, maxUint256, type PublicClient } from 'viem'
import { allocationPolicyAbi, computeTreasuryAbi, demoMoneyAbi, partyRegistryAbi } from '~/chain/abi/generated'
import type { Addresses } from '~/chain/deploy-plan'
import type { Deployment } from '~/chain/deployment'
import { findLevels } from '../settle/find-levels'
import { applicantAccount, faucet, maintainer, stewards } from './cast'
import type { Step } from './chain-writer'
import { demoAccount } from './keys'
import { dealTasks, demoPools, slotPool } from './pools'
import type { Happening } from './timeline'
import type { Quality } from './trace'

const DAY = 86_400
const CHAIN_ID = 31_337
/** How many epochs were asked for before the one that runs at the end. */
const EPOCHS = 14
const FUNDING = 500_000_000_000n
/** What a lab asks for of the slots, which no task of the trace wants. */
const SLOT_SECONDS = 28_800n

/** Proves levels for everybody; a keeper needs no right. */
const keeper = demoAccount('keeper')
/** The key of a simulation group's scheduler, within a limit that its controller set. */
const agent = demoAccount('agent of simulation 1')
const simulation = applicantAccount('simulation 1')

/** Who asks: tasks of one quality of the trace for each kind of party. */
const tenants: Record<Quality, LocalAccount[]> = {
  LS: [0, 4, 8].map((index) => stewards[index] as LocalAccount),
  Burstable: [1, 5, 9].map((index) => stewards[index] as LocalAccount).concat(applicantAccount('university 1')),
  Guaranteed: [3, 7, 11]
    .map((index) => stewards[index] as LocalAccount)
    .concat([1, 2, 3].map((number) => applicantAccount(`public ${number}`))),
  BE: [simulation],
}

/** They sign, and somebody else pays for sending it. */
const signers = new Set(tenants.Guaranteed.map(({ address }) => address))

const types = {
  Request: [
    { name: 'account', type: 'address' },
    { name: 'party', type: 'uint32' },
    { name: 'pool', type: 'uint32' },
    { name: 'epoch', type: 'uint48' },
    { name: 'want', type: 'uint64' },
    { name: 'seq', type: 'uint48' },
  ],
} as const

/** Where and when the demo's compute happens. */
export type Compute = {
  at: Addresses
  end: number
  /** UNIX second at which epoch 0 began, and how many seconds an epoch has. */
  genesis: number
  length: number
  settleWindow: number
  money: Address
  client: PublicClient
  deployment: Deployment
}

type Ask = { pool: number; epoch: number; want: bigint }

const later = (at: number, build: () => Promise<Step[]>): Happening => ({
  at: at - 1,
  steps: () => [],
  follow: async () => {
    const steps = await build()
    return [{ at, steps: () => steps }]
  },
})

const encode = encodeFunctionData

const isAgentNamed = async (party: number, { at, client }: Compute): Promise<boolean> => {
  const args = [party, agent.address] as const
  const parties = { address: at.PartyRegistry, abi: partyRegistryAbi } as const
  return (await client.readContract({ ...parties, functionName: 'agentOf', args })).id !== 0
}

const request = async (
  account: LocalAccount,
  party: number,
  { pool, epoch, want }: Ask,
  compute: Compute,
): Promise<Step> => {
  const to = compute.at.AllocationPolicy
  const seq = 1
  const abi = allocationPolicyAbi
  const label = `request of ${account.address} for pool ${pool} in epoch ${epoch}`
  // The first of an epoch opens every pool up to its own.
  const step = { to, gas: 2_000_000n, label }
  if (signers.has(account.address)) {
    const signed = { account: account.address, party, pool, epoch, want, seq }
    const signature = await account.signTypedData({
      domain: { name: 'Ostrakon AllocationPolicy', version: '1', chainId: CHAIN_ID, verifyingContract: to },
      types,
      primaryType: 'Request',
      message: signed,
    })
    return { ...step, from: faucet, data: encode({ abi, functionName: 'requestBySig', args: [signed, signature] }) }
  }
  if (account.address === simulation.address && (await isAgentNamed(party, compute))) {
    const args = [party, pool, epoch, want, seq] as const
    return { ...step, from: agent, data: encode({ abi, functionName: 'requestFor', args }) }
  }
  return { ...step, from: account, data: encode({ abi, functionName: 'request', args: [pool, epoch, want, seq] }) }
}

/** What the accounts of one quality ask for in an epoch; who is no party yet, or finds nothing shared, does not ask. */
const listRequests = async (quality: Quality, turn: number, epoch: number, compute: Compute): Promise<Step[]> => {
  const { at, client } = compute
  const members = tenants[quality]
  const steps: Step[] = []
  for (const [member, account] of members.entries()) {
    const [party] = await client.readContract({
      address: at.PartyRegistry,
      abi: partyRegistryAbi,
      functionName: 'tenantNext',
      args: [account.address],
    })
    if (party === 0) continue
    const wants = dealTasks({ quality, member, members: members.length, epoch: turn, epochs: EPOCHS + 1 })
    if (account.address === maintainer.address) wants.set(slotPool, SLOT_SECONDS)
    for (const [pool, want] of wants) {
      const args = [pool, epoch] as const
      const allocation = { address: at.AllocationPolicy, abi: allocationPolicyAbi } as const
      if ((await client.readContract({ ...allocation, functionName: 'capacityAt', args })) === 0n) continue
      steps.push(await request(account, party, { pool, epoch, want }, compute))
    }
  }
  return steps
}

const settle = async (epoch: number, { at, client, deployment }: Compute): Promise<Step[]> => {
  const allocation = { address: at.AllocationPolicy, abi: allocationPolicyAbi } as const
  const steps: Step[] = []
  for (const index of demoPools.keys()) {
    const pool = index + 1
    const round = await client.readContract({ ...allocation, functionName: 'roundOf', args: [pool, epoch] })
    if (!round.opened) continue
    const unsettled = { pool, epoch, capacity: Number(round.capacity), version: round.version }
    const { levels } = await findLevels({ client, deployment }, unsettled)
    const args = [pool, epoch, levels, 1_000n] as const
    const data = encode({ abi: allocationPolicyAbi, functionName: 'verify', args })
    const label = `settlement of pool ${pool} in epoch ${epoch}`
    steps.push({ from: keeper, to: at.AllocationPolicy, gas: 3_000_000n, data, label })
  }
  return steps
}

const tellEpoch = (turn: number, epoch: number, compute: Compute): Happening[] => {
  const { genesis, length, settleWindow } = compute
  const start = genesis + epoch * length
  const parts: [Quality, number][] = [
    ['BE', 0.05],
    ['LS', 0.12],
    ['Guaranteed', 0.22],
    ['Burstable', 0.31],
  ]
  return [
    ...parts.map(([quality, part]) =>
      later(Math.floor(start - length + part * length), () => listRequests(quality, turn, epoch, compute)),
    ),
    later(start - settleWindow + 300, () => settle(epoch, compute)),
  ]
}

const fund = ({ at, end, money }: Compute): Happening[] => {
  const step = (to: Address, data: Hex, label: string): Step => ({ from: faucet, to, gas: 200_000n, data, label })
  const approve = encode({ abi: demoMoneyAbi, functionName: 'approve', args: [at.ComputeTreasury, maxUint256] })
  const pay = encode({ abi: computeTreasuryAbi, functionName: 'fund', args: [FUNDING] })
  const gas = [keeper, agent, simulation, ...tenants.Burstable, ...tenants.LS].map(
    ({ address }): Step => ({
      from: faucet,
      to: address,
      value: 10n ** 18n,
      gas: 21_000n,
      label: `gas for ${address}`,
    }),
  )
  return [
    {
      at: Math.floor(end - 48 * DAY),
      steps: () => [step(money, approve, 'approval'), step(at.ComputeTreasury, pay, 'money for the treasury'), ...gas],
    },
  ]
}

/** The group's controller names its scheduler's key for thirty days. */
const nameAgent = ({ at, end, client }: Compute): Happening =>
  later(Math.floor(end - 8 * DAY), async () => {
    const [party] = await client.readContract({
      address: at.PartyRegistry,
      abi: partyRegistryAbi,
      functionName: 'tenantNext',
      args: [simulation.address],
    })
    if (party === 0) return []
    const args = [party, agent.address, Math.floor(end + 22 * DAY), 2_000_000n, 1_000_000_000n] as const
    const data = encode({ abi: partyRegistryAbi, functionName: 'setAgent', args })
    return [{ from: simulation, to: at.PartyRegistry, gas: 200_000n, data, label: 'an agent is named' }]
  })

/** Money for the treasury, an agent, and two weeks of requests and settlements, up to what is asked for tomorrow. */
export const tellCompute = (compute: Compute): Happening[] => {
  const { end, genesis, length } = compute
  const next = Math.floor((end - genesis) / length) + 1
  const turns = Array.from({ length: EPOCHS + 1 }, (_, turn) => turn)
  return [
    ...fund(compute),
    nameAgent(compute),
    ...turns.flatMap((turn) => tellEpoch(turn, next - EPOCHS + turn, compute)),
  ]
}

/** Whose nonces the history needs to know. */
export const computeAccounts = [keeper, agent, simulation, ...Object.values(tenants).flat()].map(
  ({ address }) => address,
)
