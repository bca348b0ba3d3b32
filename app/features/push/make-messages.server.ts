import type { Hex } from 'viem'
import { findCursor } from '#db/queries/cursor.server'
import { listTransitionRows } from '#db/queries/proposal-feed.server'
import { listProposalRowsById, type ProposalRow } from '#db/queries/proposals.server'
import { insertPushMessages, listClosingVotes, listUntold, type NewPushMessage } from '#db/queries/push-work.server'
import { findPushTopic, type PushTransition } from '~/domain/push-topics'
import { type Services, type View, withView } from '~/services.server'

const DAY = 86_400
const MOST_TRANSITIONS = 200

type Event = { kind: string; proposal_id: bigint; time: number; tx_hash: Hex | null }

const listEvents = async ({ sql, now }: View, since: number): Promise<Event[]> => {
  const transitions = await listTransitionRows(sql, { proposer: null, kinds: null, limit: MOST_TRANSITIONS, now })
  const closing = await listClosingVotes(sql, { now, notice: DAY })
  // By both clocks: an index that is made anew passes through all that ever happened, and a chain's own time may jump.
  const from = Math.max(Math.floor(Date.now() / 1000) - DAY, Math.min(now - DAY, since))
  const events = [...transitions.reverse(), ...closing].filter(
    ({ kind, time }) => time > from && findPushTopic(kind) !== null,
  )
  return listUntold(
    sql,
    events.sort((left, right) => left.time - right.time),
  )
}

const toMessage = async (view: View, { kind, tx_hash }: Event, row: ProposalRow): Promise<NewPushMessage> => ({
  proposal_id: String(row.proposal_id),
  transition: kind as PushTransition,
  tx: tx_hash?.slice(2) ?? null,
  topic: findPushTopic(kind) ?? '',
  title: row.title,
  until: kind === 'closing' ? (row.extended_deadline ?? row.deadline) : null,
  passed: kind === 'ended' ? (await view.assess(row)).result.passing : null,
})

const listNews = async (view: View, since: number): Promise<NewPushMessage[]> => {
  const events = await listEvents(view, since)
  const ids = [...new Set(events.map(({ proposal_id }) => proposal_id))]
  const rows = new Map((await listProposalRowsById(view.sql, ids)).map((row) => [row.proposal_id, row]))
  return Promise.all(
    events.flatMap((event) => {
      const row = rows.get(event.proposal_id)
      return row === undefined ? [] : [toMessage(view, event, row)]
    }),
  )
}

/** What makes messages of all that happened within a day, once per block: each becomes one message, however many servers run. */
export const createMaker = (sql: Services['writer']): (() => Promise<void>) => {
  let seen: { hash: Hex | null; timestamp: number } = { hash: null, timestamp: Number.MAX_SAFE_INTEGER }
  return async () => {
    const cursor = await findCursor(sql)
    if (cursor === null || cursor.hash === seen.hash) return
    const news = await withView((view) => listNews(view, seen.timestamp), { fresh: true })
    if (news.length > 0) await insertPushMessages(sql, news)
    seen = cursor
  }
}
