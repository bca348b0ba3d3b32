import { type Address, encodeDeployData, getContractAddress, type Hex } from 'viem'
import {
  accessManagerAbi,
  allocationPolicyAbi,
  arbitrationAbi,
  computeMarketAbi,
  computeTreasuryAbi,
  councilAbi,
  custodyAbi,
  enclavesAbi,
  epochClockAbi,
  governorBoundsAbi,
  milestoneLeasesAbi,
  modelRegistryAbi,
  nodeRewardsAbi,
  orderBookAbi,
  partyRegistryAbi,
  providerRegistryAbi,
  stewardGovernorAbi,
  stewardSeatsAbi,
  timelockControllerAbi,
  usageReceiptsAbi,
  votingTokenAbi,
} from './abi/generated'
import { type ContractName, contractNames } from './addresses'
import { creationCode } from './bytecode/generated'
import type { Genesis, Profile } from './profile'

export type Addresses = Record<ContractName, Address>

/** The addresses that `deployer` will create when its next transaction has `nonce`. */
export const predictAddresses = (deployer: Address, nonce: number): Addresses => {
  const entries = contractNames.map((name, index) => {
    return [name, getContractAddress({ from: deployer, nonce: BigInt(nonce + index) })] as const
  })
  return Object.fromEntries(entries) as Addresses
}

type DeployPlan = { deployer: Address; at: Addresses; profile: Profile; genesis: Genesis; now: bigint }

/** Creation code with constructor arguments for every contract; `now` is the UNIX second at which epoch 0 begins. */
export const buildCreations = ({ deployer, at, profile, genesis, now }: DeployPlan): Record<ContractName, Hex> => {
  const { governor, seats, bounds, token, council, epoch, custody, enclaves, allocation, market } = profile
  return {
    EpochClock: encodeDeployData({
      abi: epochClockAbi,
      bytecode: creationCode.EpochClock,
      args: [Number(now), epoch.lengthSeconds],
    }),
    AccessManager: encodeDeployData({
      abi: accessManagerAbi,
      bytecode: creationCode.AccessManager,
      args: [deployer],
    }),
    TimelockController: encodeDeployData({
      abi: timelockControllerAbi,
      bytecode: creationCode.TimelockController,
      // No admin: only the timelock itself, that is a proposal, could ever change its roles.
      args: [BigInt(governor.delaySeconds[0]), [at.StewardGovernor], [at.StewardGovernor], zero],
    }),
    PartyRegistry: encodeDeployData({
      abi: partyRegistryAbi,
      bytecode: creationCode.PartyRegistry,
      args: [
        at.AccessManager,
        at.EpochClock,
        at.StewardSeats,
        genesis.parties.map(({ controller }) => controller),
        genesis.parties.map(({ kind }) => kind),
      ],
    }),
    VotingToken: encodeDeployData({
      abi: votingTokenAbi,
      bytecode: creationCode.VotingToken,
      args: [
        token.name,
        token.symbol,
        at.AccessManager,
        genesis.tokens.map(({ account }) => account),
        genesis.tokens.map(({ amount }) => amount),
        token.mintCapBps,
        [at.TimelockController, at.ComputeTreasury, at.ComputeMarket],
      ],
    }),
    StewardSeats: encodeDeployData({
      abi: stewardSeatsAbi,
      bytecode: creationCode.StewardSeats,
      args: [
        at.AccessManager,
        at.PartyRegistry,
        seats.capacities,
        seats.minSeats,
        seats.presenceWindowSeconds,
        seats.termSeconds,
        genesis.seats,
      ],
    }),
    Council: encodeDeployData({
      abi: councilAbi,
      bytecode: creationCode.Council,
      args: [at.TimelockController, BigInt(council.termSeconds), genesis.council ?? zero, council.termSeconds],
    }),
    GovernorBounds: encodeDeployData({
      abi: governorBoundsAbi,
      bytecode: creationCode.GovernorBounds,
      args: [
        {
          votingDelay: toRange(bounds.votingDelaySeconds),
          votingPeriod: toRange(bounds.votingPeriodSeconds),
          proposalThreshold: bounds.proposalThreshold,
          quorum: toRange(bounds.quorumBps),
          charterQuorum: toRange(bounds.charterQuorumBps),
        },
      ],
    }),
    StewardGovernor: encodeDeployData({
      abi: stewardGovernorAbi,
      bytecode: creationCode.StewardGovernor,
      args: [
        {
          name: governor.name,
          daoURI: governor.daoURI,
          token: at.VotingToken,
          seats: at.StewardSeats,
          timelock: at.TimelockController,
          accessManager: at.AccessManager,
          council: at.Council,
          bounds: at.GovernorBounds,
          money: genesis.money,
          votingDelay: governor.votingDelaySeconds,
          votingPeriod: governor.votingPeriodSeconds,
          proposalThreshold: governor.proposalThreshold,
          quorumNumerator: BigInt(governor.quorumBps),
          charterQuorumNumerator: BigInt(governor.charterQuorumBps),
          objectionWindow: governor.objectionWindowSeconds,
          objectionPeriod: governor.objectionPeriodSeconds,
          delays: governor.delaySeconds,
          maxDissent: governor.maxDissentSeconds,
          queueWindow: governor.queueWindowSeconds,
          gracePeriod: governor.gracePeriodSeconds,
        },
      ],
    }),
    ModelRegistry: encodeDeployData({
      abi: modelRegistryAbi,
      bytecode: creationCode.ModelRegistry,
      args: [at.AccessManager, at.PartyRegistry, at.Council, at.Custody, toTerms(profile)],
    }),
    Custody: encodeDeployData({
      abi: custodyAbi,
      bytecode: creationCode.Custody,
      args: [
        at.AccessManager,
        at.ModelRegistry,
        at.StewardSeats,
        at.Council,
        at.PartyRegistry,
        custody.maxGrantSeconds,
      ],
    }),
    Enclaves: encodeDeployData({
      abi: enclavesAbi,
      bytecode: creationCode.Enclaves,
      args: [at.AccessManager, at.ModelRegistry, at.PartyRegistry, enclaves.maxSeconds],
    }),
    AllocationPolicy: encodeDeployData({
      abi: allocationPolicyAbi,
      bytecode: creationCode.AllocationPolicy,
      args: [
        {
          authority: at.AccessManager,
          clock: at.EpochClock,
          parties: at.PartyRegistry,
          treasury: at.ComputeTreasury,
          market: at.ComputeMarket,
          settleWindow: epoch.settleWindowSeconds,
          minCapBps: allocation.capBps.min,
          maxCapBps: allocation.capBps.max,
          policy: allocation.policy,
        },
      ],
    }),
    ComputeTreasury: encodeDeployData({
      abi: computeTreasuryAbi,
      bytecode: creationCode.ComputeTreasury,
      args: [at.AccessManager, at.EpochClock, genesis.money, at.AllocationPolicy, at.ComputeMarket],
    }),
    ProviderRegistry: encodeDeployData({
      abi: providerRegistryAbi,
      bytecode: creationCode.ProviderRegistry,
      args: [at.AccessManager, at.PartyRegistry, at.AllocationPolicy, at.ComputeMarket],
    }),
    ComputeMarket: encodeDeployData({
      abi: computeMarketAbi,
      bytecode: creationCode.ComputeMarket,
      args: [
        {
          clock: at.EpochClock,
          money: genesis.money,
          parties: at.PartyRegistry,
          policy: at.AllocationPolicy,
          treasury: at.ComputeTreasury,
          providers: at.ProviderRegistry,
          book: at.OrderBook,
          arbitration: at.Arbitration,
        },
      ],
    }),
    OrderBook: encodeDeployData({
      abi: orderBookAbi,
      bytecode: creationCode.OrderBook,
      args: [
        {
          authority: at.AccessManager,
          clock: at.EpochClock,
          parties: at.PartyRegistry,
          council: at.Council,
          enclaves: at.Enclaves,
          policy: at.AllocationPolicy,
          treasury: at.ComputeTreasury,
          providers: at.ProviderRegistry,
          market: at.ComputeMarket,
          pauseTime: council.pauseSeconds,
          terms: toMarketTerms(market.terms),
        },
      ],
    }),
    Arbitration: encodeDeployData({
      abi: arbitrationAbi,
      bytecode: creationCode.Arbitration,
      args: [
        at.AccessManager,
        at.PartyRegistry,
        at.ComputeMarket,
        at.MilestoneLeases,
        market.verdictSeconds,
        market.appealSeconds,
      ],
    }),
    MilestoneLeases: encodeDeployData({
      abi: milestoneLeasesAbi,
      bytecode: creationCode.MilestoneLeases,
      args: [
        {
          money: genesis.money,
          treasury: at.ComputeTreasury,
          parties: at.PartyRegistry,
          providers: at.ProviderRegistry,
          book: at.OrderBook,
          arbitration: at.Arbitration,
          reviewTime: market.milestones.reviewSeconds,
        },
      ],
    }),
    NodeRewards: encodeDeployData({
      abi: nodeRewardsAbi,
      bytecode: creationCode.NodeRewards,
      args: [
        {
          authority: at.AccessManager,
          clock: at.EpochClock,
          money: genesis.money,
          treasury: at.ComputeTreasury,
          parties: at.PartyRegistry,
          policy: at.AllocationPolicy,
          providers: at.ProviderRegistry,
          rewards: market.rewards,
        },
      ],
    }),
    UsageReceipts: encodeDeployData({
      abi: usageReceiptsAbi,
      bytecode: creationCode.UsageReceipts,
      args: [at.ComputeMarket, at.OrderBook],
    }),
  }
}

