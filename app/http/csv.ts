/** What a cell can hold; null is an empty one. */
export type Cell = string | number | bigint | boolean | null

/** The columns of a table, by name, in the order of the file. */
export type Columns<Item> = Readonly<Record<string, (item: Item) => Cell>>

// A spreadsheet takes what begins so for a formula, and runs it.
const formula = /^[=+\-@\t\r]/

const toCell = (value: Cell): string => {
  const text = value === null ? '' : String(value)
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line of a CSV file (RFC 4180), with its end. */
const toCsvLine = (cells: readonly Cell[]): string => `${cells.map(toCell).join(',')}\r\n`

/** A table as CSV: the names of its columns, then its rows, chunk by chunk as they come. */
export async function* writeCsv<Item>(
  columns: Columns<Item>,
  chunks: AsyncIterable<readonly Item[]>,
): AsyncGenerator<string> {
  yield toCsvLine(Object.keys(columns))
  const cells = Object.values(columns)
  for await (const items of chunks) yield items.map((item) => toCsvLine(cells.map((cell) => cell(item)))).join('')
}
