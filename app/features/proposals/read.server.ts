import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from 'viem'
import {
  findCouncil,
  findProposalRow,
  listProposalEvents,
  listProposalRows,
  type ProposalDetailRow,
  type ProposalRow,
} from '#db/queries/proposals.server'
import type { Assessment } from '~/domain/assess-proposal'
import { AppError } from '~/domain/errors'
import { buildPage, type Cursor, keyShapes, type Paging, parseCursor } from '~/http/cursor'
import { toTime } from '~/http/present'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { listActionsOf, onlyTargetsCouncil } from './actions.server'
import { type Ballot, buildCalldata } from './calldata.server'
import { buildFirewall } from './firewall.server'
import type { Firewall } from './firewall-schema'
import { toSchedule } from './schedule.server'
import type { Action, Calldata, Proposal, ProposalSummary, Tally, Timeline, Viewer } from './schema'
import { changeOf, toSummary, toTally } from './summary.server'
import { buildTimeline } from './timeline.server'
import { buildViewer } from './viewer.server'

export type ProposalFilters = Paging & {
  state?: ProposalSummary['state'] | undefined
  kind?: ProposalSummary['kind'][] | undefined
  proposer?: Address | undefined
  q?: string | undefined
  /** UNIX seconds of creation, inclusive. */
  from?: number | undefined
  /** UNIX seconds of creation, exclusive. */
  to?: number | undefined
  sort?: 'newest' | 'oldest' | 'deadline' | undefined
}

const DEFAULT_LIMIT = 20
const MOST_AT_ONCE = 200

type Assessed = { row: ProposalRow; assessment: Assessment }

const summarise = async (view: View, found: readonly Assessed[]): Promise<ProposalSummary[]> => {
  const accountOf = await view.loadAccounts(found.map(({ row }) => row.proposer))
  return found.map(({ row, assessment }) => toSummary(row, { assessment, accountOf }))
}

const keyOf = ({ row }: Assessed): string[] => [String(row.deadline), String(row.proposal_id)]
const positionOf = ([deadline = '0', id = '0']: string[]) => ({ deadline: Number(deadline), id })

// Whether a vote passed is for the domain to say, so where SQL cannot tell the states apart it is read on in chunks
// until the page is full.
const collect = async (view: View, filters: ProposalFilters, given: { cursor: Cursor | null; limit: number }) => {
  const { state = null } = filters
  const { cursor, limit } = given
  const isExact = state === null || !['defeated', 'succeeded', 'expired'].includes(state)
  const found: Assessed[] = []
  let position = cursor === null ? null : positionOf(cursor.key)
  for (let size = isExact ? limit + 1 : 2 * (limit + 1); ; size = Math.min(4 * size, MOST_AT_ONCE)) {
    const rows = await listProposalRows(view.sql, {
      state,
      kinds: filters.kind ?? null,
      proposer: filters.proposer ?? null,
      text: filters.q ?? null,
      from: filters.from ?? null,
      to: filters.to ?? null,
      sort: filters.sort ?? 'newest',
      position,
      backwards: cursor?.direction === 'prev',
      height: cursor?.height ?? view.cursor.number,
      now: view.now,
      windows: view.rules,
      limit: size,
    })
    const chunk = await Promise.all(rows.map(async (row) => ({ row, assessment: await view.assess(row) })))
    found.push(...chunk.filter(({ assessment }) => state === null || assessment.state === state))
    const last = chunk.at(-1)
    if (found.length > limit || rows.length < size || last === undefined) return found.slice(0, limit + 1)
    position = positionOf(keyOf(last))
  }
}

/** One page of proposals; the cursor's height keeps later ones out until the list is read anew. */
export const listProposals = (filters: ProposalFilters = {}): Promise<List<ProposalSummary>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.count, keyShapes.count])
    const found = await collect(view, filters, { cursor, limit })
    const height = cursor?.height ?? view.cursor.number
    const { rows, page } = buildPage(found, { limit, height, cursor, keyOf })
    return {
      data: await summarise(view, rows),
      page,
      asOf: await view.asOf(rows.map(({ row }) => changeOf(row))),
    }
  })

