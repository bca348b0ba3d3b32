import { parseMoney } from '~/domain/money'
import type { JobAct } from '~/domain/wallet'
import { parseDigest } from './parse-digest'

/** As the contract's, in milestones, base units and seconds. */
const MOST_MILESTONES = 16
const AMOUNT_END = 2n ** 96n
const LONGEST_TERM = 2 * 365 * 86_400

const FIRST_ROWS = 3

type Offer = Extract<JobAct, { name: 'offer' }>
type AmountError = 'amount' | 'noAmount' | 'none'
type DeadlineError = 'deadline' | 'noDeadline' | 'past' | 'far' | 'order'

/** A milestone as it was typed, and what is wrong with it: names of texts. */
export type PlanRow = {
  /** From 1. */
  number: number
  amount: string
  deadline: string
  errors: { amount?: AmountError; deadline?: DeadlineError }
}

/** What the form holds, what is wrong with it, and the offer that it makes if nothing is. */
export type JobDraft = {
  values: { provider: string; spec: string }
  errors: { provider?: 'provider'; spec?: 'spec' }
  rows: PlanRow[]
  offer: Offer | null
}

type Known = {
  /** Nodes to which a job can be offered. */
  providers: readonly string[]
  /** UNIX seconds. */
  now: number
  decimals: number
}

type Typed = Omit<PlanRow, 'errors'>
type Milestone = Offer['plan'][number]

const isBlank = ({ amount, deadline }: Typed): boolean => amount === '' && deadline === ''

/** A day and a minute of UTC, as browsers send them, in UNIX seconds; null where there is no such time. */
const parseMinute = (text: string): number | null => {
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? new Date(`${text}Z`) : new Date(Number.NaN)
  // The thirtieth of February would be read as a day of March.
  const exists = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
  return exists ? time.getTime() / 1000 : null
}

type Judged<Value, Wrong> = { value: Value; wrong: null } | { value: null; wrong: Wrong }

const wrong = <Wrong>(name: Wrong) => ({ value: null, wrong: name })

const parseAmount = (text: string, decimals: number): Judged<string, AmountError> => {
  if (text === '') return wrong('noAmount')
  const amount = parseMoney(text, decimals) ?? 0n
  return amount > 0n && amount < AMOUNT_END ? { value: String(amount), wrong: null } : wrong('amount')
}

type Bounds = { earliest: number; now: number }

const parseDeadline = (text: string, { earliest, now }: Bounds): Judged<number, DeadlineError> => {
  if (text === '') return wrong('noDeadline')
  const deadline = parseMinute(text)
  if (deadline === null) return wrong('deadline')
  if (deadline <= now) return wrong('past')
  if (deadline < earliest) return wrong('order')
  return deadline > now + LONGEST_TERM ? wrong('far') : { value: deadline, wrong: null }
}

/** Blank rows are no milestones; each other one is judged, and `plan` has those that are right. */
const judgeRows = (typed: readonly Typed[], { now, decimals }: Known): { rows: PlanRow[]; plan: Milestone[] } => {
  const plan: Milestone[] = []
  let earliest = now
  const rows = typed.map((row): PlanRow => {
    if (isBlank(row)) return { ...row, errors: row.number === 1 && typed.every(isBlank) ? { amount: 'none' } : {} }
    const amount = parseAmount(row.amount, decimals)
    const deadline = parseDeadline(row.deadline, { earliest, now })
    if (amount.wrong === null && deadline.wrong === null) plan.push({ amount: amount.value, deadline: deadline.value })
    earliest = deadline.value ?? earliest
    return {
      ...row,
      errors: { ...(amount.wrong && { amount: amount.wrong }), ...(deadline.wrong && { deadline: deadline.wrong }) },
    }
  })
  return { rows, plan }
}

/** One row more than were filled, up to the most that a job has, so that a form without scripts grows. */
const cutRows = (rows: readonly PlanRow[]): PlanRow[] =>
  rows.slice(0, Math.max(FIRST_ROWS, rows.findLastIndex((row) => !isBlank(row)) + 2))

/** Reads the form from an address; what is empty in a form that was not sent yet is not wrong. */
export const parseJobDraft = (search: URLSearchParams, known: Known): JobDraft => {
  const read = (name: string) => search.get(name)?.trim() ?? ''
  const values = { provider: read('provider') || (known.providers[0] ?? ''), spec: read('spec') }
  const typed = Array.from({ length: MOST_MILESTONES }, (_, index): Typed => {
    const number = index + 1
    return { number, amount: read(`amount${number}`), deadline: read(`deadline${number}`) }
  })
  if (!search.has('spec')) {
    return { values, errors: {}, rows: cutRows(typed.map((row) => ({ ...row, errors: {} }))), offer: null }
  }

  const { rows, plan } = judgeRows(typed, known)
  const specDigest = parseDigest(values.spec)
  const errors: JobDraft['errors'] = {
    ...(known.providers.includes(values.provider) ? {} : { provider: 'provider' }),
    ...(specDigest === null ? { spec: 'spec' } : {}),
  }
  const isRight = [errors, ...rows.map((row) => row.errors)].every((one) => Object.keys(one).length === 0)
  const offer: JobDraft['offer'] =
    isRight && specDigest !== null ? { name: 'offer', providerId: Number(values.provider), specDigest, plan } : null
  return { values, errors, rows: cutRows(rows), offer }
}
