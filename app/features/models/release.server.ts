import { encodeFunctionData } from 'viem'
import {
  findRootHolder,
  listAncestorRows,
  listChildRows,
  listReleaseRowsById,
  listStageChanges,
  type ReleaseRow,
  type StageChangeRow,
} from '#db/queries/models.server'
import { listProposalRowsByCall, listProposalRowsById } from '#db/queries/proposals.server'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { stageNumber, toMoment, toStage } from '~/http/present'
import type { ProposalRef } from '~/http/shapes'
import type { View } from '~/services.server'
import type { LadderStep, Release } from './schema'
import { toReleaseRef, toReleaseSummary } from './show.server'

const MOVES = ['advanceToRedTeam', 'advanceToGated', 'advanceToOpen', 'revoke'] as const
const REVOKED = 5
const SHOWN_PROPOSALS = 50

const loadRefs = async (view: View, changes: readonly StageChangeRow[]): Promise<Map<bigint, ProposalRef>> => {
  const ids = changes.flatMap(({ proposal_id }) => (proposal_id === null ? [] : [proposal_id]))
  const rows = ids.length === 0 ? [] : await listProposalRowsById(view.sql, ids)
  return new Map(await Promise.all(rows.map(async (row) => [row.proposal_id, await view.refOf(row)] as const)))
}

// Registered is reached by the registration itself; Revoked is a step only where it was taken.
const listLadder = async (view: View, row: ReleaseRow): Promise<LadderStep[]> => {
  const changes = (await listStageChanges(view.sql, String(row.release_id))).filter(({ to_stage }) => to_stage > 1)
  const refs = await loadRefs(view, changes)
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
      proposal: change.proposal_id === null ? null : (refs.get(change.proposal_id) ?? null),
    }
  })
  return [registered, ...steps]
}

const listProposals = async (view: View, row: ReleaseRow): Promise<ProposalRef[]> => {
  const args = [Number(row.release_id)] as const
  const calldatas = MOVES.map((functionName) => encodeFunctionData({ abi: modelRegistryAbi, functionName, args }))
  const target = addressOf(view.services.deployment, 'ModelRegistry')
  const rows = await listProposalRowsByCall(view.sql, { target, calldatas, limit: SHOWN_PROPOSALS })
  return Promise.all(rows.map(view.refOf))
}

/** All that is known of a release. */
export const buildRelease = async (view: View, row: ReleaseRow): Promise<Release> => {
  const id = String(row.release_id)
  const parents = await listReleaseRowsById(view.sql, row.parents)
  const children = await listChildRows(view.sql, id)
  const revoked = (await listAncestorRows(view.sql, id)).find(({ stage }) => toStage(stage) === 'revoked')
  const holderId = await findRootHolder(view.sql, row.root)
  const [holder] = holderId === null ? [] : await listReleaseRowsById(view.sql, [holderId])
  const accountOf = await view.loadAccounts([row.maintainer])
  return {
    ...toReleaseSummary(row),
    maintainer: accountOf(row.maintainer),
    transaction: row.tx_hash,
    manifest: row.manifest,
    card: row.card,
    gpuSeconds: String(row.gpu_seconds),
    flop: String(row.flop),
    cumulativeFlop: String(row.cumulative_flop),
    uri: row.uri,
    parents: parents.map(toReleaseRef),
    children: children.map(toReleaseRef),
    revokedAncestor: revoked === undefined ? null : toReleaseRef(revoked),
    ladder: await listLadder(view, row),
    proposals: await listProposals(view, row),
    rootHolder: holder === undefined ? null : toReleaseRef(holder),
  }
}
