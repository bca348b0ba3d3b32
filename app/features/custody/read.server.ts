import {
  type AckRow,
  type GrantRow,
  listAckRows,
  listGrantRows,
  listPublicationRows,
  listSealRows,
  listShareholders,
  listShareReleaseRows,
  type PublicationRow,
  type SealRow,
  type ShareholderRow,
  type ShareReleaseRow,
} from '#db/queries/custody.server'
import { listReleaseRowsById, type ReleaseRow } from '#db/queries/models.server'
import { AppError } from '~/domain/errors'
import { toMoment, toReleaseRef, toStage } from '~/http/present'
import type { Account, One, ProposalRef } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Custody, Grant, Seal } from './schema'

type AccountOf = (address: `0x${string}`) => Account

const toDone = ({ steward, block_time, block_number, tx_hash }: AckRow | ShareReleaseRow, accountOf: AccountOf) => ({
  steward: accountOf(steward),
  at: toMoment(block_time, block_number),
  transaction: tx_hash,
})

type SealParts = { acks: AckRow[]; published: PublicationRow[]; holders: ShareholderRow[]; accountOf: AccountOf }

const toSeal = (row: SealRow, newest: bigint | undefined, parts: SealParts): Seal => {
  const { acks, published, holders, accountOf } = parts
  const shares = row.seats.map((seat, index) => {
    const isThis = (one: AckRow) => one.seal_id === row.seal_id && one.share === index
    const holder = holders.find(({ seat_id }) => seat_id === seat)
    const ack = acks.find(isThis)
    const given = published.find(isThis)
    return {
      index,
      seat: String(seat),
      steward: holder === undefined ? null : accountOf(holder.steward),
      recipient: holder?.recipient ?? null,
      acknowledged: ack === undefined ? null : toDone(ack, accountOf),
      published: given === undefined ? null : { ...toDone(given, accountOf), share: given.value },
    }
  })
  return {
    id: String(row.seal_id),
    newest: row.seal_id === newest,
    maintainer: accountOf(row.maintainer),
    sealed: toMoment(row.block_time, row.block_number),
    transaction: row.tx_hash,
    ciphertextRoot: row.ciphertext_root,
    ciphertextManifest: row.ciphertext_manifest,
    recipient: row.recipient,
    threshold: row.threshold,
    commitments: row.commitments,
    boxesDigest: row.boxes_digest,
    shares,
    missingAcks: shares.filter(({ acknowledged }) => acknowledged === null).length,
  }
}

// As Custody.isLive, which also asks for Gated and for no recall.
const statusOf = (row: GrantRow, release: ReleaseRow, now: number): Grant['status'] => {
  if (row.revoked_time !== null) return 'revoked'
  if (row.expiration_time <= now) return 'expired'
  if (toStage(release.stage) !== 'gated') return 'over'
  return release.recall_until !== null && release.recall_until > now ? 'suspended' : 'live'
}

type GrantParts = {
  release: ReleaseRow
  now: number
  given: ShareReleaseRow[]
  accountOf: AccountOf
  proposalOf: (id: bigint | null) => ProposalRef | null
}

const toRevocation = (row: GrantRow, { accountOf, proposalOf }: GrantParts): Grant['revoked'] => {
  const { revoked_actor: actor, revoked_time: time, revoked_tx: transaction, revoked_by: proposal } = row
  if (actor === null || time === null || transaction === null) return null
  const by = accountOf(actor).contract === 'TimelockController' ? 'vote' : 'council'
  return {
    at: toMoment(time, row.revoked_block),
    transaction,
    actor: accountOf(actor),
    by,
    proposal: proposalOf(proposal),
  }
}

const toGrant = (row: GrantRow, parts: GrantParts): Grant => ({
  id: String(row.grant_id),
  seal: String(row.seal_id),
  grantee: parts.accountOf(row.grantee),
  recipient: row.recipient,
  granted: toMoment(row.block_time, row.block_number),
  transaction: row.tx_hash,
  proposal: parts.proposalOf(row.proposal_id),
  expires: toMoment(row.expiration_time),
  status: statusOf(row, parts.release, parts.now),
  revoked: toRevocation(row, parts),
  releases: parts.given
    .filter(({ grant_id }) => grant_id === row.grant_id)
    .map((one) => ({ ...toDone(one, parts.accountOf), index: one.share, box: one.box })),
})

const changeOf = (row: { block_number: number; block_hash: `0x${string}`; block_time: number }) => ({
  block: row.block_number,
  hash: row.block_hash,
  time: row.block_time,
})

const loadCustody = async (view: View, release: ReleaseRow) => {
  const { sql, now } = view
  const id = String(release.release_id)
  const seals = await listSealRows(sql, id)
  const sealIds = seals.map(({ seal_id }) => seal_id)
  const acks = await listAckRows(sql, sealIds)
  const published = await listPublicationRows(sql, sealIds)
  const holders = await listShareholders(sql, [...new Set(seals.flatMap(({ seats }) => seats))])
  const grants = await listGrantRows(sql, id)
  const given = await listShareReleaseRows(
    sql,
    grants.map(({ grant_id }) => grant_id),
  )
  const accountOf = await view.loadAccounts([
    ...seals.map(({ maintainer }) => maintainer),
    ...[...acks, ...published, ...holders, ...given].map(({ steward }) => steward),
    ...grants.flatMap(({ grantee, revoked_actor }) => (revoked_actor === null ? [grantee] : [grantee, revoked_actor])),
  ])
  const proposalOf = await view.loadProposals(grants.flatMap((row) => [row.proposal_id, row.revoked_by]))
  const custody: Custody = {
    release: toReleaseRef(release, now),
    seals: seals.map((row) => toSeal(row, sealIds[0], { acks, published, holders, accountOf })),
    grants: grants.map((row) => toGrant(row, { release, now, given, accountOf, proposalOf })),
  }
  const revocations = grants.flatMap(({ revoked_block, revoked_hash, revoked_time }) =>
    revoked_block === null || revoked_hash === null || revoked_time === null
      ? []
      : [{ block: revoked_block, hash: revoked_hash, time: revoked_time }],
  )
  const changes = [...[...seals, ...acks, ...published, ...grants, ...given].map(changeOf), ...revocations]
  const stage = { block: release.stage_block, hash: release.changed_hash, time: release.stage_since }
  return { custody, changes: [stage, ...changes] }
}

/** Who holds shares of a release's key, and every one that was given out. */
export const getCustody = (id: string): Promise<One<Custody>> =>
  withView(async (view) => {
    const [release] = await listReleaseRowsById(view.sql, [BigInt(id)])
    if (release === undefined) {
      throw new AppError('release_unknown', `There is no release ${id}: /api/v1/releases lists them.`)
    }
    const { custody, changes } = await loadCustody(view, release)
    return { data: custody, asOf: await view.asOf(changes) }
  })
