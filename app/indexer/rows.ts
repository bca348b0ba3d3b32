import type { Header } from '~/chain/client.server'
import type { ChainLog } from '~/chain/events'
import { columnsOf, type Row, type RowOf, type TableName, type tables, type Value } from './tables'

export type Rows = Map<TableName, Row[]>
type NewRow<Table extends TableName> = { [Column in keyof (typeof tables)[Table]]?: Value }
/** Adds a row of the log at hand; columns not given are null. Answers the row, which may be completed later. */
export type Write = <Table extends TableName>(table: Table, row: NewRow<Table>) => RowOf<Table>

/** Postgres cannot hold U+0000 in text, and anyone can write one into a reason or a description. */
const cleanText = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value)

const normalise = (kind: string, value: Value | undefined): Value => {
  if (value === undefined || value === null) return null
  if (kind === 'bytes') return String(value).toLowerCase()
  if (kind === 'bytes[]') return (value as readonly string[]).map((item) => item.toLowerCase())
  if (kind === 'text') return cleanText(value) as string
  if (kind === 'text[]') return (value as readonly string[]).map(cleanText) as string[]
  if (kind === 'integer') return BigInt(value as bigint)
  if (kind === 'integer[]') return (value as readonly bigint[]).map(BigInt)
  return value
}

/** Makes the `Write` of one log, which appends to `rows`. */
export const createWrite = (rows: Rows, log: ChainLog, header: Pick<Header, 'timestamp'>): Write => {
  const place = {
    block_number: log.blockNumber,
    block_hash: log.blockHash,
    log_index: log.logIndex,
    tx_hash: log.transactionHash,
    block_time: header.timestamp,
  }
  return <Table extends TableName>(table: Table, given: NewRow<Table>) => {
    const source: Record<string, Value | undefined> = { ...given, ...place }
    const row: Record<string, Value> = {}
    for (const [column, kind] of columnsOf(table)) row[column] = normalise(kind.replace('?', ''), source[column])
    const existing = rows.get(table)
    if (existing) existing.push(row)
    else rows.set(table, [row])
    return row as RowOf<Table>
  }
}

/** The rows of one table, typed by what `createWrite` made of its columns. */
export const rowsOf = <Table extends TableName>(rows: Rows, table: Table): readonly RowOf<Table>[] =>
  (rows.get(table) ?? []) as readonly unknown[] as readonly RowOf<Table>[]
