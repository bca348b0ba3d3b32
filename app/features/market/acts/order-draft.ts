import type { Hex } from 'viem'
import type { OrderText } from '~/domain/wallet'
import { parseHours, parsePrice } from './units'

export const ORDER_FIELDS = ['payer', 'pool', 'units', 'hours', 'price', 'notice', 'attribute', 'spec'] as const
type Field = (typeof ORDER_FIELDS)[number]

/** What is wrong with a field: the name of a text. */
type FieldError = 'pool' | 'units' | 'hours' | 'longest' | 'price' | 'notice' | 'spec' | 'payer'

/** What the form holds, what is wrong with it, and the order that it makes if nothing is. */
export type OrderDraft = {
  values: Record<Field, string>
  errors: Partial<Record<Field, FieldError>>
  order: { party: number | null; wants: OrderText; specDigest: Hex } | null
}

type Known = {
  pools: readonly string[]
  /** Parties that the reader may order for. */
  parties: readonly string[]
  minNotice: number
  maxDuration: number
  decimals: number
}

const initial: Record<Field, string> = {
  ...{ payer: '', pool: '1', units: '', hours: '', price: '', notice: '', attribute: '', spec: '' },
}

const parseMinutes = (text: string): number | null => (/^\d{1,6}$/.test(text) ? Number(text) * 60 : null)

/** Reads the form from an address; what is empty in a form that was not sent yet is not wrong. */
export const parseOrderDraft = (search: URLSearchParams, known: Known): OrderDraft => {
  const values = { ...initial, notice: String(Math.ceil(known.minNotice / 60)) }
  for (const field of ORDER_FIELDS) values[field] = search.get(field)?.trim() ?? values[field]
  if (!search.has('units')) return { values, errors: {}, order: null }

  const units = /^[1-9]\d{0,5}$/.test(values.units) ? Number(values.units) : null
  const seconds = parseHours(values.hours)
  const rate = parsePrice(values.price, known.decimals)
  const notice = parseMinutes(values.notice)
  const spec = /^0x[0-9a-f]{64}$/.test(values.spec) ? (values.spec as Hex) : null
  const errors: OrderDraft['errors'] = {
    ...(known.pools.includes(values.pool) ? {} : { pool: 'pool' }),
    ...(values.payer === '' || known.parties.includes(values.payer) ? {} : { payer: 'payer' }),
    ...(units === null ? { units: 'units' } : {}),
    ...(seconds === null ? { hours: 'hours' } : seconds > known.maxDuration ? { hours: 'longest' } : {}),
    ...(rate === null ? { price: 'price' } : {}),
    ...(notice === null || notice < known.minNotice ? { notice: 'notice' } : {}),
    ...(spec === null ? { spec: 'spec' } : {}),
  }
  const isWhole = units !== null && seconds !== null && rate !== null && notice !== null && spec !== null
  if (!isWhole || Object.keys(errors).length > 0) return { values, errors, order: null }
  const attributes = /^\d{1,2}$/.test(values.attribute) ? 1n << BigInt(values.attribute) : 0n
  const wants: OrderText = {
    pool: Number(values.pool),
    units,
    duration: seconds,
    notice,
    maxRate: String(rate),
    attributes: String(attributes),
    auditorIds: '0',
    releaseId: 0,
  }
  return {
    values,
    errors,
    order: { party: values.payer === '' ? null : Number(values.payer), wants, specDigest: spec },
  }
}
