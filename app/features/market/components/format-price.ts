import { formatMoney } from '~/i18n/amount'
import type { IntlShape } from '~/i18n/intl-context'

const SECONDS_PER_HOUR = 3_600n
const RATE_DECIMALS = 6

export type MoneyKind = { decimals: number; unit: string }

/** A rate as what a unit costs in an hour: exact, or visibly cut. */
export const formatPrice = (intl: IntlShape, rate: string, { decimals, unit }: MoneyKind): string =>
  intl.t('market.perHour', {
    price: formatMoney(intl, {
      value: String(BigInt(rate) * SECONDS_PER_HOUR),
      decimals: decimals + RATE_DECIMALS,
      unit,
    }),
  })
