import { parseUnits } from 'viem'
import { earnedIn } from '~/domain/market/earnings'
import { parseMoney } from '~/domain/money'

const RATE_UNIT = 1_000_000n
const SECONDS_PER_HOUR = 3_600n

/** What so many seconds cost, in base units. */
export const costOf = (rate: string, units: number, seconds: number): bigint =>
  earnedIn({ rate: BigInt(rate), units }, seconds)

/** Hours with at most four digits after the point as whole seconds; null if they are not, or none. */
export const parseHours = (text: string): number | null => {
  if (!/^\d{1,5}(\.\d{1,4})?$/.test(text)) return null
  const seconds = (Number(parseUnits(text, 4)) * 3_600) / 10_000
  return Number.isInteger(seconds) && seconds > 0 ? seconds : null
}

/** A price per unit and hour as a rate; null if it is none. Cut, so that it never exceeds what was typed. */
export const parsePrice = (text: string, decimals: number): bigint | null => {
  const price = parseMoney(text, decimals)
  const rate = price === null ? 0n : (price * RATE_UNIT) / SECONDS_PER_HOUR
  return rate > 0n ? rate : null
}

/** What it shows as in a field: hours, exact where four digits do. */
export const showHours = (seconds: number): string =>
  String(Number((Math.floor((seconds * 10_000) / 3_600) / 10_000).toFixed(4)))
