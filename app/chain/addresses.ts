import type { Address } from 'viem'
import type { Deployment } from './deployment'

/** The contracts of a deployment, in the order in which they are made. */
export const contractNames = [
  'EpochClock',
  'AccessManager',
  'TimelockController',
  'PartyRegistry',
  'VotingToken',
  'StewardSeats',
  'Council',
  'GovernorBounds',
  'StewardGovernor',
  'ModelRegistry',
  'Custody',
  'Enclaves',
  'AllocationPolicy',
  'ComputeTreasury',
  'ProviderRegistry',
  'ComputeMarket',
  'OrderBook',
  'Arbitration',
  'MilestoneLeases',
  'NodeRewards',
  'UsageReceipts',
] as const

export type ContractName = (typeof contractNames)[number]

/** The address of a contract of the deployment. */
export const addressOf = (deployment: Deployment, name: ContractName): Address => deployment.contracts[name].address

/** Contract names by lower-case address, to say what a log or a call is about. */
export const buildContractsByAddress = (deployment: Deployment): ReadonlyMap<string, ContractName> =>
  new Map(contractNames.map((name) => [addressOf(deployment, name).toLowerCase(), name]))
