import { formatGpuTime } from './compute'
import { formatQuantity, type Quantity } from './format'
import type { IntlShape } from './intl-context'

export type Amount = { value: string; decimals: number; unit: 'OST' | 'seat' | 'GPU-s' }

/** An amount with its unit: `12,500.00 OST`, `7 seats`, `25,804.8 GPU-h`; exact, or visibly cut. */
export const formatAmount = (intl: IntlShape, { value, decimals, unit }: Amount): string => {
  const { locale, t } = intl
  if (unit === 'seat') return t('unit.seats', { count: Number(value) })
  if (unit === 'GPU-s') return formatGpuTime(intl, value)
  return t('unit.OST', { amount: formatQuantity(locale, { value, decimals }) })
}

/** Money with what its token calls itself: `1,250.00 DUSD`. */
export const formatMoney = ({ locale }: IntlShape, { value, decimals, unit }: Quantity & { unit: string }): string =>
  `${formatQuantity(locale, { value, decimals })}\u00a0${unit}`

const DIGITS = 2

/** For the label of a mark: rounded up to two digits, so that reaching what it says is always enough. */
export const formatMark = ({ locale }: IntlShape, { value, decimals }: Amount): string => {
  if (decimals <= DIGITS) return formatQuantity(locale, { value, decimals })
  const step = 10n ** BigInt(decimals - DIGITS)
  return formatQuantity(locale, { value: (BigInt(value) + step - 1n) / step, decimals: DIGITS })
}
