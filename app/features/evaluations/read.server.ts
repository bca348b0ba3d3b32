import { type Address, isAddressEqual } from 'viem'
import {
  type AttestationRow,
  type EvaluatorRow,
  listAttestationRows,
  listEvaluatorRows,
} from '#db/queries/evaluations.server'
import { listReleaseRows, listReleaseRowsById } from '#db/queries/models.server'
import { epochOf, showAttestations } from '~/attestations.server'
import { AppError } from '~/domain/errors'
import { toMoment } from '~/http/present'
import type { List, One } from '~/http/shapes'
import type { Attestation } from '~/http/stewardship'
import { type View, withView } from '~/services.server'
import type { Evaluator, EvaluatorSummary } from './schema'
import { listWaiting } from './waiting.server'

const NEWEST_RELEASES = 200

const changeOf = ({ changed_block, changed_hash, changed_time }: EvaluatorRow) => ({
  block: changed_block,
  hash: changed_hash,
  time: changed_time,
})

const changesOf = (rows: readonly AttestationRow[]) =>
  rows.flatMap((row) => [
    { block: row.block_number, hash: row.block_hash, time: row.block_time },
    ...(row.end_block === null || row.end_hash === null || row.end_time === null
      ? []
      : [{ block: row.end_block, hash: row.end_hash, time: row.end_time }]),
  ])

const loadAttestations = async (view: View, accounts: readonly Address[]) => {
  const rows = await listAttestationRows(view.sql, { attesters: accounts }, epochOf(view))
  const releases = await listReleaseRowsById(view.sql, [...new Set(rows.map(({ release_id }) => release_id))])
  return { rows, attestations: await showAttestations(view, rows, releases) }
}

const summarise = async (
  view: View,
  rows: readonly EvaluatorRow[],
  attestations: readonly Attestation[],
): Promise<EvaluatorSummary[]> => {
  const accountOf = await view.loadAccounts(rows.map(({ account }) => account))
  const proposalOf = await view.loadProposals(rows.flatMap((row) => [row.appointed_by, row.dismissed_by]))
  return rows.map((row) => {
    const account = accountOf(row.account)
    const own = attestations.filter(({ attester }) => attester.address === account.address)
    const isDismissed = !row.is_evaluator && row.dismissed_time !== null
    return {
      account,
      active: row.is_evaluator,
      appointed: toMoment(row.appointed_time, row.appointed_block),
      appointedBy: proposalOf(row.appointed_by),
      dismissed: isDismissed ? toMoment(row.dismissed_time ?? 0, row.dismissed_block) : null,
      dismissedBy: isDismissed ? proposalOf(row.dismissed_by) : null,
      attestations: own.length,
      counting: own.filter(({ status }) => status === 'counts').length,
      standing: own.filter(({ status }) => status === 'stands').length,
    }
  })
}

/** Everyone who is or was an evaluator; those who are first. There are at most 32 at a time. */
export const listEvaluators = (): Promise<List<EvaluatorSummary>> =>
  withView(async (view) => {
    const found = await listEvaluatorRows(view.sql, epochOf(view))
    const { rows, attestations } = await loadAttestations(
      view,
      found.map(({ account }) => account),
    )
    return {
      data: await summarise(view, found, attestations),
      page: { next: null, prev: null },
      asOf: await view.asOf([...found.map(changeOf), ...changesOf(rows)]),
    }
  })

/** One evaluator: what it stated, and what waits for it. Throws `evaluator_unknown` where it never was one. */
export const getEvaluator = (address: Address): Promise<One<Evaluator>> =>
  withView(async (view) => {
    const rows = await listEvaluatorRows(view.sql, epochOf(view))
    const row = rows.find(({ account }) => isAddressEqual(account, address))
    if (row === undefined) {
      throw new AppError('evaluator_unknown', `${address} was never an evaluator: /api/v1/evaluators lists them.`)
    }
    const own = await loadAttestations(view, [row.account])
    const [summary] = await summarise(view, [row], own.attestations)
    if (summary === undefined) throw new AppError('index_inconsistent', `Evaluator ${address} cannot be shown.`)
    const releases = await listReleaseRows(view.sql, {
      from: null,
      backwards: false,
      limit: NEWEST_RELEASES,
      model: null,
      stage: null,
      licence: null,
      recalledAt: null,
    })
    const waiting = await listWaiting(view, row, releases)
    return {
      data: { ...summary, waiting, list: own.attestations },
      asOf: await view.asOf([changeOf(row), ...changesOf(own.rows)]),
    }
  })
