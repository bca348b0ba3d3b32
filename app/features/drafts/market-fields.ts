import { formatUnits, parseUnits } from 'viem'
import { boundsOfTerm, type TermName } from '~/domain/market/term-bounds'
import { parseMoney } from '~/domain/money'
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

/** What nodes earn (INodeRewards.Rewards): base units of an epoch, and how many nodes of a party earn all of it. */
export type RewardRule = { base: bigint; freeNodes: number }

type Money = { symbol: string; decimals: number }
type Unit = 'count' | 'percent' | 'minutes' | 'hours' | 'money'

type TermField = { term: TermName; name: `t${string}`; unit: Unit }

const SECONDS = { minutes: 60, hours: 3_600 }

/** The form's fields and the units that people type in. */
const termFields = [
  { term: 'maxBids', name: 'tBids', unit: 'count' },
  { term: 'feeBps', name: 'tFee', unit: 'percent' },
  { term: 'burnBps', name: 'tBurn', unit: 'percent' },
  { term: 'capBps', name: 'tCap', unit: 'percent' },
  { term: 'penaltyBps', name: 'tPenalty', unit: 'percent' },
  { term: 'floorUnits', name: 'tFloor', unit: 'count' },
  { term: 'bidTime', name: 'tBidTime', unit: 'minutes' },
  { term: 'orderTime', name: 'tOrderTime', unit: 'hours' },
  { term: 'minNotice', name: 'tNotice', unit: 'minutes' },
  { term: 'disputeWindow', name: 'tWindow', unit: 'minutes' },
  { term: 'maxDuration', name: 'tLongest', unit: 'hours' },
  { term: 'minStake', name: 'tStake', unit: 'money' },
  { term: 'bidDeposit', name: 'tDeposit', unit: 'money' },
  { term: 'disputeBond', name: 'tBond', unit: 'money' },
] as const satisfies readonly TermField[]

export type TermFieldName = (typeof termFields)[number]['name']

const DECIMALS = /^\d{1,9}(\.\d{1,4})?$/
const MOST_STAKE = 2n ** 96n - 1n
const MOST_BOND = 2n ** 80n - 1n
const MOST_REWARD = 2n ** 96n - 1n
const MOST_FREE_NODES = 65_535
// As NodeRewards.MAX_MULTIPLIER.
const MOST_MULTIPLIER = 100_000

// Exact: four digits after the point are counted as whole ten-thousandths.
const parseScaled = (text: string, scale: number): number | null => {
  if (!DECIMALS.test(text)) return null
  const value = (Number(parseUnits(text, 4)) * scale) / 10_000
  return Number.isInteger(value) ? value : null
}

const parseTerm = (text: string, { unit }: TermField): number | null => {
  if (unit === 'count') return /^\d{1,9}$/.test(text) ? Number(text) : null
  if (unit === 'percent') return parseScaled(text, 100)
  return unit === 'money' ? null : parseScaled(text, SECONDS[unit])
}

const showScaled = (value: number, scale: number): string => String(Number((value / scale).toFixed(4)))

const showTerm = (value: number | bigint, unit: Unit, { decimals }: Money): string => {
  if (unit === 'money') return formatUnits(BigInt(value), decimals)
  if (unit === 'count') return String(value)
  return showScaled(Number(value), unit === 'percent' ? 100 : SECONDS[unit])
}

/** What the fields hold before anything is changed: the terms as they are. */
export const listTermFields = (terms: MarketTerms, money: Money): Record<string, string> =>
  Object.fromEntries(termFields.map(({ term, name, unit }) => [name, showTerm(terms[term], unit, money)]))

/** Reads the terms from the fields; an empty field keeps what is. Says all that is wrong at once. */
export const parseTermFields = (
  values: Readonly<Record<TermFieldName, string>>,
  present: MarketTerms,
  money: Money,
): { terms: MarketTerms; errors: FieldErrors } => {
  const terms = { ...present }
  const errors: Partial<Record<TermFieldName, FieldError>> = {}
  for (const field of termFields) {
    const { term, name, unit } = field
    const text = values[name]
    if (text === '') continue
    if (unit === 'money') {
      const amount = parseMoney(text, money.decimals)
      const most = term === 'minStake' ? MOST_STAKE : MOST_BOND
      if (amount === null || amount > most) errors[name] = { key: 'money', values: { given: text, ...money } }
      else terms[term] = amount
      continue
    }
    const { min, max } = boundsOfTerm(term, present) ?? { min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) }
    const value = parseTerm(text, field)
    if (value === null || value < min || value > max) {
      const bounds = { min: showTerm(min, unit, money), max: showTerm(max, unit, money) }
      errors[name] = { key: 'marketTerm', values: { given: text, ...bounds } }
    } else terms[term] = value
  }
  if (terms.bidDeposit > terms.disputeBond) {
    errors.tDeposit ??= { key: 'marketDeposit', values: { bond: showTerm(terms.disputeBond, 'money', money) } }
  }
  return { terms, errors }
}

/** What the fields of rewards hold before anything is changed. */
export const listRewardFields = ({ base, freeNodes }: RewardRule, { decimals }: Money): Record<string, string> => ({
  reward: formatUnits(base, decimals),
  freeNodes: String(freeNodes),
})

/** Reads what nodes earn; an empty field keeps what is. */
export const parseRewardFields = (
  { reward, freeNodes }: Readonly<Record<'reward' | 'freeNodes', string>>,
  present: RewardRule,
  money: Money,
): { rule: RewardRule; errors: FieldErrors } => {
  const errors: Partial<Record<'reward' | 'freeNodes', FieldError>> = {}
  const base = reward === '' ? present.base : parseMoney(reward, money.decimals)
  if (base === null || base > MOST_REWARD) errors.reward = { key: 'money', values: { given: reward, ...money } }
  const nodes = freeNodes === '' ? present.freeNodes : /^\d{1,5}$/.test(freeNodes) ? Number(freeNodes) : 0
  if (nodes < 1 || nodes > MOST_FREE_NODES) {
    errors.freeNodes = { key: 'marketTerm', values: { given: freeNodes, min: 1, max: MOST_FREE_NODES } }
  }
  return { rule: { base: base ?? present.base, freeNodes: nodes }, errors }
}

/** A part of the base in percent as basis points; null where the contract would not take it. */
export const parseMultiplier = (text: string): number | null => {
  const bps = parseScaled(text, 100)
  return bps === null || bps > MOST_MULTIPLIER ? null : bps
}
