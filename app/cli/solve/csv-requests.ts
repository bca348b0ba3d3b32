import { createRequestList } from '~/domain/allocation/requests'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { createCsvReader } from './csv-reader'
import { parseWhole } from './parse-whole'

const names = ['tenant', 'class', 'want', 'weight'] as const
type Column = (typeof names)[number]

/** Where each column stands; -1 where it is left out. */
type Columns = Record<Column, number>

/**
 * Takes requests from the text of a CSV file, in pieces as they come: a header with the columns tenant and want, and
 * with class and weight or without, in any order; an empty class is 0 and an empty weight 1. Throws
 * `invalid_allocation`, which names the line, the value, and what to enter.
 */
export const createCsvRequests = (classes: number) => {
  let columns: Columns | null = null
  let at = 1
  const list = createRequestList(classes, (_, field) => `Line ${at}, ${field}`)

  const readNumber = (column: Column, text: string | undefined, fallback?: number): number => {
    if (fallback !== undefined && (text === undefined || text === '')) return fallback
    const value = parseWhole(text ?? '')
    if (value !== null) return value
    const rule = 'enter a whole number below 2^53 in digits'
    throw new AppError('invalid_allocation', `Line ${at}, ${column} is ${quoteName(text ?? '')}; ${rule}.`)
  }

  const addRequest = (fields: readonly string[], { tenant, class: own, want, weight }: Columns) =>
    list.add({
      tenant: fields[tenant] ?? '',
      class: readNumber('class', fields[own], 0),
      want: readNumber('want', fields[want]),
      weight: readNumber('weight', fields[weight], 1),
    })

  const reader = createCsvReader((fields, line) => {
    at = line
    if (columns === null) {
      columns = readHeader(fields, line)
      return
    }
    const expected = names.filter((name) => columns?.[name] !== -1).length
    if (fields.length !== expected) {
      const text = `Line ${line} has ${fields.length} fields; enter ${expected}, as the header has.`
      throw new AppError('invalid_allocation', text)
    }
    addRequest(fields, columns)
  })

  const end = () => {
    reader.end()
    if (columns === null) throw new AppError('invalid_allocation', `There is no line; ${headerRule}`)
    return list.build()
  }
  return { write: reader.write, end }
}

const headerRule = `begin with the header ${names.join()} (class and weight may be left out).`

const readHeader = (fields: readonly string[], line: number): Columns => {
  const unknown = fields.find((field, index) => !isColumn(field) || fields.indexOf(field) !== index)
  if (unknown !== undefined) {
    const problem = isColumn(unknown) ? 'twice' : 'which is no column'
    throw new AppError('invalid_allocation', `Line ${line} has ${quoteName(unknown)}, ${problem}; ${headerRule}`)
  }
  const missing = (['tenant', 'want'] as const).find((name) => !fields.includes(name))
  if (missing !== undefined) {
    throw new AppError('invalid_allocation', `Line ${line} has no column ${quoteName(missing)}; ${headerRule}`)
  }
  const [tenant, own, want, weight] = names.map((name) => fields.indexOf(name))
  return { tenant: tenant ?? -1, class: own ?? -1, want: want ?? -1, weight: weight ?? -1 }
}

const isColumn = (field: string): field is Column => names.some((name) => name === field)
