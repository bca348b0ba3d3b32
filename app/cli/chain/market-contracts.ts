import { arbitrationAbi, computeMarketAbi, orderBookAbi, providerRegistryAbi } from '~/chain/abi/generated'
import type { ContractName } from '~/chain/addresses'
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

/** As IMarketOrders.Obstacle; the last is what is said of a number that nobody knows. */
const obstacles = [
  'none',
  'it is not listed',
  'it is of another pool',
  'it lacks an attribute',
  'no auditor that counts confirms it',
  'too few of its units are free',
  'its stake is too small',
  'its party would lease out more than the cap',
  'no enclave of it serves the release',
  'it is of the tenant’s own party',
  'it is of no party',
  'the tenant declined it',
] as const

/** Why a provider cannot serve an order, as words; null where nothing stands in the way. */
export const sayObstacle = (obstacle: number): string | null =>
  obstacle === 0 ? null : (obstacles[obstacle] ?? `of obstacle ${obstacle}`)
