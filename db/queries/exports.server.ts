import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

// Whole tables, read through a cursor of the server so that neither side ever holds more than a chunk, each in the order
// of an index. While one is read, nothing else can be asked on the same transaction.
const CHUNK = 1_000

type Place = { block_number: number; block_hash: Hex; log_index: number; block_time: number; tx_hash: Hex }

const place = (sql: Reader) => sql`block_number::float8, block_hash, log_index, block_time::float8, tx_hash`

export type ExportedVote = Place & {
  proposal_id: bigint
  house: number
  voter: Address
  support: number
  weight: bigint
  reason: string
}

/** Every ballot, by proposal and place in the chain. */
export const readVotes = (sql: Reader): AsyncIterable<ExportedVote[]> =>
  sql<ExportedVote[]>`
    select proposal_id, house, voter, support, weight, reason, ${place(sql)} from votes
    order by proposal_id, block_number, log_index`.cursor(CHUNK)

export type ExportedDelegate = {
  house: number
  account: Address
  votes: bigint
  changed_block: number
  changed_time: number
}

/** Voting power of every account that ever had any, by house and account. */
export const readDelegates = (sql: Reader): AsyncIterable<ExportedDelegate[]> =>
  sql<ExportedDelegate[]>`
    select house, account, votes, changed_block::float8, changed_time::float8 from delegate_heads
    order by house, account`.cursor(CHUNK)

export type ExportedDelegation = Place & {
  house: number
  delegator: Address
  from_delegate: Address
  to_delegate: Address
}

/** Every delegation ever made, in the order of the chain. */
export const readDelegations = (sql: Reader): AsyncIterable<ExportedDelegation[]> =>
  sql<ExportedDelegation[]>`
    select house, delegator, from_delegate, to_delegate, ${place(sql)} from delegations
    order by block_number, log_index`.cursor(CHUNK)

export type ExportedRelease = Place & {
  release_id: bigint
  model_id: bigint
  model: string
  party: bigint
  maintainer: Address
  version: string
  stage: number
  parents: bigint[]
  root: Hex
  manifest: Hex
  card: Hex
  licence: string
  files: number
  size: bigint
  gpu_seconds: bigint
  flop: bigint
  cumulative_flop: bigint
  uri: string
  recall_until: number | null
  recall_reason: string | null
}

/** Every release with its stage and newest recall, by id. */
export const readReleases = (sql: Reader): AsyncIterable<ExportedRelease[]> =>
  sql<ExportedRelease[]>`
    select r.release_id, r.model_id, m.name as model, m.party, r.maintainer, r.version,
      coalesce(s.to_stage, 1)::smallint as stage, r.parents, r.root, r.manifest, r.card, r.licence, r.files::float8,
      r.size, r.gpu_seconds, r.flop, r.cumulative_flop, r.uri, x.until::float8 as recall_until,
      x.reason as recall_reason, r.block_number::float8, r.block_hash, r.log_index, r.block_time::float8, r.tx_hash
    from releases r join models m using (model_id)
    left join lateral (select to_stage from stage_changes where release_id = r.release_id
      order by block_number desc, log_index desc limit 1) s on true
    left join lateral (select until, reason from release_stops where release_id = r.release_id and kind = 'recalled'
      order by block_number desc, log_index desc limit 1) x on true
    order by r.release_id`.cursor(CHUNK)

export type ExportedAttestation = Place & {
  uid: bigint
  release_id: bigint
  attester: Address
  party: bigint
  kind: number
  verdict: number
  report: Hex
  expiration_time: number
  uri: string
  end_kind: string | null
  end_time: number | null
}

/** Every attestation with what ended it, by id. */
export const readAttestations = (sql: Reader): AsyncIterable<ExportedAttestation[]> =>
  sql<ExportedAttestation[]>`
    select a.uid, a.release_id, a.attester, a.party, a.kind, a.verdict, a.report, a.expiration_time::float8, a.uri,
      e.kind as end_kind, e.block_time::float8 as end_time, a.block_number::float8, a.block_hash, a.log_index,
      a.block_time::float8, a.tx_hash
    from attestations a
    left join lateral (select kind, block_time from attestation_events where uid = a.uid
      order by block_number desc, log_index desc limit 1) e on true
    order by a.uid`.cursor(CHUNK)

export type ExportedLine = Place & {
  pool: bigint
  epoch: number
  gpu_seconds: bigint
  money: bigint
  max_rate: bigint
  drawn_gpu_seconds: bigint
  drawn_money: bigint
}

/** Every budget line with what leases hold of it, by epoch and pool. */
export const readBudgets = (sql: Reader): AsyncIterable<ExportedLine[]> =>
  sql<ExportedLine[]>`
    select b.pool, b.epoch::float8, b.gpu_seconds, b.money, b.max_rate,
      coalesce(m.gpu_seconds, 0)::numeric as drawn_gpu_seconds, coalesce(m.money, 0) as drawn_money,
      b.block_number::float8, b.block_hash, b.log_index, b.block_time::float8, b.tx_hash
    from budget_lines b
    left join lateral (
      select sum(case when kind = 'drawn' then gpu_seconds else -gpu_seconds end) as gpu_seconds,
        sum(case when kind = 'drawn' then money else -money end) as money
      from line_movements where pool = b.pool and epoch = b.epoch) m on true
    order by b.epoch, b.pool`.cursor(CHUNK)

export type ExportedRequest = Place & {
  party: bigint
  pool: bigint
  epoch: number
  want: bigint
  seq: bigint
  agent: Address | null
}

/** Every request for compute as it was made, in the order of the chain. */
export const readRequests = (sql: Reader): AsyncIterable<ExportedRequest[]> =>
  sql<ExportedRequest[]>`
    select party, pool, epoch::float8, want, seq, agent, ${place(sql)} from requests
    order by block_number, log_index`.cursor(CHUNK)
