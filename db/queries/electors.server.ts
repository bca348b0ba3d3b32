import type { Address } from 'viem'
import type { Reader } from './reader.server'

/** What an account could vote with in each house. */
export type ElectorRow = { account: Address; votes: bigint; seats: bigint }

/**
 * Everybody with power in a house at `snapshot` (UNIX seconds), most votes first; now, where that is to come. Power is the
 * newest change not after the snapshot, as the contracts' checkpoints say. Materialized: Postgres would look up each
 * weight twice.
 */
export const listElectors = async (sql: Reader, snapshot: number): Promise<ElectorRow[]> => [
  ...(await sql<ElectorRow[]>`
    with powers as materialized (
      select d.house, d.account, case when d.changed_time <= ${snapshot} then d.votes else (
        select c.votes from vote_power_changes c
        where c.house = d.house and c.account = d.account and c.block_time <= ${snapshot}
        order by c.block_number desc, c.log_index desc limit 1) end as weight
      from delegate_heads d)
    select account, coalesce(sum(weight) filter (where house = 0), 0) as votes,
      coalesce(sum(weight) filter (where house = 1), 0) as seats
    from powers where weight > 0 group by account order by votes desc, account`),
]
