import { expect, test } from 'vitest'
import type { PollTerms } from '~/domain/poll'
import { findTimeFaults, mayAsk, pollBounds } from '~/domain/poll-terms'

const now = 10_000_000
const moment = { now, finalTime: now - 10, snapshotTime: now - 100 }
const terms: PollTerms = {
  author: `0x${'22'.repeat(20)}`,
  question: 'Which?',
  body: '',
  choices: ['This', 'That'],
  houses: 'both',
  snapshotBlock: 7,
  snapshot: now - 100,
  start: now,
  end: now + 100,
  revealEnd: now + 100,
  quorumBps: 2_000,
  mode: 'public',
  draft: '',
}

const faultsOf = (changes: Partial<PollTerms>, at: Partial<typeof moment> = {}) =>
  findTimeFaults({ ...terms, ...changes }, { ...moment, ...at }).map(({ field }) => field)

test('takes a poll whose snapshot is final and before it, and whose end is to come', () => {
  expect(faultsOf({})).toEqual([])
  expect(faultsOf({ mode: 'private', revealEnd: now + 101 })).toEqual([])
  expect(faultsOf({ start: now - 99 })).toEqual([])
})

test('names the field that is wrong', () => {
  expect(faultsOf({ snapshot: now - 101 })).toEqual(['snapshot'])
  expect(faultsOf({}, { finalTime: now - 100 })).toEqual(['snapshotBlock'])
  const old = now - pollBounds.snapshotAge - 1
  expect(faultsOf({ snapshot: old }, { snapshotTime: old })).toEqual(['snapshotBlock'])
  expect(faultsOf({ start: now - 100 })).toEqual(['start'])
  expect(faultsOf({ end: now, revealEnd: now, start: now - 50 })).toEqual(['end'])
  expect(faultsOf({ end: now + pollBounds.length + 1, revealEnd: now + pollBounds.length + 1 })).toEqual(['end'])
  expect(faultsOf({ revealEnd: now + 101 })).toEqual(['revealEnd'])
  expect(faultsOf({ mode: 'private' })).toEqual(['revealEnd'])
  expect(faultsOf({ mode: 'private', revealEnd: now + 101 + pollBounds.revealLength })).toEqual(['revealEnd'])
})

test('a seat or a tenth of the proposal threshold makes polls', () => {
  expect(mayAsk({ token: 10n, seat: 0n }, 100n)).toBe(true)
  expect(mayAsk({ token: 9n, seat: 0n }, 100n)).toBe(false)
  expect(mayAsk({ token: 0n, seat: 1n }, 100n)).toBe(true)
})
