import type { StatementPlace } from '~/domain/lease-statement'
import type { ChainView } from './connect'

type Deployed = Pick<ChainView, 'deployment'>

/** The market, to which statements about jobs are bound. */
export const jobPlaceOf = ({ deployment: { chainId, contracts } }: Deployed): StatementPlace => ({
  chainId,
  contract: contracts.ComputeMarket.address,
})

/** The contract that takes statements about usage, to which they are bound. */
export const usagePlaceOf = ({ deployment: { chainId, contracts } }: Deployed): StatementPlace => ({
  chainId,
  contract: contracts.UsageReceipts.address,
})
