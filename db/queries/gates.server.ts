import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** The rule of a FLOP class and stage (3 Gated, 4 Open). Times in seconds. */
export type GateRuleRow = {
  flop_class: number
  to_stage: number
  passes: number[]
  dwell: number
  max_report_age: number
}

/** The rules that hold now. */
export const listGateRules = async (sql: Reader): Promise<GateRuleRow[]> => [
  ...(await sql<GateRuleRow[]>`
    select distinct on (flop_class, to_stage) flop_class, to_stage, passes, dwell::float8, max_report_age::float8
    from gate_rules order by flop_class, to_stage, block_number desc, log_index desc`),
]

/** A hold or a recall. Times in UNIX seconds. */
export type StopRow = {
  release_id: bigint
  kind: 'held' | 'recalled'
  council: Address
  stage: number | null
  approval: bigint | null
  until: number
  reason: string
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

const stopColumns = (sql: Reader) => sql`
  release_id, kind, council, stage, approval, until::float8, reason, block_number::float8, block_hash,
  block_time::float8, tx_hash`

/** Every hold and recall of some releases, newest first. */
export const listStopRows = async (sql: Reader, releases: readonly bigint[]): Promise<StopRow[]> => [
  ...(await sql<StopRow[]>`
    select ${stopColumns(sql)} from release_stops where release_id = any(${releases.map(String)}::bigint[])
    order by block_number desc, log_index desc`),
]

/** Every hold and recall there ever was, newest first. */
export const listAllStopRows = async (sql: Reader): Promise<StopRow[]> => [
  ...(await sql<StopRow[]>`
    select ${stopColumns(sql)} from release_stops order by block_number desc, log_index desc`),
]

/** The newest seal of a release. */
export type SealBriefRow = {
  release_id: bigint
  seal_id: bigint
  shares: number
  threshold: number
  acknowledged: number
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

/** The newest seal of each of some releases, and how many of its shares are acknowledged. */
export const listSealBriefs = async (sql: Reader, releases: readonly bigint[]): Promise<SealBriefRow[]> => [
  ...(await sql<SealBriefRow[]>`
    select s.release_id, s.seal_id, cardinality(s.seats) as shares, s.threshold,
      coalesce(k.acknowledged, 0)::float8 as acknowledged,
      coalesce(l.block_number, s.block_number)::float8 as changed_block,
      coalesce(l.block_hash, s.block_hash) as changed_hash, coalesce(l.block_time, s.block_time)::float8 as changed_time
    from (select distinct on (release_id) * from seals where release_id = any(${releases.map(String)}::bigint[])
      order by release_id, seal_id desc) s
    left join lateral (select count(*) as acknowledged from share_acks where seal_id = s.seal_id) k on true
    left join lateral (select block_number, block_hash, block_time from share_acks where seal_id = s.seal_id
      order by block_number desc, log_index desc limit 1) l on true`),
]

/** For each of some releases, the newest ancestor that is revoked, where there is one. */
export const listRevokedAncestors = async (
  sql: Reader,
  releases: readonly bigint[],
): Promise<{ release_id: bigint; ancestor: bigint }[]> => [
  ...(await sql<{ release_id: bigint; ancestor: bigint }[]>`
    with recursive line(release_id, ancestor) as (
      select release_id, unnest(parents) from releases where release_id = any(${releases.map(String)}::bigint[])
      union
      select line.release_id, unnest(p.parents) from line
        cross join lateral (select parents from releases where release_id = line.ancestor limit 1) p)
    select line.release_id, max(line.ancestor) as ancestor
    from line join release_stages s on s.release_id = line.ancestor and s.stage = 5
    group by line.release_id`),
]

/** For each of some releases, who last claimed its root, where that is another release. */
export const listOtherHolders = async (
  sql: Reader,
  releases: readonly bigint[],
): Promise<{ release_id: bigint; holder: bigint; stage: number }[]> => [
  ...(await sql<{ release_id: bigint; holder: bigint; stage: number }[]>`
    select distinct on (r.release_id) r.release_id, h.release_id as holder, s.stage
    from releases r
    join releases h on h.root = r.root
    join stage_changes c on c.release_id = h.release_id and c.to_stage = 2
    join release_stages s on s.release_id = h.release_id
    where r.release_id = any(${releases.map(String)}::bigint[])
    order by r.release_id, c.block_number desc, c.log_index desc`),
]
