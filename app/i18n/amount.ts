import { formatQuantity } from './format'
import type { IntlShape } from './intl-context'

export type Amount = { value: string; decimals: number; unit: 'OST' | 'seat' }

/** An amount with its unit: `12,500.00 OST`, `7 seats`; exact, or visibly cut. */
export const formatAmount = ({ locale, t }: IntlShape, { value, decimals, unit }: Amount): string =>
  unit === 'seat'
    ? t('unit.seats', { count: Number(value) })
    : t('unit.OST', { amount: formatQuantity(locale, { value, decimals }) })

const DIGITS = 2

/** For the label of a mark: rounded up to two digits, so that reaching what it says is always enough. */
export const formatMark = ({ locale }: IntlShape, { value, decimals }: Amount): string => {
  if (decimals <= DIGITS) return formatQuantity(locale, { value, decimals })
  const step = 10n ** BigInt(decimals - DIGITS)
  return formatQuantity(locale, { value: (BigInt(value) + step - 1n) / step, decimals: DIGITS })
}
