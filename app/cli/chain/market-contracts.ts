import { arbitrationAbi, computeMarketAbi, orderBookAbi, providerRegistryAbi } from '~/chain/abi/generated'
import type { ContractName } from '~/chain/addresses'
import { OBSTACLES, type Obstacle } from '~/domain/market/obstacle'
import type { ChainView } from './connect'

/** The contracts of the compute market, whose code a command checks before it believes them. */
export const marketContracts = [
  'ProviderRegistry',
  'ComputeMarket',
  'OrderBook',
] as const satisfies readonly ContractName[]

/** Where the market's contracts are, ready to be read. */
export const marketOf = ({ deployment: { contracts } }: Pick<ChainView, 'deployment'>) =>
  ({
    registry: { address: contracts.ProviderRegistry.address, abi: providerRegistryAbi },
    market: { address: contracts.ComputeMarket.address, abi: computeMarketAbi },
    book: { address: contracts.OrderBook.address, abi: orderBookAbi },
    arbitration: { address: contracts.Arbitration.address, abi: arbitrationAbi },
  }) as const

/** As IMarketOrders.OrderState. */
export const orderStates = ['none', 'open', 'canceled', 'leased'] as const

/** As IMarketLeases.LeaseState. */
export const leaseStates = ['none', 'active', 'noticed', 'closed', 'disputed', 'released'] as const

const words: Record<Obstacle, string> = {
  'not-listed': 'it is not listed',
  'other-pool': 'it is of another pool',
  'missing-attribute': 'it lacks an attribute',
  'not-audited': 'no auditor that counts confirms it',
  'no-units-free': 'too few of its units are free',
  'stake-too-small': 'its stake is too small',
  'over-cap': 'its party would lease out more than the cap',
  'no-enclave': 'no enclave of it serves the release',
  'same-party': 'it is of the tenant’s own party',
  'no-party': 'it is of no party',
  declined: 'the tenant declined it',
}

/** Why a provider cannot serve an order, as words; null where nothing stands in the way. `index` is the contract's. */
export const sayObstacle = (index: number): string | null => {
  if (index === 0) return null
  const obstacle = OBSTACLES[index - 1]
  return obstacle === undefined ? `of obstacle ${index}` : words[obstacle]
}