const zero = '0x0000000000000000000000000000000000000000'

const toRange = ({ min, max }: { min: number; max: number }) => ({ min: BigInt(min), max: BigInt(max) })

type Gate = Profile['gates']['toGated'][number]

const toTerms = ({ council, gates }: Profile) => {
  const toRule = ({ passes, dwellSeconds }: Gate) => ({
    passes,
    dwell: dwellSeconds,
    maxReportAge: gates.maxReportAgeSeconds,
  })
  const toRules = ([low, middle, high]: [Gate, Gate, Gate]) => [toRule(low), toRule(middle), toRule(high)] as const
  return {
    holdTime: council.holdSeconds,
    recallTime: council.recallSeconds,
    toGated: toRules(gates.toGated),
    toOpen: toRules(gates.toOpen),
  }
}

/** Terms of a profile as IMarketTerms.Terms. */
export const toMarketTerms = (terms: Profile['market']['terms']) => ({
  maxBids: terms.maxBids,
  feeBps: terms.feeBps,
  burnBps: terms.burnBps,
  capBps: terms.capBps,
  penaltyBps: terms.penaltyBps,
  floorUnits: terms.floorUnits,
  bidTime: terms.bidTimeSeconds,
  orderTime: terms.orderTimeSeconds,
  minNotice: terms.minNoticeSeconds,
  disputeWindow: terms.disputeWindowSeconds,
  maxDuration: terms.maxDurationSeconds,
  minStake: terms.minStake,
  bidDeposit: terms.bidDeposit,
  disputeBond: terms.disputeBond,
})
