import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

export type ModelRow = {
  model_id: bigint
  party: bigint
  party_kind: number
  maintainer: Address
  name: string
  releases: number
  latest_release: bigint | null
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

export type ReleaseRow = {
  release_id: bigint
  model_id: bigint
  model_name: string
  party: bigint
  party_kind: number
  maintainer: Address
  version: string
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
  stage: number
  stage_since: number
  stage_block: number
  changed_hash: Hex
  /** Of the newest recall, also when it is over; UNIX seconds. */
  recall_until: number | null
  recall_reason: string | null
  recall_block: number | null
  recall_hash: Hex | null
  recall_time: number | null
  block_number: number
  block_time: number
  tx_hash: Hex
}

type PageQuery = { from: string | null; backwards: boolean; limit: number }

const modelColumns = (sql: Reader) => sql`
  m.model_id, m.party, a.party_kind, m.maintainer, m.name, m.block_number::float8, m.block_hash, m.block_time::float8,
  m.tx_hash,
  (select count(*) from releases r where r.model_id = m.model_id)::float8 as releases,
  (select max(release_id) from releases r where r.model_id = m.model_id) as latest_release`

const partyKind = (sql: Reader) => sql`
  join lateral (select party_kind from party_events where party = m.party and kind = 'admitted' limit 1) a on true`

const releaseColumns = (sql: Reader) => sql`
  r.release_id, r.model_id, m.name as model_name, m.party, a.party_kind, r.maintainer, r.version, r.parents, r.root,
  r.manifest, r.card, r.licence, r.files::float8, r.size, r.gpu_seconds, r.flop, r.cumulative_flop, r.uri,
  coalesce(s.to_stage, 1) as stage, coalesce(s.block_time, r.block_time)::float8 as stage_since,
  coalesce(s.block_number, r.block_number)::float8 as stage_block, coalesce(s.block_hash, r.block_hash) as changed_hash,
  c.until::float8 as recall_until, c.reason as recall_reason, c.block_number::float8 as recall_block,
  c.block_hash as recall_hash, c.block_time::float8 as recall_time, r.block_number::float8, r.block_time::float8, r.tx_hash`

const releaseTables = (sql: Reader) => sql`
  from releases r join models m using (model_id) ${partyKind(sql)}
  left join lateral (select to_stage, block_time, block_number, block_hash from stage_changes
    where release_id = r.release_id order by block_number desc, log_index desc limit 1) s on true
  left join lateral (select until, reason, block_number, block_hash, block_time from release_stops
    where release_id = r.release_id and kind = 'recalled' order by block_number desc, log_index desc limit 1) c on true`

const onPage = (sql: Reader, column: 'm.model_id' | 'r.release_id', { from, backwards }: PageQuery) => {
  if (from === null) return sql``
  return backwards ? sql`and ${sql.unsafe(column)} > ${from}` : sql`and ${sql.unsafe(column)} < ${from}`
}

/** Models, newest first unless `backwards`. */
export const listModelRows = async (sql: Reader, query: PageQuery): Promise<ModelRow[]> => [
  ...(await sql<ModelRow[]>`
    select ${modelColumns(sql)} from models m ${partyKind(sql)} where true ${onPage(sql, 'm.model_id', query)}
    order by m.model_id ${query.backwards ? sql`` : sql`desc`} limit ${query.limit}`),
]

/** A model; null when there is none. */
export const findModelRow = async (sql: Reader, id: string): Promise<ModelRow | null> => {
  const [row] = await sql<ModelRow[]>`
    select ${modelColumns(sql)} from models m ${partyKind(sql)} where m.model_id = ${id}`
  return row ?? null
}

/** `recalledAt` keeps what is recalled, or what is not, at a UNIX second. */
export type ReleaseFilters = {
  model: string | null
  stage: number | null
  licence: string | null
  recalledAt: { now: number; recalled: boolean } | null
}

const isRecalled = (sql: Reader, { now, recalled }: NonNullable<ReleaseFilters['recalledAt']>) =>
  recalled ? sql`and c.until > ${now}` : sql`and coalesce(c.until, 0) <= ${now}`

/** Releases, newest first unless `backwards`. */
export const listReleaseRows = async (sql: Reader, query: PageQuery & ReleaseFilters): Promise<ReleaseRow[]> => [
  ...(await sql<ReleaseRow[]>`
    select ${releaseColumns(sql)} ${releaseTables(sql)}
    where true ${query.model === null ? sql`` : sql`and r.model_id = ${query.model}`}
      ${query.stage === null ? sql`` : sql`and coalesce(s.to_stage, 1) = ${query.stage}`}
      ${query.licence === null ? sql`` : sql`and r.licence = ${query.licence}`}
      ${query.recalledAt === null ? sql`` : isRecalled(sql, query.recalledAt)}
      ${onPage(sql, 'r.release_id', query)}
    order by r.release_id ${query.backwards ? sql`` : sql`desc`} limit ${query.limit}`),
]

/** The releases of a party that are neither Open nor Revoked, newest first. */
export const listUnderwayRows = async (
  sql: Reader,
  { party, limit }: { party: string; limit: number },
): Promise<ReleaseRow[]> => [
  ...(await sql<ReleaseRow[]>`
    select ${releaseColumns(sql)} ${releaseTables(sql)}
    where m.party = ${party} and coalesce(s.to_stage, 1) < 4 order by r.release_id desc limit ${limit}`),
]

/** The releases with these ids, in no order. */
export const listReleaseRowsById = async (sql: Reader, ids: readonly bigint[]): Promise<ReleaseRow[]> => {
  if (ids.length === 0) return []
  const rows = await sql<ReleaseRow[]>`
    select ${releaseColumns(sql)} ${releaseTables(sql)} where r.release_id = any(${ids.map(String)}::bigint[])`
  return [...rows]
}

/** The releases that have the root or the manifest; those that are Open first, then the oldest. */
export const listReleaseRowsByDigest = async (
  sql: Reader,
  { root, manifest }: { root: Hex; manifest: Hex },
): Promise<ReleaseRow[]> => [
  ...(await sql<ReleaseRow[]>`
    select ${releaseColumns(sql)} ${releaseTables(sql)}
    where r.root = ${root} or r.manifest = ${manifest}
    order by coalesce(s.to_stage, 1) = 4 desc, r.release_id limit 200`),
]

/** Releases that name this one as a parent, newest first. */
export const listChildRows = async (sql: Reader, id: string): Promise<ReleaseRow[]> => [
  ...(await sql<ReleaseRow[]>`
    select ${releaseColumns(sql)} ${releaseTables(sql)} where r.parents @> array[${id}::bigint]
    order by r.release_id desc limit 200`),
]

/** Every release from which this one derives. */
export const listAncestorRows = async (sql: Reader, id: string): Promise<ReleaseRow[]> => [
  ...(await sql<ReleaseRow[]>`
    with recursive line(id) as (
      select unnest(parents) from releases where release_id = ${id}
      union
      select unnest(p.parents) from line
        cross join lateral (select parents from releases where release_id = line.id limit 1) p)
    select ${releaseColumns(sql)} ${releaseTables(sql)} where r.release_id = any(array(select id from line))
    order by r.release_id desc`),
]

/** The release that last claimed a root by its advance to Red team; null when none has. */
export const findRootHolder = async (sql: Reader, root: Hex): Promise<bigint | null> => {
  const [row] = await sql<{ release_id: bigint }[]>`
    select r.release_id from releases r join stage_changes s on s.release_id = r.release_id and s.to_stage = 2
    where r.root = ${root} order by s.block_number desc, s.log_index desc limit 1`
  return row?.release_id ?? null
}

/** A change of stage and the proposal whose execution made it, if one did. */
export type StageChangeRow = {
  to_stage: number
  actor: Address
  block_number: number
  block_time: number
  tx_hash: Hex
  proposal_id: bigint | null
}

/** Every change of a release's stage, in the order of the chain. */
export const listStageChanges = async (sql: Reader, id: string): Promise<StageChangeRow[]> => [
  ...(await sql<StageChangeRow[]>`
    select s.to_stage, s.actor, s.block_number::float8, s.block_time::float8, s.tx_hash,
      (select e.proposal_id from proposal_events e
        where e.block_number = s.block_number and e.tx_hash = s.tx_hash and e.kind = 'executed' limit 1) as proposal_id
    from stage_changes s where s.release_id = ${id} order by s.block_number, s.log_index`),
]
