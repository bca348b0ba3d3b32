import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** A claim about an enclave, and what has become of it. Times in UNIX seconds. */
export type EnclaveRow = {
  enclave_id: bigint
  release_id: bigint
  operator: Address
  party: bigint
  party_kind: number
  quote: Hex
  collateral: Hex
  measurement: Hex
  service_key: Hex
  nonce: Hex
  expiration_time: number
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  revoked_block: number | null
  revoked_hash: Hex | null
  revoked_time: number | null
  is_allowed: boolean
  /** What the newest vote called the measurement. */
  description: string | null
}

/** The claims about enclaves that serve a release, newest first. */
export const listEnclaveRows = async (sql: Reader, release: string): Promise<EnclaveRow[]> => [
  ...(await sql<EnclaveRow[]>`
    select e.enclave_id, e.release_id, e.operator, e.party, p.party_kind, e.quote, e.collateral, e.measurement,
      e.service_key, e.nonce, e.expiration_time::float8, e.block_number::float8, e.block_hash, e.block_time::float8,
      e.tx_hash, v.block_number::float8 as revoked_block, v.block_hash as revoked_hash,
      v.block_time::float8 as revoked_time, coalesce(m.kind = 'allowed', false) as is_allowed, a.description
    from enclaves e
    left join lateral (select party_kind from party_events where party = e.party and kind = 'admitted' limit 1) p on true
    left join enclave_revocations v using (enclave_id)
    left join lateral (select kind from measurement_events where measurement = e.measurement
      order by block_number desc, log_index desc limit 1) m on true
    left join lateral (select description from measurement_events where measurement = e.measurement
      and kind = 'allowed' order by block_number desc, log_index desc limit 1) a on true
    where e.release_id = ${release} order by e.enclave_id desc`),
]

/** A measurement that a vote allowed; `removed_*` where a later vote took it off the list. */
export type MeasurementRow = {
  measurement: Hex
  description: string
  block_number: number
  block_hash: Hex
  block_time: number
  allowed_by: bigint | null
  removed_block: number | null
  removed_hash: Hex | null
  removed_time: number | null
  removed_by: bigint | null
}

/** Every measurement that was ever allowed, the newest first. */
export const listMeasurementRows = async (sql: Reader): Promise<MeasurementRow[]> => [
  ...(await sql<MeasurementRow[]>`
    with newest as (
      select distinct on (measurement, kind) m.*,
        (select x.proposal_id from proposal_events x where x.block_number = m.block_number and x.tx_hash = m.tx_hash
          and x.kind = 'executed' limit 1) as proposal_id
      from measurement_events m order by measurement, kind, block_number desc, log_index desc)
    select a.measurement, a.description, a.block_number::float8, a.block_hash, a.block_time::float8,
      a.proposal_id as allowed_by, r.block_number::float8 as removed_block, r.block_hash as removed_hash,
      r.block_time::float8 as removed_time, r.proposal_id as removed_by
    from newest a
    left join newest r on r.measurement = a.measurement and r.kind = 'removed'
      and (r.block_number, r.log_index) > (a.block_number, a.log_index)
    where a.kind = 'allowed' order by a.block_number desc, a.log_index desc`),
]
