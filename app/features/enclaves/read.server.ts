import { type EnclaveRow, listEnclaveRows, listMeasurementRows } from '#db/queries/enclaves.server'
import { listReleaseRowsById, type ReleaseRow } from '#db/queries/models.server'
import { AppError } from '~/domain/errors'
import { toMoment, toParty, toReleaseRef, toStage } from '~/http/present'
import type { One } from '~/http/shapes'
import { withView } from '~/services.server'
import type { Enclave, Measurement } from './schema'

// As Enclaves.isLive.
const statusOf = (row: EnclaveRow, release: ReleaseRow, now: number): Enclave['status'] => {
  if (row.revoked_time !== null) return 'revoked'
  if (row.expiration_time <= now) return 'expired'
  if (!row.is_allowed) return 'measurement-removed'
  return ['gated', 'open'].includes(toStage(release.stage)) ? 'live' : 'wrong-stage'
}

type Place = { block: number | null; hash: `0x${string}` | null; time: number | null }

const listPlaces = (places: readonly Place[]) =>
  places.flatMap(({ block, hash, time }) =>
    block === null || hash === null || time === null ? [] : [{ block, hash, time }],
  )

/** What operators claim of enclaves that serve a release, newest first. */
export const listEnclaves = (id: string): Promise<One<Enclave[]>> =>
  withView(async (view) => {
    const [release] = await listReleaseRowsById(view.sql, [BigInt(id)])
    if (release === undefined) {
      throw new AppError('release_unknown', `There is no release ${id}: /api/v1/releases lists them.`)
    }
    const rows = await listEnclaveRows(view.sql, id)
    const accountOf = await view.loadAccounts(rows.map(({ operator }) => operator))
    const data = rows.map((row) => ({
      id: String(row.enclave_id),
      release: toReleaseRef(release, view.now),
      operator: accountOf(row.operator),
      party: toParty(row.party, row.party_kind),
      quote: row.quote,
      collateral: row.collateral,
      measurement: row.measurement,
      description: row.description,
      serviceKey: row.service_key,
      nonce: row.nonce,
      attested: toMoment(row.block_time, row.block_number),
      transaction: row.tx_hash,
      expires: toMoment(row.expiration_time),
      status: statusOf(row, release, view.now),
      revoked: row.revoked_time === null ? null : toMoment(row.revoked_time, row.revoked_block),
    }))
    const changes = listPlaces([
      { block: release.stage_block, hash: release.changed_hash, time: release.stage_since },
      ...rows.flatMap((row) => [
        { block: row.block_number, hash: row.block_hash, time: row.block_time },
        { block: row.revoked_block, hash: row.revoked_hash, time: row.revoked_time },
      ]),
    ])
    return { data, asOf: await view.asOf(changes) }
  })

/** Every measurement that a vote ever allowed, the newest first. */
export const listMeasurements = (): Promise<One<Measurement[]>> =>
  withView(async (view) => {
    const rows = await listMeasurementRows(view.sql)
    const proposalOf = await view.loadProposals(rows.flatMap((row) => [row.allowed_by, row.removed_by]))
    const data = rows.map((row) => ({
      measurement: row.measurement,
      description: row.description,
      allowed: toMoment(row.block_time, row.block_number),
      allowedBy: proposalOf(row.allowed_by),
      removed: row.removed_time === null ? null : toMoment(row.removed_time, row.removed_block),
      removedBy: proposalOf(row.removed_by),
    }))
    const changes = rows.flatMap((row) => [
      { block: row.block_number, hash: row.block_hash, time: row.block_time },
      { block: row.removed_block, hash: row.removed_hash, time: row.removed_time },
    ])
    return { data, asOf: await view.asOf(listPlaces(changes)) }
  })
