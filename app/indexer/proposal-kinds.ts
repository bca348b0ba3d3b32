import type { ContractName } from '~/chain/addresses'

const kindOf: Partial<Record<ContractName, string>> = {
  ModelRegistry: 'release',
  Custody: 'release',
  Enclaves: 'release',
  AllocationPolicy: 'policy',
  ComputeTreasury: 'budget',
  ProviderRegistry: 'market',
  OrderBook: 'market',
  Arbitration: 'market',
  NodeRewards: 'market',
  PartyRegistry: 'membership',
  StewardSeats: 'membership',
}

/** What a proposal is about, by the contracts that it calls; any other target is a matter of the charter. */
export const listKinds = (targets: readonly string[], contracts: ReadonlyMap<string, ContractName>): string[] => {
  const kinds = targets.map((target) => {
    const name = contracts.get(target.toLowerCase())
    return (name && kindOf[name]) ?? 'charter'
  })
  return [...new Set(kinds)].sort()
}
