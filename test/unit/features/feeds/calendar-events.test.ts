import { expect, test } from 'vitest'
import { listCalendarEvents, type Scheduled } from '~/features/feeds/calendar-events'

const windows = { queueWindow: 50, gracePeriod: 70 }
const proposed: Scheduled = {
  created: 10,
  snapshot: 100,
  deadline: 200,
  extendedDeadline: null,
  eta: null,
  queued: null,
  canceled: null,
  passing: false,
}
const eventsOf = (changes: Partial<Scheduled>, now: number) =>
  Object.fromEntries(
    listCalendarEvents({ ...proposed, ...changes }, { windows, now }).map(({ name, ...event }) => [name, event]),
  )

test('what nobody decided yet is tentative, until the vote has ended', () => {
  expect(eventsOf({}, 150)['queue']).toMatchObject({ start: 200, end: 250, status: 'TENTATIVE', sequence: 0 })
  expect(eventsOf({ passing: true }, 200)['queue']).toMatchObject({ status: 'TENTATIVE' })
  expect(eventsOf({ passing: true }, 201)['queue']).toMatchObject({ status: 'CONFIRMED', sequence: 1, stamp: 200 })
  expect(eventsOf({}, 201)['queue']).toMatchObject({ status: 'CANCELLED', sequence: 1 })
})

test('a deadline that moved keeps its event and raises its sequence', () => {
  const events = eventsOf({ extendedDeadline: 260 }, 210)
  expect(events['vote']).toMatchObject({ start: 100, end: 260, sequence: 1, status: 'CONFIRMED' })
  expect(events['objection']).toMatchObject({ start: 200, end: 260 })
  expect(events['queue']).toMatchObject({ start: 260, status: 'TENTATIVE', sequence: 1 })
})

test('a cancellation cancels what is still to come, and nothing that was', () => {
  const early = eventsOf({ canceled: 50 }, 300)
  expect(Object.values(early).map(({ status }) => status)).toEqual(Array(4).fill('CANCELLED'))
  const late = eventsOf({ canceled: 290, passing: true, eta: 280, queued: 230 }, 300)
  expect(late['vote']).toMatchObject({ status: 'CONFIRMED', sequence: 0 })
  expect(late['execution']).toMatchObject({ start: 280, end: 350, status: 'CANCELLED', sequence: 1, stamp: 290 })
  expect(late['queue']).toMatchObject({ status: 'CONFIRMED' })
})

test('no change of time or state lowers a sequence', () => {
  const story: [Partial<Scheduled>, number][] = [
    [{}, 50],
    [{ extendedDeadline: 260 }, 150],
    [{ extendedDeadline: 260, passing: true }, 261],
    [{ extendedDeadline: 260, passing: true, canceled: 270 }, 271],
  ]
  const sequences = story.map(([changes, now]) => eventsOf(changes, now)['queue']?.sequence ?? -1)
  expect(sequences).toEqual([0, 1, 2, 3])
})
