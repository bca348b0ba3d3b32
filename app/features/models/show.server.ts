import type { Address } from 'viem'
import type { ModelRow, ReleaseRow } from '#db/queries/models.server'
import { toMoment, toParty, toReleaseRef } from '~/http/present'
import type { Account } from '~/http/shapes'
import type { ModelSummary, ReleaseSummary } from './schema'

export const toReleaseSummary = (row: ReleaseRow, now: number): ReleaseSummary => ({
  ...toReleaseRef(row, now),
  stageSince: toMoment(row.stage_since, row.stage_block),
  party: toParty(row.party, row.party_kind),
  licence: row.licence,
  files: row.files,
  size: String(row.size),
  root: row.root,
  registered: toMoment(row.block_time, row.block_number),
})

export const toModelSummary = (
  row: ModelRow,
  { accountOf, latest, now }: { accountOf: (address: Address) => Account; latest: ReleaseRow | undefined; now: number },
): ModelSummary => ({
  id: String(row.model_id),
  name: row.name,
  party: toParty(row.party, row.party_kind),
  maintainer: accountOf(row.maintainer),
  registered: toMoment(row.block_time, row.block_number),
  releases: row.releases,
  latest: latest === undefined ? null : toReleaseSummary(latest, now),
})

/** The block that last changed the stage of a release or recalled it. */
export const changeOfRelease = (row: ReleaseRow) => {
  const { recall_block: block, recall_hash: hash, recall_time: time } = row
  if (block !== null && hash !== null && time !== null && block > row.stage_block) return { block, hash, time }
  return { block: row.stage_block, hash: row.changed_hash, time: row.stage_since }
}

export const changeOfModel = (row: ModelRow) => ({
  block: row.block_number,
  hash: row.block_hash,
  time: row.block_time,
})
