/** What a cell can hold; null is an empty one. */
export type Cell = string | number | boolean | null

// A spreadsheet takes what begins so for a formula, and runs it.
const formula = /^[=+\-@\t\r]/

const toCell = (value: Cell): string => {
  const text = value === null ? '' : String(value)
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line of a CSV file (RFC 4180), with its end. */
export const toCsvLine = (cells: readonly Cell[]): string => `${cells.map(toCell).join(',')}\r\n`
