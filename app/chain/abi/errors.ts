import {
  accessManagerAbi,
  allocationPolicyAbi,
  arbitrationAbi,
  computeMarketAbi,
  computeTreasuryAbi,
  councilAbi,
  custodyAbi,
  enclavesAbi,
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
} from './generated'

const abis = [
  stewardGovernorAbi,
  modelRegistryAbi,
  custodyAbi,
  enclavesAbi,
  allocationPolicyAbi,
  computeTreasuryAbi,
  partyRegistryAbi,
  stewardSeatsAbi,
  votingTokenAbi,
  timelockControllerAbi,
  accessManagerAbi,
  councilAbi,
  governorBoundsAbi,
  providerRegistryAbi,
  computeMarketAbi,
  orderBookAbi,
  arbitrationAbi,
  milestoneLeasesAbi,
  nodeRewardsAbi,
  usageReceiptsAbi,
] as const

type ErrorItem = Extract<(typeof abis)[number][number], { type: 'error' }>

/**
 * Every custom error that a call to our contracts can end with. It brings whole ABIs along: the browser imports it only
 * when there is something to decode.
 */
export const contractErrorAbi: readonly ErrorItem[] = abis.flatMap((abi) =>
  abi.filter((item): item is ErrorItem => item.type === 'error'),
)
