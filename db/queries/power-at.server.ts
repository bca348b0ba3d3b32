import type { Reader } from './reader.server'

/** A block, or a time in UNIX seconds. */
type Place = { block: number } | { time: number }

/**
 * The votes of a row `d` of delegate_heads after a place: the newest change not after it, as the contracts' checkpoints say;
 * null where it had none yet. To be put into a materialized query: Postgres would else look each of them up once more
 * wherever it is named.
 */
export const powerAt = (sql: Reader, place: Place) => {
  const [changed, made, value] =
    'time' in place
      ? [sql`d.changed_time`, sql`c.block_time`, place.time]
      : [sql`d.changed_block`, sql`c.block_number`, place.block]
  return sql`case when ${changed} <= ${value} then d.votes else (
    select c.votes from vote_power_changes c
    where c.house = d.house and c.account = d.account and ${made} <= ${value}
    order by c.block_number desc, c.log_index desc limit 1) end`
}
