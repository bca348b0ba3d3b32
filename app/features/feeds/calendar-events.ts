/** What the calendar needs of a proposal. Times in UNIX seconds. */
export type Scheduled = {
  created: number
  snapshot: number
  /** As proposed, before any objection period. */
  deadline: number
  extendedDeadline: number | null
  eta: number | null
  queued: number | null
  canceled: number | null
  passing: boolean
}

/** An event; without `end` it is a moment. `sequence` rises with each change, `stamp` is when it last changed. */
export type CalendarEvent = {
  name: 'snapshot' | 'vote' | 'vote-ends' | 'objection' | 'queue' | 'execution'
  start: number
  end: number | null
  status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  sequence: number
  stamp: number
}

type Windows = { queueWindow: number; gracePeriod: number }

// RFC 5545, 3.8.7.4: whoever has an older sequence takes the newer one, so every change that was counts once.
const count = (...changes: readonly boolean[]): number => changes.filter(Boolean).length

/**
 * The events of a proposal at `now`. Moved deadlines keep their event and raise its sequence; canceled proposals keep
 * theirs, canceled. Whether it can be queued is tentative until the vote has ended.
 */
export const listCalendarEvents = (
  proposal: Scheduled,
  { windows, now }: { windows: Windows; now: number },
): CalendarEvent[] => {
  const { created, snapshot, deadline, extendedDeadline, eta, queued, canceled, passing } = proposal
  const end = extendedDeadline ?? deadline
  const isExtended = extendedDeadline !== null
  const isBefore = (time: number): boolean => canceled !== null && canceled <= time
  const hasEnded = end < now && !isBefore(end)
  const event = (
    name: CalendarEvent['name'],
    start: number,
    rest: { end?: number; moved?: boolean; stopped?: boolean; from?: number },
  ): CalendarEvent => {
    const { moved = false, stopped = false, from = created } = rest
    return {
      name,
      start,
      end: rest.end ?? null,
      status: stopped ? 'CANCELLED' : 'CONFIRMED',
      sequence: count(moved, stopped),
      stamp: stopped && canceled !== null ? canceled : from,
    }
  }
  const stopped = isBefore(end)
  const events = [
    event('snapshot', snapshot, { stopped: isBefore(snapshot) }),
    event('vote', snapshot, { end, moved: isExtended, stopped }),
    event('vote-ends', end, { moved: isExtended, stopped }),
  ]
  if (isExtended) events.push(event('objection', deadline, { end, stopped }))
  const isUnqueued = canceled !== null && queued === null
  const isLost = hasEnded && !passing
  events.push({
    name: 'queue',
    start: end,
    end: end + windows.queueWindow,
    status: isUnqueued || isLost ? 'CANCELLED' : hasEnded ? 'CONFIRMED' : 'TENTATIVE',
    sequence: count(isExtended, hasEnded, isUnqueued),
    stamp: isUnqueued ? (canceled ?? created) : hasEnded ? end : created,
  })
  if (eta !== null) {
    const given = { end: eta + windows.gracePeriod, stopped: canceled !== null, from: queued ?? created }
    events.push(event('execution', eta, given))
  }
  return events
}
