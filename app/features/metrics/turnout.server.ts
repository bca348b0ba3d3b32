import { listProposalRows, type ProposalRow } from '#db/queries/proposals.server'
import { type Paging, readNumbered } from '~/http/cursor'
import { toMoment, toSeats, toTokens } from '~/http/present'
import type { List } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Turnout } from './schema'

type Filters = Paging & {
  house?: 'token' | 'seat' | undefined
  kind?: string[] | undefined
  /** UNIX seconds of creation, inclusive. */
  from?: number | undefined
  /** UNIX seconds of creation, exclusive. */
  to?: number | undefined
}

const bpsOf = (cast: bigint, total: bigint): number => (total === 0n ? 0 : Number((10_000n * cast) / total))

const toTurnout = async (view: View, row: ProposalRow, house: Filters['house']): Promise<Turnout> => {
  const { snapshot } = await view.assess(row)
  const token = row.token_for + row.token_against + row.token_abstain
  const seat = row.seat_for + row.seat_against + row.seat_abstain
  const houses: Turnout['houses'] = [
    {
      house: 'token',
      cast: toTokens(token),
      total: toTokens(snapshot.supply),
      turnoutBps: bpsOf(token, snapshot.supply),
      voters: row.token_voters,
    },
    {
      house: 'seat',
      cast: toSeats(seat),
      total: toSeats(snapshot.liveSeats),
      turnoutBps: bpsOf(seat, snapshot.liveSeats),
      voters: row.seat_voters,
    },
  ]
  return {
    proposal: await view.refOf(row),
    snapshot: toMoment(row.snapshot),
    houses: houses.filter((one) => house === undefined || one.house === house),
  }
}

/** How many of those who could vote did, by proposal, newest first. Throws `invalid_cursor`. */
export const listTurnout = (filters: Filters): Promise<List<Turnout>> =>
  withView(async (view) => {
    const { rows, page } = await readNumbered<ProposalRow>(filters, {
      height: view.cursor.number,
      idOf: ({ proposal_id }) => proposal_id,
      list: ({ from, backwards, limit }) =>
        listProposalRows(view.sql, {
          ...{ state: null, proposer: null, text: null, sort: 'newest' },
          kinds: filters.kind ?? null,
          from: filters.from ?? null,
          to: filters.to ?? null,
          position: from === null ? null : { deadline: 0, id: from },
          backwards,
          height: view.cursor.number,
          now: view.now,
          windows: view.rules,
          limit,
        }),
    })
    const changes = rows.map((row) => ({ block: row.changed_block, hash: row.changed_hash, time: row.changed_time }))
    const data = await Promise.all(rows.map((row) => toTurnout(view, row, filters.house)))
    return { data, page, asOf: await view.asOf(changes) }
  })
