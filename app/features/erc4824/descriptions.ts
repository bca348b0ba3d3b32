import type { ContractName } from '~/chain/addresses'

/** What each contract is for, in a sentence. */
export const descriptions: Record<ContractName, string> = {
  EpochClock: 'Counts the epochs by which parties and compute are reckoned.',
  AccessManager: 'Holds which function needs which tier of vote.',
  TimelockController: 'Executes what both houses have decided, after its delay; it alone holds the powers.',
  PartyRegistry: 'Admitted parties and who belongs to them.',
  VotingToken: 'The votes of the token house (ERC-20 with delegation).',
  StewardSeats: 'The seats of the steward house.',
  Council: 'The guardian council, whose term ends.',
  GovernorBounds: 'Limits of what a vote can set the governor to.',
  StewardGovernor: 'Proposals and ballots of both houses (ERC-6372, OpenZeppelin Governor).',
  ModelRegistry: 'Models, releases, their stages and evaluations.',
  Custody: 'Shares of the keys of sealed weights, and grants of them.',
  Enclaves: 'Claims of enclaves that serve a release.',
  AllocationPolicy: 'Pools of compute and how they are shared.',
  ComputeTreasury: 'The money for compute, its budgets and grants.',
  ProviderRegistry: 'Providers of compute, their stakes and audits.',
  ComputeMarket: 'Leases, paid by the second.',
  OrderBook: 'Orders, bids and the terms of the market.',
  Arbitration: 'Disputes and the arbiters who decide them.',
  MilestoneLeases: 'Jobs paid by the milestone.',
  NodeRewards: 'Rewards for nodes that auditors found working.',
  UsageReceipts: 'Receipts of use that tenants signed.',
}
