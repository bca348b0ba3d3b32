import {
  findModelRow,
  listModelRows,
  listReleaseRows,
  listReleaseRowsById,
  type ModelRow,
} from '#db/queries/models.server'
import { AppError } from '~/domain/errors'
import { type Paging, readNumbered } from '~/http/cursor'
import { stageNumber } from '~/http/present'
import type { List, One } from '~/http/shapes'
import type { Attestation, Gate } from '~/http/stewardship'
import { type View, withView } from '~/services.server'
import { buildRelease } from './release.server'
import { getReleaseRow } from './release-row.server'
import type { Model, ModelSummary, Release, ReleaseSummary } from './schema'
import { changeOfModel, changeOfRelease, toModelSummary, toReleaseSummary } from './show.server'

const ALL_RELEASES = 200
const noFilters = { model: null, stage: null, licence: null, recalledAt: null } as const
const isId = (id: string): boolean => /^(0|[1-9][0-9]{0,17})$/.test(id)

const summariseModels = async (view: View, rows: readonly ModelRow[]): Promise<ModelSummary[]> => {
  const accountOf = await view.loadAccounts(rows.map(({ maintainer }) => maintainer))
  const ids = rows.flatMap(({ latest_release }) => (latest_release === null ? [] : [latest_release]))
  const releases = new Map((await listReleaseRowsById(view.sql, ids)).map((row) => [row.release_id, row]))
  return rows.map((row) =>
    toModelSummary(row, { accountOf, latest: releases.get(row.latest_release ?? -1n), now: view.now }),
  )
}

/** Models, newest first. */
export const listModels = (filters: Paging = {}): Promise<List<ModelSummary>> =>
  withView(async (view) => {
    const { rows, page } = await readNumbered(filters, {
      height: view.cursor.number,
      list: (asked) => listModelRows(view.sql, asked),
      idOf: ({ model_id }) => model_id,
    })
    return { data: await summariseModels(view, rows), page, asOf: await view.asOf([]) }
  })

export const getModel = (id: string): Promise<One<Model>> =>
  withView(async (view) => {
    const row = isId(id) ? await findModelRow(view.sql, id) : null
    if (row === null) throw new AppError('model_unknown', `There is no model ${id}: /api/v1/models lists them.`)
    const [summary] = await summariseModels(view, [row])
    if (summary === undefined) throw new AppError('index_inconsistent', `Model ${id} cannot be shown.`)
    const releases = await listReleaseRows(view.sql, {
      ...noFilters,
      model: id,
      from: null,
      backwards: false,
      limit: ALL_RELEASES,
    })
    return {
      data: {
        ...summary,
        transaction: row.tx_hash,
        releaseList: releases.map((release) => toReleaseSummary(release, view.now)),
      },
      asOf: await view.asOf([changeOfModel(row), ...releases.map(changeOfRelease)]),
    }
  })

type ReleaseFilters = Paging & {
  model?: string | undefined
  stage?: ReleaseSummary['stage'] | undefined
  licence?: string | undefined
  recalled?: boolean | undefined
}

/** Releases, newest first. */
export const listReleases = (filters: ReleaseFilters = {}): Promise<List<ReleaseSummary>> =>
  withView(async (view) => {
    const { rows, page } = await readNumbered(filters, {
      height: view.cursor.number,
      list: (asked) =>
        listReleaseRows(view.sql, {
          ...asked,
          model: filters.model ?? null,
          stage: filters.stage === undefined ? null : stageNumber(filters.stage),
          licence: filters.licence ?? null,
          recalledAt: filters.recalled === undefined ? null : { now: view.now, recalled: filters.recalled },
        }),
      idOf: ({ release_id }) => release_id,
    })
    return {
      data: rows.map((row) => toReleaseSummary(row, view.now)),
      page,
      asOf: await view.asOf(rows.map(changeOfRelease)),
    }
  })

export const getRelease = (id: string): Promise<One<Release>> =>
  withView(async (view) => {
    const { release, changes } = await buildRelease(view, await getReleaseRow(view, id))
    return { data: release, asOf: await view.asOf(changes) }
  })

/** How a release stands before its next stage; null at open and revoked. */
export const getGate = (id: string): Promise<One<Gate | null>> =>
  withView(async (view) => {
    const { release, changes } = await buildRelease(view, await getReleaseRow(view, id))
    return { data: release.gate, asOf: await view.asOf(changes) }
  })

/** Every attestation ever made about a release, newest first. */
export const listAttestations = (id: string): Promise<One<Attestation[]>> =>
  withView(async (view) => {
    const { release, changes } = await buildRelease(view, await getReleaseRow(view, id))
    return { data: release.attestations, asOf: await view.asOf(changes) }
  })
