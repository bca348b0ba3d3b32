import { type Address, encodeFunctionData } from 'viem'
import { allocationPolicyAbi, computeTreasuryAbi } from '~/chain/abi/generated'
import { type PolicyTrial, parsePolicyFields } from '~/domain/allocation/policy-fields'
import { parseGpuHours } from '~/domain/gpu-hours'
import { parseMoney } from '~/domain/money'
import { type Built, parseAccount, parseDay, parseNumber, toCall } from './parse-fields'
import type { Draft, DraftField, FieldError, FieldErrors } from './schema'

/** What drafts about compute are made from: where calls go, the pools there are, the newest policy, and the money. */
export type ComputeFacts = {
  allocation: Address
  treasury: Address
  pools: readonly { id: string; name: string }[]
  policy: PolicyTrial & { kinds: readonly { class: number; weight: number }[] }
  capBps: { min: number; max: number }
  money: { symbol: string; decimals: number }
}

type DraftOf<Kind extends Draft['kind']> = Extract<Draft, { kind: Kind }>

const NAME_MAX = 64
const MOST_GPU_SECONDS = 2n ** 53n - 1n
const MOST_MONEY = 2n ** 128n - 1n
const RATE_DECIMALS = 6
const SECONDS_PER_HOUR = 3_600n

/** Collects what is wrong with fields while it reads them. */
const createReader = () => {
  const errors: FieldErrors = {}
  const read = <Value>(field: DraftField, value: Value | null, error: FieldError): Value | null => {
    if (value === null) errors[field] = error
    return value
  }
  return { errors, read }
}

const given = (key: string, text: string): FieldError => ({ key, values: { given: text } })

const parseHours = (text: string): bigint | null => {
  const seconds = parseGpuHours(text)
  return seconds === null || seconds === 0n || seconds > MOST_GPU_SECONDS ? null : seconds
}

const findPool = (text: string, { pools }: ComputeFacts): number | null =>
  pools.some(({ id }) => id === text) ? Number(text) : null

/** Shares pools by other rules, or lowers the cap of a party, which is a routine matter. */
export const buildPolicyCall = (draft: DraftOf<'policy'>, facts: ComputeFacts): Built => {
  const { allocation, policy, capBps: bounds } = facts
  const { kind: _kind, move, title: _title, text: _text, ...fields } = draft
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
  const { policy: tried, errors } = parsePolicyFields(known, policy, bounds)
  const own = errors.filter(({ field }) => move === 'share' || field === 'cap')
  if (own.length > 0) {
    const range = { min: bounds.min / 100, max: bounds.max / 100 }
    return {
      errors: Object.fromEntries(
        own.map((one) => [one.field, { key: one.key, values: { given: one.given, ...range } }]),
      ),
    }
  }
  const abi = allocationPolicyAbi
  if (move === 'lower') {
    if (tried.capBps >= policy.capBps)
      return { errors: { cap: { key: 'capNotLower', values: { now: policy.capBps / 100 } } } }
    return toCall(allocation, encodeFunctionData({ abi, functionName: 'lowerCap', args: [tried.capBps] }))
  }
  const ruleOf = (kind: number) => policy.kinds[kind] ?? { class: 0, weight: 0 }
  const kinds = [ruleOf(0), ruleOf(1), ruleOf(2), ruleOf(3), ruleOf(4), ruleOf(5), ruleOf(6)] as const
  const args = [{ capBps: tried.capBps, classes: tried.classes, kinds }] as const
  return toCall(allocation, encodeFunctionData({ abi, functionName: 'setPolicy', args }))
}

/** Opens a pool, changes its capacity, or closes it, which is a routine matter. */
export const buildPoolCall = (draft: DraftOf<'pool'>, facts: ComputeFacts): Built => {
  const { errors, read } = createReader()
  const abi = allocationPolicyAbi
  if (draft.move === 'close') {
    const pool = read('pool', findPool(draft.pool, facts), given('pool', draft.pool))
    if (pool === null) return { errors }
    return toCall(facts.allocation, encodeFunctionData({ abi, functionName: 'closePool', args: [pool] }))
  }
  const seconds = read('hours', parseHours(draft.hours), given('hours', draft.hours))
  if (draft.move === 'resize') {
    const pool = read('pool', findPool(draft.pool, facts), given('pool', draft.pool))
    if (pool === null || seconds === null) return { errors }
    return toCall(facts.allocation, encodeFunctionData({ abi, functionName: 'setCapacity', args: [pool, seconds] }))
  }
  const length = new TextEncoder().encode(draft.poolName).length
  const name = length > 0 && length <= NAME_MAX ? draft.poolName : null
  read('poolName', name, { key: 'poolName', values: { max: NAME_MAX, length } })
  if (name === null || seconds === null) return { errors }
  return toCall(facts.allocation, encodeFunctionData({ abi, functionName: 'addPool', args: [name, seconds] }))
}

