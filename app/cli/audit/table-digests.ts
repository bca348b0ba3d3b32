import { createHash, type Hash } from 'node:crypto'
import { buildCanonicalJson, type Json } from '~/domain/canonical-json'
import { columnsOf, type Row, type TableName, tableNames, type Value } from '~/indexer/tables'

/** Of one table: how many rows, the SHA-256 over them in key order, and the same per block, to find a difference. */
export type TableDigest = { rows: number; hash: string; blocks: ReadonlyMap<bigint, string> }
export type TableDigests = ReadonlyMap<TableName, TableDigest>

const toJson = (value: Value): Json => {
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString()
  return typeof value === 'object' && value !== null ? value.map(toJson) : value
}

/** One row as the content hash sees it: every column, whole numbers as decimal strings, bytes as 0x hex. */
const buildRowText = (table: TableName, row: Row): string =>
  buildCanonicalJson(Object.fromEntries(columnsOf(table).map(([column]) => [column, toJson(row[column] ?? null)])))

/** Takes rows of any tables, each table's in key order (block number, log index), and answers their digests. */
export const createDigester = () => {
  const states = new Map(tableNames.map((table) => [table, createState()]))
  return {
    add: (table: TableName, row: Row) =>
      states.get(table)?.add(row['block_number'] as bigint, buildRowText(table, row)),
    finish: (): TableDigests => new Map([...states].map(([table, state]) => [table, state.finish()])),
  }
}

const createState = () => {
  const whole = createHash('sha256')
  const blocks = new Map<bigint, string>()
  let rows = 0
  let block: { number: bigint; hash: Hash } | undefined
  const endBlock = () => {
    if (block) blocks.set(block.number, block.hash.digest('hex'))
  }
  return {
    add: (number: bigint, text: string) => {
      if (block?.number !== number) {
        endBlock()
        block = { number, hash: createHash('sha256') }
      }
      block.hash.update(`${text}\n`)
      whole.update(`${text}\n`)
      rows++
    },
    finish: (): TableDigest => {
      endBlock()
      return { rows, hash: whole.digest('hex'), blocks }
    },
  }
}

/** One hash over all tables: of the canonical JSON of table names and their hashes. */
export const buildContentHash = (digests: TableDigests): string =>
  createHash('sha256')
    .update(buildCanonicalJson(Object.fromEntries([...digests].map(([table, { hash }]) => [table, hash]))))
    .digest('hex')
