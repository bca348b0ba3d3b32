import type { Address } from 'viem'
import { powerAt } from './power-at.server'
import type { Reader } from './reader.server'

/** What an account could vote with in each house. */
export type ElectorRow = { account: Address; votes: bigint; seats: bigint }

/** Everybody with power in a house at `snapshot` (UNIX seconds), most votes first; now, where that is to come. */
export const listElectors = async (sql: Reader, snapshot: number): Promise<ElectorRow[]> => [
  ...(await sql<ElectorRow[]>`
    with powers as materialized (
      select d.house, d.account, ${powerAt(sql, { time: snapshot })} as weight from delegate_heads d)
    select account, coalesce(sum(weight) filter (where house = 0), 0) as votes,
      coalesce(sum(weight) filter (where house = 1), 0) as seats
    from powers where weight > 0 group by account order by votes desc, account`),
]
