import type { Hex } from 'viem'
import type { Sql } from '#db/client.server'
import type { Reader } from './reader.server'

/** A report that is kept, as canonical JSON. */
export type SimulationRow = { calls: Hex; block_number: number; block_hash: Hex; report_hash: Hex; report: string }

/** The newest report for a list of calls, by its digest; null where none was made. */
export const findSimulation = async (sql: Reader, calls: Hex): Promise<SimulationRow | null> => {
  const [row] = await sql<SimulationRow[]>`
    select calls, block_number::float8, block_hash, report_hash, report from simulations where calls = ${calls}`
  return row ?? null
}

/**
 * Keeps a report in place of an older one for the same calls. Of calls that no proposal makes only the newest
 * `mostDrafts` are kept, so nobody fills the table.
 */
export const storeSimulation = async (
  sql: Sql,
  row: SimulationRow & { proposed: boolean },
  mostDrafts: number,
): Promise<void> => {
  await sql`
    insert into simulations (calls, proposed, block_number, block_hash, report_hash, report)
    values (${row.calls}, ${row.proposed}, ${row.block_number}, ${row.block_hash}, ${row.report_hash}, ${row.report})
    on conflict (calls) do update set proposed = simulations.proposed or excluded.proposed,
      block_number = excluded.block_number, block_hash = excluded.block_hash, report_hash = excluded.report_hash,
      report = excluded.report, made_at = clock_timestamp()`
  if (row.proposed) return
  await sql`
    delete from simulations where not proposed and calls in (
      select calls from simulations where not proposed order by made_at desc offset ${mostDrafts})`
}
