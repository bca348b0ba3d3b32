import { getAddress } from 'viem'
import { listRequestEvents, type RequestEventRow } from '#db/queries/rounds.server'
import { buildPage, keyShapes, type Paging, parseCursor } from '~/http/cursor'
import { toGpuSeconds, toMoment, toParty } from '~/http/present'
import type { List } from '~/http/shapes'
import { withView } from '~/services.server'
import { type ComputeRules, changeOf, loadRules, refOfPool } from './rules.server'
import type { ComputeRequest } from './schema'

const DEFAULT_LIMIT = 50

type Filters = Paging & {
  epoch?: number | undefined
  pool?: string | undefined
  party?: string | undefined
}

const toRequest = (rules: ComputeRules, row: RequestEventRow): ComputeRequest => ({
  party: toParty(row.party, row.party_kind),
  pool: refOfPool(rules, row.pool),
  epoch: row.epoch,
  want: toGpuSeconds(row.want),
  seq: String(row.seq),
  agent: row.agent === null ? null : getAddress(row.agent),
  counts: row.counts,
  at: toMoment(row.block_time, row.block_number),
  transaction: row.tx_hash,
})

/** Requests as they were made, newest first. */
export const listComputeRequests = (filters: Filters = {}): Promise<List<ComputeRequest>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.count, keyShapes.index])
    const found = await listRequestEvents(view.sql, {
      from: cursor === null ? null : [cursor.key[0] ?? '0', cursor.key[1] ?? '0'],
      backwards: cursor?.direction === 'prev',
      limit: limit + 1,
      pool: filters.pool ?? null,
      epoch: filters.epoch === undefined ? null : String(filters.epoch),
      party: filters.party ?? null,
    })
    const { rows, page } = buildPage(found, {
      limit,
      height: cursor?.height ?? view.cursor.number,
      cursor,
      keyOf: (row) => [String(row.block_number), String(row.log_index)],
    })
    const rules = await loadRules(view)
    return { data: rows.map((row) => toRequest(rules, row)), page, asOf: await view.asOf(rows.map(changeOf)) }
  })
