import type { Electorate } from '~/domain/electorate'
import type { Reader } from './reader.server'

const zero = `0x${'0'.repeat(40)}`

/** Everything by which quorums and live seats of any snapshot are found; small, so it is read whole. */
export const getElectorate = async (sql: Reader): Promise<Electorate> => {
  const [row] = await sql<[{ supplies: Json[]; quorums: Json[]; seats: SeatJson[] }]>`
    select
      (select coalesce(json_agg(s order by s.time), '[]') from (
        select distinct on (block_time) block_time as time, supply::text as value from (
          select block_time, block_number, sum(sum(case when sender = ${zero} then value else -value end))
            over (order by block_number) as supply
          from token_transfers where (sender = ${zero} or recipient = ${zero}) and sender <> recipient
          group by block_number, block_time) blocks
        order by block_time, block_number desc) s) as supplies,
      (select coalesce(json_agg(q order by q.block_number, q.log_index), '[]') from (
        select block_time as time, new_value::text as value, name, block_number, log_index
        from setting_changes where name in ('quorumNumerator', 'charterQuorumNumerator')) q) as quorums,
      (select coalesce(json_agg(json_build_object('from', admitted_time, 'to', vacated_time)), '[]') from seats) as seats`
  const point = ({ time, value }: Json) => ({ time, value: BigInt(value) })
  return {
    supplies: row.supplies.map(point),
    quorums: row.quorums.filter(({ name }) => name === 'quorumNumerator').map(point),
    charterQuorums: row.quorums.filter(({ name }) => name === 'charterQuorumNumerator').map(point),
    seats: row.seats,
  }
}

type Json = { time: number; value: string; name?: string }
type SeatJson = { from: number; to: number | null }
