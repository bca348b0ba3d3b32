import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** Something that happened to a release. Times in UNIX seconds; what a kind does not have is null. */
export type FeedRow = {
  kind: 'registered' | 'stage' | 'held' | 'recalled' | 'fail' | 'fail-ended'
  release_id: bigint
  version: string
  stage: number | null
  until: number | null
  reason: string | null
  uid: bigint | null
  evaluation: number | null
  account: Address | null
  block_number: number
  block_time: number
  tx_hash: Hex
}

/** What happened to the releases of a model, newest first. */
export const listFeedRows = async (
  sql: Reader,
  { model, limit }: { model: string; limit: number },
): Promise<FeedRow[]> => [
  ...(await sql<FeedRow[]>`
    with mine as (select release_id, version from releases where model_id = ${model})
    select e.kind, e.release_id, mine.version, e.stage, e.until::float8, e.reason, e.uid, e.evaluation, e.account,
      e.block_number::float8, e.block_time::float8, e.tx_hash
    from mine cross join lateral (
      select 'registered' as kind, release_id, null::smallint as stage, null::bigint as until, null as reason,
        null::bigint as uid, null::smallint as evaluation, maintainer as account, block_number, log_index, block_time,
        tx_hash
      from releases where release_id = mine.release_id
      union all
      select 'stage', release_id, to_stage, null, null, null, null, actor, block_number, log_index, block_time, tx_hash
      from stage_changes where release_id = mine.release_id
      union all
      select kind, release_id, stage, until, reason, null, null, council, block_number, log_index, block_time, tx_hash
      from release_stops where release_id = mine.release_id
      union all
      select 'fail', release_id, null, null, null, uid, kind, attester, block_number, log_index, block_time, tx_hash
      from attestations where release_id = mine.release_id and verdict = 2
      union all
      select 'fail-ended', x.release_id, null, null, x.kind, x.uid, a.kind, a.attester, x.block_number, x.log_index,
        x.block_time, x.tx_hash
      from attestations a join attestation_events x using (uid) where a.release_id = mine.release_id and a.verdict = 2
    ) e
    order by e.block_number desc, e.log_index desc limit ${limit}`),
]
