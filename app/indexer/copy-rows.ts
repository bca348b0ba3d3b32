import type { Transaction } from '#db/client.server'
import { type ColumnKind, columnsOf, type Row, type Scalar, type TableName, type Value } from './tables'

const chunkLength = 256 * 1024

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escapeText = (text: string) => text.replace(/[\\\n\r\t]/g, (letter) => escapes[letter] ?? letter)

const encodeScalar = (kind: ColumnKind, value: Scalar) =>
  kind.startsWith('bytes') ? `\\x${String(value).slice(2)}` : String(value)

const encodeList = (kind: ColumnKind, values: readonly Scalar[]) =>
  `{${values.map((value) => `"${encodeScalar(kind, value).replace(/[\\"]/g, '\\$&')}"`).join(',')}}`

const encode = (kind: ColumnKind, value: Value): string => {
  if (value === null) return '\\N'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'object') return escapeText(encodeList(kind, value))
  return escapeText(encodeScalar(kind, value))
}

/** Appends rows to an event table by COPY, in the text format. */
export const copyRows = async (transaction: Transaction, table: TableName, rows: readonly Row[]) => {
  const columns = columnsOf(table)
  const names = transaction(columns.map(([name]) => name))
  const stream = await transaction`copy ${transaction(table)} (${names}) from stdin`.writable()
  const done = new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve)
    stream.once('error', reject)
  })
  let chunk = ''
  for (const row of rows) {
    chunk += `${columns.map(([name, kind]) => encode(kind, row[name] ?? null)).join('\t')}\n`
    if (chunk.length > chunkLength) {
      stream.write(chunk)
      chunk = ''
    }
  }
  stream.end(chunk)
  await done
}
