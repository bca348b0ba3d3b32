import type { Reader } from './reader.server'

export type TotalsRow = { proposals: number; votes: number; delegates: number; models: number; releases: number }

/** How much there is; ballots are summed from the proposals' heads, which is exact and does not read every ballot. */
export const getTotals = async (sql: Reader): Promise<TotalsRow> => {
  const [row] = await sql<[TotalsRow]>`
    select
      (select count(*) from proposals)::float8 as proposals,
      (select coalesce(sum(token_voters + seat_voters), 0) from proposal_heads)::float8 as votes,
      (select count(*) from delegate_heads where house = 0 and votes > 0)::float8 as delegates,
      (select count(*) from models)::float8 as models,
      (select count(*) from releases)::float8 as releases`
  return row
}
