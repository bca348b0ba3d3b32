import { encodeFunctionData, type Hex } from 'viem'
import type { ChangeRow } from '#db/queries/cursor.server'
import { listAttestationRows } from '#db/queries/evaluations.server'
import { listSealBriefs, listStopRows, type SealBriefRow } from '#db/queries/gates.server'
import { hasManifest } from '#db/queries/manifests.server'
import {
  findRootHolder,
  listAncestorRows,
  listChildRows,
  listReleaseRowsById,
  listStageChanges,
  type ReleaseRow,
} from '#db/queries/models.server'
import { listProposalRowsByCall } from '#db/queries/proposals.server'
import { epochOf, showAttestations, showStops } from '~/attestations.server'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { loadGates } from '~/gates.server'
import { stageNumber, toMoment, toReleaseRef, toStage } from '~/http/present'
import type { ProposalRef } from '~/http/shapes'
import type { View } from '~/services.server'
import type { LadderStep, Release } from './schema'
import { changeOfRelease, toReleaseSummary } from './show.server'

const MOVES = ['advanceToRedTeam', 'advanceToGated', 'advanceToOpen', 'revoke'] as const
const REVOKED = 5
const SHOWN_PROPOSALS = 50

// Registered is reached by the registration itself; Revoked is a step only where it was taken.
const listLadder = async (view: View, row: ReleaseRow): Promise<LadderStep[]> => {
  const changes = (await listStageChanges(view.sql, String(row.release_id))).filter(({ to_stage }) => to_stage > 1)
  const proposalOf = await view.loadProposals(changes.map(({ proposal_id }) => proposal_id))
  const accountOf = await view.loadAccounts([row.maintainer, ...changes.map(({ actor }) => actor)])
  const registered: LadderStep = {
    stage: 'registered',
    reached: toMoment(row.block_time, row.block_number),
    transaction: row.tx_hash,
    actor: accountOf(row.maintainer),
    proposal: null,
  }
  const stages = (['red-team', 'gated', 'open', 'revoked'] as const).filter(
    (stage) => stage !== 'revoked' || row.stage === REVOKED,
  )
  const steps = stages.map((stage): LadderStep => {
    const change = changes.find(({ to_stage }) => to_stage === stageNumber(stage))
    if (change === undefined) return { stage, reached: null, transaction: null, actor: null, proposal: null }
    return {
      stage,
      reached: toMoment(change.block_time, change.block_number),
      transaction: change.tx_hash,
      actor: accountOf(change.actor),
      proposal: proposalOf(change.proposal_id),
    }
  })
  return [registered, ...steps]
}

/** The proposals that would move a release, newest first. */
export const listMoves = async (view: View, row: ReleaseRow): Promise<ProposalRef[]> => {
  const args = [Number(row.release_id)] as const
  const calldatas = MOVES.map((functionName) => encodeFunctionData({ abi: modelRegistryAbi, functionName, args }))
  const target = addressOf(view.services.deployment, 'ModelRegistry')
  const rows = await listProposalRowsByCall(view.sql, { target, calldatas, limit: SHOWN_PROPOSALS })
  return Promise.all(rows.map(view.refOf))
}

type Changed = { block_number: number; block_hash: Hex; block_time: number }

const changeOf = ({ block_number, block_hash, block_time }: Changed): ChangeRow => ({
  block: block_number,
  hash: block_hash,
  time: block_time,
})

const toSeal = ({ seal_id, shares, threshold, acknowledged }: SealBriefRow): Release['seal'] => ({
  id: String(seal_id),
  shares,
  threshold,
  missingAcks: shares - acknowledged,
})

/** All that is known of a release, and the blocks that last changed some of it. */
export const buildRelease = async (
  view: View,
  row: ReleaseRow,
): Promise<{ release: Release; changes: ChangeRow[] }> => {
  const { sql, now } = view
  const id = String(row.release_id)
  const toRef = (one: ReleaseRow) => toReleaseRef(one, now)
  const parents = await listReleaseRowsById(sql, row.parents)
  const children = await listChildRows(sql, id)
  const revoked = (await listAncestorRows(sql, id)).find(({ stage }) => toStage(stage) === 'revoked')
  const holderId = await findRootHolder(sql, row.root)
  const [holder] = holderId === null ? [] : await listReleaseRowsById(sql, [holderId])
  const attestations = await listAttestationRows(sql, { releases: [row.release_id] }, epochOf(view))
  const stops = await listStopRows(sql, [row.release_id])
  const [seal] = await listSealBriefs(sql, [row.release_id])
  const accountOf = await view.loadAccounts([row.maintainer])
  const release: Release = {
    ...toReleaseSummary(row, now),
    maintainer: accountOf(row.maintainer),
    transaction: row.tx_hash,
    manifest: row.manifest,
    card: row.card,
    gpuSeconds: String(row.gpu_seconds),
    flop: String(row.flop),
    cumulativeFlop: String(row.cumulative_flop),
    uri: row.uri,
    parents: parents.map(toRef),
    children: children.map(toRef),
    revokedAncestor: revoked === undefined ? null : toRef(revoked),
    ladder: await listLadder(view, row),
    proposals: await listMoves(view, row),
    rootHolder: holder === undefined ? null : toRef(holder),
    gate: (await loadGates(view, [row])).get(row.release_id) ?? null,
    attestations: await showAttestations(view, attestations, [row]),
    stops: await showStops(view, stops),
    seal: seal === undefined ? null : toSeal(seal),
    hasManifest: await hasManifest(sql, row.manifest),
  }
  const ends = attestations.flatMap(({ end_block, end_hash, end_time }) =>
    end_block === null || end_hash === null || end_time === null
      ? []
      : [{ block: end_block, hash: end_hash, time: end_time }],
  )
  const sealed =
    seal === undefined ? [] : [{ block: seal.changed_block, hash: seal.changed_hash, time: seal.changed_time }]
  return {
    release,
    changes: [changeOfRelease(row), ...attestations.map(changeOf), ...ends, ...stops.map(changeOf), ...sealed],
  }
}
