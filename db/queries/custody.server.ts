import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

type Place = { block_number: number; block_hash: Hex; block_time: number; tx_hash: Hex }

const place = (sql: Reader) => sql`block_number::float8, block_hash, block_time::float8, tx_hash`

export type SealRow = Place & {
  seal_id: bigint
  maintainer: Address
  ciphertext_root: Hex
  ciphertext_manifest: Hex
  recipient: Hex
  threshold: number
  commitments: Hex[]
  seats: bigint[]
  boxes_digest: Hex
}

/** The seals of a release, newest first. */
export const listSealRows = async (sql: Reader, release: string): Promise<SealRow[]> => [
  ...(await sql<SealRow[]>`
    select seal_id, maintainer, ciphertext_root, ciphertext_manifest, recipient, threshold, commitments, seats,
      boxes_digest, ${place(sql)}
    from seals where release_id = ${release} order by seal_id desc`),
]

/** Who holds a seat now, and the newest age recipient of that account. */
export type ShareholderRow = { seat_id: bigint; steward: Address; recipient: Hex | null }

/** The stewards of some seats; a seat that is vacant has none. */
export const listShareholders = async (sql: Reader, seats: readonly bigint[]): Promise<ShareholderRow[]> => [
  ...(await sql<ShareholderRow[]>`
    select s.seat_id, s.steward, r.recipient
    from seats s
    left join lateral (select recipient from custody_recipients where account = s.steward
      order by block_number desc, log_index desc limit 1) r on true
    where s.seat_id = any(${seats.map(String)}::bigint[]) and s.vacated_time is null`),
]

export type AckRow = Place & { seal_id: bigint; share: number; steward: Address }
export type PublicationRow = AckRow & { value: Hex }

/** Acknowledgements of shares of some seals. */
export const listAckRows = async (sql: Reader, seals: readonly bigint[]): Promise<AckRow[]> => [
  ...(await sql<AckRow[]>`
    select seal_id, share, steward, ${place(sql)} from share_acks
    where seal_id = any(${seals.map(String)}::bigint[]) order by block_number, log_index`),
]

/** Published shares of some seals. */
export const listPublicationRows = async (sql: Reader, seals: readonly bigint[]): Promise<PublicationRow[]> => [
  ...(await sql<PublicationRow[]>`
    select seal_id, share, steward, value, ${place(sql)} from share_publications
    where seal_id = any(${seals.map(String)}::bigint[]) order by block_number, log_index`),
]

export type GrantRow = Place & {
  grant_id: bigint
  seal_id: bigint
  release_id: bigint
  grantee: Address
  recipient: Hex
  expiration_time: number
  /** The proposal that granted it. */
  proposal_id: bigint | null
  revoked_actor: Address | null
  revoked_block: number | null
  revoked_hash: Hex | null
  revoked_time: number | null
  revoked_tx: Hex | null
  /** The proposal that revoked it; null where the council stopped it. */
  revoked_by: bigint | null
}

const grants = (sql: Reader) => sql`
  select g.grant_id, g.seal_id, s.release_id, g.grantee, g.recipient, g.expiration_time::float8,
    g.block_number::float8, g.block_hash, g.block_time::float8, g.tx_hash,
    (select x.proposal_id from proposal_events x where x.block_number = g.block_number and x.tx_hash = g.tx_hash
      and x.kind = 'executed' limit 1) as proposal_id,
    v.actor as revoked_actor, v.block_number::float8 as revoked_block, v.block_hash as revoked_hash,
    v.block_time::float8 as revoked_time, v.tx_hash as revoked_tx,
    (select x.proposal_id from proposal_events x where x.block_number = v.block_number and x.tx_hash = v.tx_hash
      and x.kind = 'executed' limit 1) as revoked_by
  from grants g join seals s using (seal_id) left join grant_revocations v using (grant_id)`

/** The grants of a release, newest first. */
export const listGrantRows = async (sql: Reader, release: string): Promise<GrantRow[]> => [
  ...(await sql<GrantRow[]>`${grants(sql)} where s.release_id = ${release} order by g.grant_id desc`),
]

/** Grants that were revoked or stopped, newest first. */
export const listRevokedGrantRows = async (sql: Reader): Promise<GrantRow[]> => [
  ...(await sql<GrantRow[]>`
    ${grants(sql)} where v.grant_id is not null order by v.block_number desc, v.log_index desc`),
]

export type ShareReleaseRow = Place & { grant_id: bigint; share: number; steward: Address; box: Hex }

/** Every share that was given out to some grants, in the order of the chain. */
export const listShareReleaseRows = async (sql: Reader, ids: readonly bigint[]): Promise<ShareReleaseRow[]> => [
  ...(await sql<ShareReleaseRow[]>`
    select grant_id, share, steward, box, ${place(sql)} from share_releases
    where grant_id = any(${ids.map(String)}::bigint[]) order by block_number, log_index`),
]
