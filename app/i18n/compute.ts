import { formatWhole } from './format'
import type { IntlShape } from './intl-context'

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const EXACT_BELOW = 1_000_000n
const SECONDS_PER_HOUR = 3_600n
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

/**
 * GPU-seconds as a number of GPU-hours, cut and never rounded, with the cut marked: `861.3…`. One digit after the
 * point from an hour on, three below it.
 */
export const formatHours = ({ locale }: IntlShape, seconds: string | bigint | number): string => {
  const exact = BigInt(seconds)
  const [sign, amount] = exact < 0n ? ['−', -exact] : ['', exact]
  const digits = amount < SECONDS_PER_HOUR && amount % SECONDS_PER_TENTH_OF_HOUR !== 0n ? 3 : 1
  const scaled = amount * 10n ** BigInt(digits)
  const fraction = String((scaled / SECONDS_PER_HOUR) % 10n ** BigInt(digits)).padStart(digits, '0')
  const rest = scaled % SECONDS_PER_HOUR === 0n ? '' : '…'
  return `${sign}${formatWhole(locale, amount / SECONDS_PER_HOUR)}.${fraction}${rest}`
}

/** As `formatHours`, with the unit: `861.3… GPU-h`. */
export const formatGpuHours = (intl: IntlShape, seconds: string | bigint | number): string =>
  intl.t('unit.gpuHours', { amount: formatHours(intl, seconds) })

/** GPU-seconds as GPU-hours with one digit where that is exact, else as they are. */
export const formatGpuTime = ({ locale, t }: IntlShape, seconds: string): string => {
  const exact = BigInt(seconds)
  if (exact % SECONDS_PER_TENTH_OF_HOUR !== 0n) return t('unit.gpuSeconds', { amount: formatWhole(locale, exact) })
  const tenths = exact / SECONDS_PER_TENTH_OF_HOUR
  return t('unit.gpuHours', { amount: `${formatWhole(locale, tenths / 10n)}.${tenths % 10n}` })
}
