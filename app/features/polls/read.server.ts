import type { Address } from 'viem'
import { findPollBallotRow, listPollBallotRows } from '#db/queries/poll-ballots.server'
import { findPollRow, listPollRows, type PollRow } from '#db/queries/polls.server'
import { AppError } from '~/domain/errors'
import type { PollState } from '~/domain/poll-tally'
import { type Paging, readNumbered } from '~/http/cursor'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Poll, PollBallot, PollSummary } from './schema'
import { showBallot, showPoll, showPolls } from './show.server'

/** The stored poll; throws `poll_unknown`. */
const getPollRow = async (view: View, id: string): Promise<PollRow> => {
  const row = /^0x[0-9a-f]{64}$/.test(id) ? await findPollRow(view.sql, id as `0x${string}`) : null
  if (row === null) throw new AppError('poll_unknown', `There is no poll ${id}: /api/v1/polls lists them.`)
  return row
}

/** Polls, newest first. */
export const listPolls = (filters: Paging & { state?: PollState | undefined } = {}): Promise<List<PollSummary>> =>
  withView(async (view) => {
    const { rows, page } = await readNumbered(filters, {
      height: view.cursor.number,
      list: (asked) => listPollRows(view.sql, { ...asked, state: filters.state ?? null, now: view.now }),
      idOf: ({ seq }) => seq,
    })
    return { data: await showPolls(view, rows), page, asOf: await view.asOf([]) }
  })

/** One poll; `fresh` one that was just made, too. Throws `poll_unknown`. */
export const getPoll = (id: string, options: { fresh?: boolean } = {}): Promise<One<Poll>> =>
  withView(
    async (view) => ({ data: await showPoll(view, await getPollRow(view, id)), asOf: await view.asOf([]) }),
    options,
  )

/** The ballots of a poll, newest first, each with the message that was signed. Throws `poll_unknown`. */
export const listPollBallots = (
  id: string,
  filters: Paging & { voter?: Address | undefined } = {},
): Promise<List<PollBallot>> =>
  withView(async (view) => {
    const poll = await getPollRow(view, id)
    const { rows, page } = await readNumbered(filters, {
      height: view.cursor.number,
      list: (asked) => listPollBallotRows(view.sql, { ...asked, poll: poll.poll, voter: filters.voter ?? null }),
      idOf: ({ seq }) => seq,
    })
    const accountOf = await view.loadAccounts(rows.map(({ voter }) => voter))
    return { data: rows.map((row) => showBallot(poll, row, accountOf)), page, asOf: await view.asOf([]) }
  })

/** The ballot of a voter that counts or would, as soon as it is stored; null where it sent none. */
export const findPollBallot = (id: string, voter: Address): Promise<One<PollBallot | null>> =>
  withView(
    async (view) => {
      const poll = await getPollRow(view, id)
      const row = await findPollBallotRow(view.sql, poll.poll, voter)
      const accountOf = await view.loadAccounts([voter])
      return { data: row && showBallot(poll, row, accountOf), asOf: await view.asOf([]) }
    },
    { fresh: true },
  )