const getRow = async (view: View, id: string): Promise<ProposalDetailRow> => {
  const row = /^(0|[1-9][0-9]{0,17})$/.test(id) ? await findProposalRow(view.sql, id) : null
  if (row === null) throw new AppError('proposal_unknown', `There is no proposal ${id}: /api/v1/proposals lists them.`)
  return row
}

// The answer about one proposal, or a part of it, as of its last change.
const withProposal = <Part>(
  id: string,
  build: (view: View, row: ProposalDetailRow) => Promise<Part>,
): Promise<One<Part>> =>
  withView(async (view) => {
    const row = await getRow(view, id)
    return { data: await build(view, row), asOf: await view.asOf([changeOf(row)]) }
  })

const timelineOf = async (view: View, row: ProposalDetailRow): Promise<Timeline> => {
  const council = await findCouncil(view.sql)
  const accountOf = await view.loadAccounts(council === null ? [row.proposer] : [row.proposer, council.account])
  return buildTimeline({
    row,
    events: await listProposalEvents(view.sql, String(row.proposal_id)),
    assessment: await view.assess(row),
    windows: view.rules,
    now: view.now,
    accountOf,
    council,
    canCouncilCancel: !onlyTargetsCouncil(view, row),
  })
}

export const getProposal = (id: string): Promise<One<Proposal>> =>
  withProposal(id, async (view, row) => {
    const assessment = await view.assess(row)
    const accountOf = await view.loadAccounts([row.proposer])
    return {
      ...toSummary(row, { assessment, accountOf }),
      ...toSchedule(row, { assessment, rules: view.rules }),
      description: row.description,
      transaction: row.tx_hash,
      seatCapacity: row.seat_capacity,
      presentSeats: row.recovery ? row.present_seats : null,
      actions: await listActionsOf(view, row),
      timeline: await timelineOf(view, row),
    }
  })

/** What a list shows of a proposal, and the newest block, at which it stands so. */
export type Standing = { proposal: ProposalSummary; at: { block: number; time: string; chainId: number } }

export const getStanding = (id: string): Promise<Standing> =>
  withView(async (view) => {
    const row = await getRow(view, id)
    const accountOf = await view.loadAccounts([row.proposer])
    return {
      proposal: toSummary(row, { assessment: await view.assess(row), accountOf }),
      at: { block: view.cursor.number, time: toTime(view.now), chainId: view.services.deployment.chainId },
    }
  })

export const getTally = (id: string): Promise<One<Tally>> =>
  withProposal(id, async (view, row) => toTally(row, await view.assess(row)))

export const getTimeline = (id: string): Promise<One<Timeline>> => withProposal(id, timelineOf)

export const listActions = (id: string): Promise<One<Action[]>> => withProposal(id, listActionsOf)

/** Who could pass, block or cancel a proposal. */
export const getFirewall = (id: string): Promise<One<Firewall>> => withProposal(id, buildFirewall)

const PATIENCE_MS = 50

/** The same for a page that does not wait for it: null where it has to be worked out first, which goes on meanwhile. */
export const peekFirewall = (id: string): Promise<One<Firewall> | null> =>
  Promise.race([getFirewall(id), sleep(PATIENCE_MS, null)])

/** What `account` can do about a proposal now: power per house, ballot cast, what would be refused and why. */
export const getViewer = (account: Address, id: string): Promise<One<Viewer>> =>
  withProposal(id, async (view, row) => buildViewer(view, row, { account, assessment: await view.assess(row) }))

/** The transaction that does `act`; `ballot` only for a vote. */
export const getCalldata = (id: string, act: Calldata['act'], ballot?: Ballot): Promise<One<Calldata>> =>
  withProposal(id, async (view, row) => buildCalldata(view, row, { act, ballot, assessment: await view.assess(row) }))
