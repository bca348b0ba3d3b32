import { AppError } from '~/domain/errors'
import type { MoneyKind } from './components/format-price'
import type { Market, MarketTerms } from './schema/market'

/** The terms under a version, or of orders placed now; throws `index_inconsistent`. */
export const getTerms = ({ terms, current }: Market, version = current): MarketTerms => {
  const found = terms.find((one) => one.version === version)
  if (found === undefined) throw new AppError('index_inconsistent', `Version ${version} of the terms is not indexed.`)
  return found
}

/** What money of the market is counted in. */
export const moneyKindOf = (market: Market): MoneyKind => {
  const { decimals, unit } = getTerms(market).minStake
  return { decimals, unit }
}
