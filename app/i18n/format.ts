import { LAST_SECOND } from '~/domain/time'
import type { Locale } from './locale'

const SHOWN_DIGITS = 6

/** Groups the digits of a whole number as the language does. */
export const formatWhole = (locale: Locale, value: bigint | number): string =>
  new Intl.NumberFormat(locale).format(value)

/** Names as the language lists them: `a, b, and c`. */
export const formatList = (locale: Locale, names: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)

export type Quantity = { value: string | bigint; decimals: number }

/**
 * Base units as a decimal number, never rounded: at least two digits after the point, and a cut marked with an
 * ellipsis where there are more than six.
 */
export const formatQuantity = (locale: Locale, { value, decimals }: Quantity): string => {
  const amount = BigInt(value)
  if (decimals === 0) return formatWhole(locale, amount)
  const sign = amount < 0n ? '-' : ''
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0')
  const whole = formatWhole(locale, BigInt(digits.slice(0, -decimals)))
  const fraction = digits.slice(-decimals).replace(/0+$/, '').padEnd(2, '0')
  const shown = fraction.length > SHOWN_DIGITS ? `${fraction.slice(0, SHOWN_DIGITS)}…` : fraction
  return `${sign}${whole}.${shown}`
}

/** `part` of `whole` in percent with two digits, cut and never rounded up: 59.999% is not shown as 60.00%. */
export const formatShare = (part: bigint, whole: bigint): string => {
  if (whole === 0n) return '0.00%'
  const hundredths = (part * 10_000n) / whole
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')}%`
}

/** Hundredths of a percent. */
export const formatBps = (bps: number): string => formatShare(BigInt(bps), 10_000n)

/** A change in hundredths of a percentage point: `+0.42`, `−5.06`. */
export const formatPoints = (bps: number): string => {
  const sign = bps > 0 ? '+' : bps < 0 ? '−' : ''
  return `${sign}${(Math.abs(bps) / 100).toFixed(2)}`
}

/** RFC 3339 as the portal shows it: `2026-11-25 09:12:40 UTC`. */
export const formatUtc = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`

/** The same of UNIX seconds, any that a contract takes. */
export const formatUtcSeconds = (seconds: number): string =>
  formatUtc(new Date(Math.min(seconds, LAST_SECOND) * 1000).toISOString())
