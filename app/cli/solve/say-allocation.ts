import type { Allocation } from '~/domain/allocation/solve-allocation'
import { toPlainJson, toPlainText } from '~/domain/plain-text'

/** What was allocated, and to whom in the order of the requests. */
export type Outcome = { allocation: Allocation; tenants: readonly string[] }

const ROWS_AT_ONCE = 10_000
const ROWS_SHOWN = 10

/**
 * The outcome for programs as JSON, in pieces, since a million rows are no good text to hold. Levels are decimal
 * strings, and null where everything fits; all else is GPU-seconds.
 */
export function* listJsonParts({ allocation, tenants }: Outcome): Generator<string> {
  const { classLevel, classes, allocations, allocated, dust } = allocation
  const shown = classes.map(({ demand, available, level }) => ({ demand, available, level: level?.toString() ?? null }))
  const head = JSON.stringify({ classLevel: classLevel?.toString() ?? null, classes: shown })
  yield `${head.slice(0, -1)},"allocations":[`
  for (let from = 0; from < tenants.length; from += ROWS_AT_ONCE) {
    const rows = tenants
      .slice(from, from + ROWS_AT_ONCE)
      .map((tenant, index) => `{"tenant":${toPlainJson(tenant)},"allocation":${allocations[from + index] ?? 0}}`)
    yield `${from === 0 ? '' : ','}${rows.join()}`
  }
  yield `],"allocated":${allocated},"dust":${dust}}\n`
}

/** The outcome for people: classes, totals, and the first of the tenants. */
export const sayAllocation = ({ allocation, tenants }: Outcome): string => {
  const { classes, classLevel, allocations, allocated, dust } = allocation
  const rows = classes.map(({ demand, available, level }, index) =>
    [index, demand, available, level ?? 'everything fits'].map(String),
  )
  const first = tenants.slice(0, ROWS_SHOWN).map((tenant, index) => [toPlainText(tenant), `${allocations[index] ?? 0}`])
  const more = tenants.length - first.length
  return [
    ...alignColumns([['class', 'demand', 'available', 'level'], ...rows]),
    '',
    `class level  ${classLevel ?? 'everything fits'}`,
    `allocated    ${allocated} GPU-seconds to ${tenants.length} ${tenants.length === 1 ? 'tenant' : 'tenants'}`,
    `dust         ${dust}`,
    '',
    ...alignColumns([['tenant', 'allocation'], ...first]),
    ...(more > 0 ? [`and ${more} more: --json prints all, --out FILE writes all`] : []),
    '',
  ].join('\n')
}

const alignColumns = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