const buildSchedule = (draft: DraftOf<'budget'>, facts: ComputeFacts): Built => {
  const { errors, read } = createReader()
  const { decimals, symbol } = facts.money
  const pool = read('pool', findPool(draft.pool, facts), given('pool', draft.pool))
  const gpuSeconds = read('hours', parseHours(draft.hours), given('hours', draft.hours))
  const price = read('price', parseMoney(draft.price, decimals), {
    key: 'money',
    values: { given: draft.price, decimals, symbol },
  })
  const asked = draft.money === '' ? 0n : parseMoney(draft.money, decimals)
  const money = read('money', asked, { key: 'money', values: { given: draft.money, decimals, symbol } })
  if (pool === null || gpuSeconds === null || price === null || money === null) return { errors }
  // Rates are in 1e-6 base units per GPU-second; rounded up, so that a lease at this very price is never refused.
  const maxRate = (price * 10n ** BigInt(RATE_DECIMALS) + SECONDS_PER_HOUR - 1n) / SECONDS_PER_HOUR
  const whole = (gpuSeconds * maxRate + 999_999n) / 1_000_000n
  if (whole > MOST_MONEY) return { errors: { price: { key: 'tooCostly', values: {} } } }
  const terms = { gpuSeconds, money: draft.money === '' ? whole : money, maxRate }
  return toCall(
    facts.treasury,
    encodeFunctionData({ abi: computeTreasuryAbi, functionName: 'setSchedule', args: [pool, terms] }),
  )
}

const buildPayment = (draft: DraftOf<'budget'>, facts: ComputeFacts): Built => {
  const { errors, read } = createReader()
  const { decimals, symbol } = facts.money
  const account = read('account', parseAccount(draft.account), given('account', draft.account))
  const parsed = parseMoney(draft.money, decimals)
  const money = read('money', parsed === 0n ? null : parsed, {
    key: 'money',
    values: { given: draft.money, decimals, symbol },
  })
  const start = read('from', parseDay(draft.from), given('day', draft.from))
  const end = read('until', parseDay(draft.until), given('day', draft.until))
  const cliff = draft.cliff === '' ? start : read('cliff', parseDay(draft.cliff), given('day', draft.cliff))
  if (account === null || money === null || start === null || end === null || cliff === null) return { errors }
  if (!(start <= cliff && cliff <= end && start < end)) return { errors: { until: { key: 'term', values: {} } } }
  const args = [account, money, start, cliff, end] as const
  return toCall(facts.treasury, encodeFunctionData({ abi: computeTreasuryAbi, functionName: 'grantMoney', args }))
}

/** Schedules a pool's budget or ends it, grants money, or stops a grant, which is a routine matter. */
export const buildBudgetCall = (draft: DraftOf<'budget'>, facts: ComputeFacts): Built => {
  const abi = computeTreasuryAbi
  if (draft.move === 'schedule') return buildSchedule(draft, facts)
  if (draft.move === 'pay') return buildPayment(draft, facts)
  const { errors, read } = createReader()
  if (draft.move === 'stop') {
    const grant = read('grant', parseNumber(draft.grant), given('number', draft.grant))
    if (grant === null) return { errors }
    return toCall(facts.treasury, encodeFunctionData({ abi, functionName: 'cancelMoneyGrant', args: [grant] }))
  }
  const pool = read('pool', findPool(draft.pool, facts), given('pool', draft.pool))
  if (pool === null) return { errors }
  const nothing = { gpuSeconds: 0n, money: 0n, maxRate: 0n }
  return toCall(facts.treasury, encodeFunctionData({ abi, functionName: 'setSchedule', args: [pool, nothing] }))
}
