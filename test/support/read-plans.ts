import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '#db/client.server'

/** A statement as it went to Postgres. */
type Statement = { text: string; parameters: readonly unknown[] }

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Plan[]
}

/**
 * What a statement makes Postgres do, in rows: `scanned` came one after the other through no index, `removed` were read and
 * thrown away, `sorted` went into sorts.
 */
type Work = { scanned: number; removed: number; sorted: number }
export type StatementWork = Work & { text: string }

// A table of a few pages is read faster whole.
const SMALL = 1_000

const isRead = (text: string) => /^\s*(select|with)\b/i.test(text)

const measure = (plan: Plan): Work => {
  const { 'Actual Rows': rows, 'Actual Loops': loops, Plans: children = [] } = plan
  const below = children.map(measure)
  const sum = (name: keyof Work) => below.reduce((total, work) => total + work[name], 0)
  // A plan's rows are means of its loops.
  const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)
  const isScan = plan['Node Type'] === 'Seq Scan'
  const isSmall = isScan && rows + removed < SMALL
  const input = children.reduce((total, child) => total + child['Actual Rows'] * child['Actual Loops'], 0)
  return {
    scanned: sum('scanned') + (isScan && !isSmall ? Math.round((rows + removed) * loops) : 0),
    removed: sum('removed') + (isSmall ? 0 : Math.round(removed * loops)),
    sorted: sum('sorted') + (plan['Node Type'] === 'Sort' ? Math.round(input) : 0),
  }
}

/** Runs `read` and answers the work of each statement that it sent through `sql`, by having each explained once more. */
export const readPlans = async (sql: Sql, read: () => Promise<unknown>): Promise<StatementWork[]> => {
  const statements = new Map<string, Statement>()
  const options: { debug: unknown } = sql.options
  // The driver looks at this option anew for each statement.
  options.debug = (_connection: number, text: string, parameters: readonly unknown[]) => {
    if (isRead(text)) statements.set(JSON.stringify([text, parameters.map(String)]), { text, parameters })
  }
  await read().finally(() => {
    options.debug = false
  })
  await sleep(0)
  const works: StatementWork[] = []
  for (const { text, parameters } of statements.values()) {
    const [row] = await sql.unsafe<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
      `explain (analyze, format json) ${text}`,
      // What the driver took once it takes again.
      parameters as never[],
    )
    if (row === undefined) throw new Error(`no plan of ${text}`)
    works.push({ ...measure(row['QUERY PLAN'][0].Plan), text: text.replace(/\s+/g, ' ').trim() })
  }
  return works
}

/** A page is at most 201 rows; reads in chunks take 200, and filters that no index has may leave out a few times that. */
const MOST: Work = { scanned: 1_000, removed: 3_000, sorted: 1_000 }

/** The statements that do more than a page asks for; `most` where a list has reasons for limits of its own. */
export const findCostly = (works: readonly StatementWork[], most: Partial<Work> = {}): StatementWork[] => {
  const limits = { ...MOST, ...most }
  return works.filter((work) => (['scanned', 'removed', 'sorted'] as const).some((name) => work[name] > limits[name]))
}
