import { formatMoney } from '~/i18n/amount'
import { formatDuration } from '~/i18n/duration'
import { formatQuantity, formatUtc } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import type { Parameter } from '../schema'

/** A value with its unit, as people read it; exact. */
export const describeValue = (intl: IntlShape, { unit, decimals, symbol }: Parameter, value: string): string => {
  const { locale, t } = intl
  switch (unit) {
    case 'seconds':
      return formatDuration(intl, Number(value))
    case 'OST':
      return t('unit.OST', { amount: formatQuantity(locale, { value, decimals }) })
    case 'money':
      return formatMoney(intl, { value, decimals, unit: symbol ?? '' })
    case 'seats':
      return t('unit.seats', { count: Number(value) })
    case 'bps':
      return `${formatQuantity(locale, { value, decimals })}%`
    case 'time':
      return formatUtc(value)
    default:
      return value
  }
}
