import { type Address, encodeFunctionData, type Hex, parseEther } from 'viem'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeTreasuryAbi,
  councilAbi,
  custodyAbi,
  modelRegistryAbi,
  nodeRewardsAbi,
  orderBookAbi,
  partyRegistryAbi,
  providerRegistryAbi,
  stewardGovernorAbi,
  stewardSeatsAbi,
  votingTokenAbi,
} from '~/chain/abi/generated'
import { type Addresses, toMarketTerms } from '~/chain/deploy-plan'
import { getProfile } from '~/chain/profile'
import type { DemoPool } from './pools'
import type { Call } from './story'

type MarketTerms = ReturnType<typeof toMarketTerms>

const call = (target: Address, data: Hex): Call => ({ target, value: 0n, data })

type StageMove = 'advanceToRedTeam' | 'advanceToGated' | 'advanceToOpen' | 'revoke'

export const moveRelease = (functionName: StageMove, release: number) => (at: Addresses) => [
  call(at.ModelRegistry, encodeFunctionData({ abi: modelRegistryAbi, functionName, args: [release] })),
]

export const appointEvaluators = (accounts: readonly Address[]) => (at: Addresses) =>
  accounts.map((account) =>
    call(
      at.ModelRegistry,
      encodeFunctionData({ abi: modelRegistryAbi, functionName: 'appointEvaluator', args: [account] }),
    ),
  )

export const overrule = (attestation: number) => (at: Addresses) => [
  call(at.ModelRegistry, encodeFunctionData({ abi: modelRegistryAbi, functionName: 'overrule', args: [attestation] })),
]

type Grant = { seal: number; grantee: Address; recipient: Hex; until: number }

export const grantAccess =
  ({ seal, grantee, recipient, until }: Grant) =>
  (at: Addresses) => [
    call(
      at.Custody,
      encodeFunctionData({ abi: custodyAbi, functionName: 'grant', args: [seal, grantee, recipient, until] }),
    ),
  ]

export const admitParty = (controller: Address, kind: number) => (at: Addresses) => [
  call(
    at.PartyRegistry,
    encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [controller, kind] }),
  ),
]

export const admitParties = (controllers: readonly Address[], kind: number) => (at: Addresses) => [
  call(
    at.PartyRegistry,
    encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admitMany', args: [controllers, kind] }),
  ),
]

export const admitSteward = (steward: Address, party: number, constituency: number) => (at: Addresses) => [
  call(
    at.StewardSeats,
    encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'admit', args: [steward, party, constituency] }),
  ),
]

export const removeSeat = (seat: bigint) => (at: Addresses) => [
  call(at.StewardSeats, encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'remove', args: [seat] })),
]

export const setCapacities = (capacities: readonly number[]) => (at: Addresses) => [
  call(
    at.StewardSeats,
    encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'setCapacities', args: [capacities] }),
  ),
]

export const appointCouncil = (account: Address, until: number) => (at: Addresses) => [
  call(at.Council, encodeFunctionData({ abi: councilAbi, functionName: 'appoint', args: [account, until] })),
]

export const mintTokens = (to: Address, amount: string) => (at: Addresses) => [
  call(
    at.VotingToken,
    encodeFunctionData({ abi: votingTokenAbi, functionName: 'mint', args: [to, parseEther(amount)] }),
  ),
]

export const setThreshold = (amount: string) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setProposalThreshold', args: [parseEther(amount)] }),
  ),
]

export const setVotingPeriod = (seconds: number) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setVotingPeriod', args: [seconds] }),
  ),
]

export const setQuorum = (bps: bigint) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'updateQuorumNumerator', args: [bps] }),
  ),
]

export const setCharterQuorum = (bps: bigint) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'updateCharterQuorumNumerator', args: [bps] }),
  ),
]

const allocation = (at: Addresses, data: Hex): Call => call(at.AllocationPolicy, data)

/** Adds all pools of the demo at once. */
export const addPools = (pools: readonly DemoPool[]) => (at: Addresses) =>
  pools.map(({ name, capacity }) =>
    allocation(at, encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'addPool', args: [name, capacity] })),
  )

export const closePool = (pool: number) => (at: Addresses) => [
  allocation(at, encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'closePool', args: [pool] })),
]

export const lowerCap = (capBps: number) => (at: Addresses) => [
  allocation(at, encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'lowerCap', args: [capBps] })),
]

/** Another cap, and other reserves and weights of the classes; kinds stay where the profile has them. */
export const sharePools =
  (capBps: number, classes: readonly { reserveBps: number; weight: number }[]) => (at: Addresses) => [
    allocation(
      at,
      encodeFunctionData({
        abi: allocationPolicyAbi,
        functionName: 'setPolicy',
        args: [{ capBps, classes, kinds: getProfile('demo').allocation.policy.kinds }],
      }),
    ),
  ]

/** What each of the demo's pools gets per epoch, `times` what a day of it costs at most. */
export const schedulePools =
  (pools: readonly (DemoPool & { pool: number })[], times = 1n) =>
  (at: Addresses) =>
    pools.map(({ pool, capacity: gpuSeconds, money, maxRate }) =>
      call(
        at.ComputeTreasury,
        encodeFunctionData({
          abi: computeTreasuryAbi,
          functionName: 'setSchedule',
          args: [pool, { gpuSeconds: gpuSeconds * times, money: money * times, maxRate }],
        }),
      ),
    )

type MoneyGrant = { recipient: Address; amount: bigint; start: number; cliff: number; end: number }

export const grantMoney =
  ({ recipient, amount, start, cliff, end }: MoneyGrant) =>
  (at: Addresses) => [
    call(
      at.ComputeTreasury,
      encodeFunctionData({
        abi: computeTreasuryAbi,
        functionName: 'grantMoney',
        args: [recipient, amount, start, cliff, end],
      }),
    ),
  ]

/** Plain ether to an account: the timelock owns none, and a call with value is always a charter matter. */
export const sendEther = (to: Address, amount: string) => () => [
  { target: to, value: parseEther(amount), data: '0x' } satisfies Call,
]

type Opening = {
  auditors: readonly Address[]
  arbiters: readonly Address[]
  attributes: readonly string[]
  /** Basis points of the base reward, by pool from the first. */
  multipliers: readonly number[]
}

/** Who looks at nodes, who decides disputes, what the attributes of nodes mean, and what being there is worth. */
export const openMarket = (people: Opening) => (at: Addresses) => [
  ...people.auditors.map((account) =>
    call(
      at.ProviderRegistry,
      encodeFunctionData({ abi: providerRegistryAbi, functionName: 'appointAuditor', args: [account] }),
    ),
  ),
  ...people.arbiters.map((account) =>
    call(at.Arbitration, encodeFunctionData({ abi: arbitrationAbi, functionName: 'appointArbiter', args: [account] })),
  ),
  ...people.attributes.map((name) =>
    call(
      at.ProviderRegistry,
      encodeFunctionData({ abi: providerRegistryAbi, functionName: 'addAttribute', args: [name] }),
    ),
  ),
  ...people.multipliers.map((bps, index) =>
    call(
      at.NodeRewards,
      encodeFunctionData({ abi: nodeRewardsAbi, functionName: 'setMultiplier', args: [index + 1, bps] }),
    ),
  ),
]

/** The demo profile's terms of the market with others in place of some. */
export const setMarketTerms = (changed: Partial<MarketTerms>) => (at: Addresses) => {
  const terms = { ...toMarketTerms(getProfile('demo').market.terms), ...changed }
  return [call(at.OrderBook, encodeFunctionData({ abi: orderBookAbi, functionName: 'setTerms', args: [terms] }))]
}
