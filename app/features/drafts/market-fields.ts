import { formatUnits, parseUnits } from 'viem'
import type { FieldError, FieldErrors } from './schema'

/** The market's terms as the chain has them (IMarketTerms.Terms): basis points, seconds, base units. */
export type MarketTerms = {
  maxBids: number
  feeBps: number
  burnBps: number
  capBps: number
  penaltyBps: number
  floorUnits: number
  bidTime: number
  orderTime: number
  minNotice: number
  disputeWindow: number
  maxDuration: number
  minStake: bigint
  bidDeposit: bigint
  disputeBond: bigint
}

type Money = { symbol: string; decimals: number }
type Term = keyof MarketTerms
type Unit = 'count' | 'percent' | 'minutes' | 'hours' | 'money'

type TermField = { term: Term; name: `t${string}`; unit: Unit; min: number; max: number }

const DAYS_30 = 2_592_000
const HOURS = { minutes: 60, hours: 3_600 }

/** The form's fields and the contract's bounds of what they hold, in the order of the contract's struct. */
const termFields = [
  { term: 'maxBids', name: 'tBids', unit: 'count', min: 2, max: 16 },
  { term: 'feeBps', name: 'tFee', unit: 'percent', min: 0, max: 1_000 },
  { term: 'burnBps', name: 'tBurn', unit: 'percent', min: 0, max: 10_000 },
  { term: 'capBps', name: 'tCap', unit: 'percent', min: 1, max: 5_000 },
  { term: 'penaltyBps', name: 'tPenalty', unit: 'percent', min: 0, max: 10_000 },
  { term: 'floorUnits', name: 'tFloor', unit: 'count', min: 1, max: 100_000 },
  { term: 'bidTime', name: 'tBidTime', unit: 'minutes', min: 1, max: DAYS_30 },
  { term: 'orderTime', name: 'tOrderTime', unit: 'hours', min: 1, max: DAYS_30 },
  { term: 'minNotice', name: 'tNotice', unit: 'minutes', min: 1, max: DAYS_30 },
  { term: 'disputeWindow', name: 'tWindow', unit: 'minutes', min: 1, max: DAYS_30 },
  { term: 'maxDuration', name: 'tLongest', unit: 'hours', min: 1, max: 31_536_000 },
  { term: 'minStake', name: 'tStake', unit: 'money', min: 0, max: 0 },
  { term: 'bidDeposit', name: 'tDeposit', unit: 'money', min: 0, max: 0 },
  { term: 'disputeBond', name: 'tBond', unit: 'money', min: 0, max: 0 },
] as const satisfies readonly TermField[]

export type TermName = (typeof termFields)[number]['name']

const DECIMALS = /^\d{1,9}(\.\d{1,4})?$/
const MOST_STAKE = 2n ** 96n - 1n
const MOST_BOND = 2n ** 80n - 1n

// Exact: four digits after the point are counted as whole ten-thousandths.
const parseScaled = (text: string, scale: number): number | null => {
  if (!DECIMALS.test(text)) return null
  const value = (Number(parseUnits(text, 4)) * scale) / 10_000
  return Number.isInteger(value) ? value : null
}

const parseTerm = (text: string, { unit }: TermField): number | null => {
  if (unit === 'count') return /^\d{1,9}$/.test(text) ? Number(text) : null
  if (unit === 'percent') return parseScaled(text, 100)
  return unit === 'money' ? null : parseScaled(text, HOURS[unit])
}

const showScaled = (value: number, scale: number): string => String(Number((value / scale).toFixed(4)))

const showTerm = (value: number | bigint, unit: Unit, { decimals }: Money): string => {
  if (unit === 'money') return formatUnits(BigInt(value), decimals)
  if (unit === 'count') return String(value)
  return showScaled(Number(value), unit === 'percent' ? 100 : HOURS[unit])
}

/** What the fields hold before anything is changed: the terms as they are. */
export const listTermFields = (terms: MarketTerms, money: Money): Record<string, string> =>
  Object.fromEntries(termFields.map(({ term, name, unit }) => [name, showTerm(terms[term], unit, money)]))

const rangeOf = (field: TermField, money: Money) => ({
  min: showTerm(field.min, field.unit, money),
  max: showTerm(field.max, field.unit, money),
})

const parseAmount = (text: string, { decimals }: Money): bigint | null =>
  /^\d{1,18}(\.\d+)?$/.test(text) && (text.split('.')[1]?.length ?? 0) <= decimals ? parseUnits(text, decimals) : null

/** Reads the terms from the fields; an empty field keeps what is. Says all that is wrong at once. */
export const parseTermFields = (
  values: Readonly<Record<TermName, string>>,
  present: MarketTerms,
  money: Money,
): { terms: MarketTerms; errors: FieldErrors } => {
  const terms = { ...present }
  const errors: Partial<Record<TermName, FieldError>> = {}
  for (const field of termFields) {
    const { term, name, unit } = field
    const text = values[name]
    if (text === '') continue
    if (unit === 'money') {
      const amount = parseAmount(text, money)
      const most = term === 'minStake' ? MOST_STAKE : MOST_BOND
      if (amount === null || amount > most) errors[name] = { key: 'money', values: { given: text, ...money } }
      else terms[term] = amount
      continue
    }
    const value = parseTerm(text, field)
    if (value === null || value < field.min || value > field.max) {
      errors[name] = { key: 'marketTerm', values: { given: text, ...rangeOf(field, money) } }
    } else terms[term] = value
  }
  if (terms.bidDeposit > terms.disputeBond) {
    errors.tDeposit ??= { key: 'marketDeposit', values: { bond: showTerm(terms.disputeBond, 'money', money) } }
  }
  return { terms, errors }
}
