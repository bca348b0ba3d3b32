import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { listProposalRows, type ProposalRow } from '#db/queries/proposals.server'
import { addressOf } from '~/chain/addresses'
import { toPlainText } from '~/domain/plain-text'
import { findPortal, type View, withView } from '~/services.server'
import { type CalendarEvent, listCalendarEvents, type Scheduled } from './calendar-events'
import type { FeedFilters } from './entries.server'

// Those whose votes end last: all that are open, and the newest of those that ended.
const MOST_PROPOSALS = 200
const REFRESH_SECONDS = 3_600

const words: Record<CalendarEvent['name'], string> = {
  snapshot: 'Snapshot, vote opens',
  vote: 'Vote',
  'vote-ends': 'Vote ends',
  objection: 'Objection period',
  queue: 'May be queued',
  execution: 'May be executed',
}

const toScheduled = (row: ProposalRow, passing: boolean): Scheduled => ({
  created: row.block_time,
  snapshot: row.snapshot,
  deadline: row.deadline,
  extendedDeadline: row.extended_deadline,
  eta: row.eta,
  queued: row.queued_time,
  canceled: row.canceled_time,
  passing,
})

const toDate = (seconds: number): Date => new Date(seconds * 1000)

const addEvents = async (
  calendar: ICalCalendar,
  { view, portal }: { view: View; portal: string },
  row: ProposalRow,
) => {
  const { chainId } = view.services.deployment
  const governor = addressOf(view.services.deployment, 'StewardGovernor').toLowerCase()
  const { result } = await view.assess(row)
  const scheduled = toScheduled(row, result.passing)
  for (const event of listCalendarEvents(scheduled, { windows: view.rules, now: view.now })) {
    calendar.createEvent({
      // The same for every portal, so that whoever follows two sees each event once.
      id: `${row.proposal_id}.${event.name}@${governor}.eip155-${chainId}`,
      sequence: event.sequence,
      status: ICalEventStatus[event.status],
      stamp: toDate(event.stamp),
      start: toDate(event.start),
      ...(event.end !== null && { end: toDate(event.end) }),
      summary: toPlainText(`${words[event.name]}: ${row.title}`),
      url: `${portal}/proposals/${row.proposal_id}`,
    })
  }
}

/** The dates of proposals (RFC 5545), those that end last; links lead to the portal, else to `origin`. */
export const buildCalendar = (filters: Pick<FeedFilters, 'proposer' | 'kind'>, origin: string): Promise<string> =>
  withView(async (view) => {
    const portal = findPortal(view.services, origin)
    const rows = await listProposalRows(view.sql, {
      state: null,
      kinds: filters.kind ?? null,
      proposer: filters.proposer ?? null,
      text: null,
      from: null,
      to: null,
      sort: 'deadline',
      position: null,
      backwards: false,
      height: view.cursor.number,
      now: view.now,
      windows: view.rules,
      limit: MOST_PROPOSALS,
    })
    const calendar = new ICalCalendar({
      name: 'Ostrakon: proposals',
      prodId: '//Ostrakon//Proposals//EN',
      method: ICalCalendarMethod.PUBLISH,
      ttl: REFRESH_SECONDS,
    })
    for (const row of rows) await addEvents(calendar, { view, portal }, row)
    // The library leaves out the last line's end, which the standard asks for.
    return `${calendar.toString()}\r\n`
  })
