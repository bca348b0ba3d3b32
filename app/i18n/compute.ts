import { formatWhole } from './format'
import type { IntlShape } from './intl-context'

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const EXACT_BELOW = 1_000_000n
const SECONDS_PER_TENTH_OF_HOUR = 360n

const superscript = (exponent: number): string =>
  [...String(exponent)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')

/** FLOP as `6.2 × 10²⁵`: all significant digits, since what is declared is declared exactly. */
export const formatFlop = ({ locale, t }: IntlShape, value: string): string => {
  const flop = BigInt(value)
  if (flop < EXACT_BELOW) return t('unit.flop', { amount: formatWhole(locale, flop) })
  const digits = flop.toString()
  const fraction = digits.slice(1).replace(/0+$/, '')
  const mantissa = fraction === '' ? digits.charAt(0) : `${digits.charAt(0)}.${fraction}`
  return t('unit.flop', { amount: `${mantissa} × 10${superscript(digits.length - 1)}` })
}

/** GPU-seconds as GPU-hours with one digit where that is exact, else as they are. */
export const formatGpuTime = ({ locale, t }: IntlShape, seconds: string): string => {
  const exact = BigInt(seconds)
  if (exact % SECONDS_PER_TENTH_OF_HOUR !== 0n) return t('unit.gpuSeconds', { amount: formatWhole(locale, exact) })
  const tenths = exact / SECONDS_PER_TENTH_OF_HOUR
  return t('unit.gpuHours', { amount: `${formatWhole(locale, tenths / 10n)}.${tenths % 10n}` })
}
