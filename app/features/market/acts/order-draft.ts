import type { Hex } from 'viem'
import { MOST_AUDITORS, packAttributes, packAuditors } from '~/domain/market/needs'
import type { OrderText } from '~/domain/wallet'
import { parseDigest } from './parse-digest'
import { parseHours, parsePrice } from './units'

const FIELDS = ['payer', 'pool', 'units', 'hours', 'price', 'notice', 'release', 'spec'] as const
type Field = (typeof FIELDS)[number]

/** Of these any number is chosen. */
type Choice = 'attribute' | 'auditor'

export type OrderField = Field | Choice

type FieldError =
  | ('pool' | 'units' | 'hours' | 'longest' | 'price' | 'notice' | 'spec' | 'payer')
  | ('attribute' | 'auditor' | 'auditors' | 'release')

/** What is wrong with a field: the name of a text, and what it speaks of. */
type Wrong = { key: FieldError; given: string }

/** What the form holds, what is wrong with it, and the order that it makes if nothing is. */
export type OrderDraft = {
  values: Record<Field, string>
  chosen: Record<Choice, readonly string[]>
  errors: Partial<Record<OrderField, Wrong>>
  order: { party: number | null; wants: OrderText; specDigest: Hex } | null
}

type Known = {
  pools: readonly string[]
  /** Parties that the reader may order for. */
  parties: readonly string[]
  attributes: readonly string[]
  /** Those that are appointed. */
  auditors: readonly string[]
  /** Those that an enclave can serve. */
  releases: readonly string[]
  minNotice: number
  maxDuration: number
  decimals: number
}

const initial: Record<Field, string> = {
  ...{ payer: '', pool: '1', units: '', hours: '', price: '', notice: '', release: '', spec: '' },
}

const parseMinutes = (text: string): number | null => (/^\d{1,6}$/.test(text) ? Number(text) * 60 : null)

const findWrong = ({ attribute, auditor }: OrderDraft['chosen'], known: Known): OrderDraft['errors'] => {
  const attributes = attribute.filter((id) => !known.attributes.includes(id))
  const auditors = auditor.filter((id) => !known.auditors.includes(id))
  return {
    ...(attributes.length > 0 ? { attribute: { key: 'attribute', given: attributes.join(', ') } } : {}),
    ...(auditor.length > MOST_AUDITORS ? { auditor: { key: 'auditors', given: String(auditor.length) } } : {}),
    ...(auditors.length > 0 ? { auditor: { key: 'auditor', given: auditors.join(', ') } } : {}),
  }
}

/** Reads the form from an address; what is empty in a form that was not sent yet is not wrong. */
export const parseOrderDraft = (search: URLSearchParams, known: Known): OrderDraft => {
  const values = { ...initial, notice: String(Math.ceil(known.minNotice / 60)) }
  for (const field of FIELDS) values[field] = search.get(field)?.trim() ?? values[field]
  const chosen = {
    attribute: [...new Set(search.getAll('attribute'))],
    auditor: [...new Set(search.getAll('auditor'))],
  }
  if (!search.has('units')) return { values, chosen, errors: {}, order: null }

  const units = /^[1-9]\d{0,5}$/.test(values.units) ? Number(values.units) : null
  const seconds = parseHours(values.hours)
  const rate = parsePrice(values.price, known.decimals)
  const notice = parseMinutes(values.notice)
  const spec = parseDigest(values.spec)
  const wrong = (field: Field, key: FieldError = field) => ({ [field]: { key, given: values[field] } })
  const errors: OrderDraft['errors'] = {
    ...(known.pools.includes(values.pool) ? {} : wrong('pool')),
    ...(values.payer === '' || known.parties.includes(values.payer) ? {} : wrong('payer')),
    ...(units === null ? wrong('units') : {}),
    ...(seconds === null ? wrong('hours') : seconds > known.maxDuration ? wrong('hours', 'longest') : {}),
    ...(rate === null ? wrong('price') : {}),
    ...(notice === null || notice < known.minNotice ? wrong('notice') : {}),
    ...(values.release === '' || known.releases.includes(values.release) ? {} : wrong('release')),
    ...(spec === null ? wrong('spec') : {}),
    ...findWrong(chosen, known),
  }
  const isWhole = units !== null && seconds !== null && rate !== null && notice !== null && spec !== null
  if (!isWhole || Object.keys(errors).length > 0) return { values, chosen, errors, order: null }
  const wants: OrderText = {
    pool: Number(values.pool),
    units,
    duration: seconds,
    notice,
    maxRate: String(rate),
    attributes: String(packAttributes(chosen.attribute.map(Number))),
    auditorIds: String(packAuditors(chosen.auditor.map(Number))),
    releaseId: Number(values.release),
  }
  return {
    values,
    chosen,
    errors,
    order: { party: values.payer === '' ? null : Number(values.payer), wants, specDigest: spec },
  }
}
