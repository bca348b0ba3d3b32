import { expect, test } from 'vitest'
import { caseStateAt, finalAtOf, leaseStateAt, orderStateAt } from '~/domain/market/states'

const lease = { end: 100, isClosed: false, isDisputed: false, isReleased: false }

test('a lease runs until the second of its end, then holds its units until it is closed', () => {
  expect([99, 100, 101].map((now) => leaseStateAt(lease, now))).toEqual(['running', 'ended', 'ended'])
  expect(leaseStateAt({ ...lease, isClosed: true }, 50)).toBe('closed')
  expect(leaseStateAt({ ...lease, isClosed: true, isDisputed: true }, 150)).toBe('disputed')
  expect(leaseStateAt({ ...lease, isClosed: true, isDisputed: true, isReleased: true }, 150)).toBe('released')
})

const order = { openUntil: 100, isCanceled: false, isLeased: false }

test('an order is open until its last second is over, unless it was leased or canceled', () => {
  expect([99, 100].map((now) => orderStateAt(order, now))).toEqual(['open', 'expired'])
  expect(orderStateAt({ ...order, isCanceled: true }, 50)).toBe('canceled')
  expect(orderStateAt({ ...order, isLeased: true }, 500)).toBe('leased')
})

const rules = { verdictTime: 50, appealTime: 200 }
const opened = { openedAt: 1_000, verdict: null, decidedAt: null, byVote: false }
const decided = { openedAt: 1_000, verdict: 'for-claimant' as const, decidedAt: 1_010, byVote: false }

test('a verdict, or that none came in time, is final after the time for a vote', () => {
  expect(finalAtOf(opened, rules)).toBe(1_250)
  expect([1_049, 1_050, 1_249, 1_250].map((now) => caseStateAt(opened, { rules, now }))).toEqual([
    ...['voting', 'unanswered', 'unanswered', 'undecided'],
  ])
  expect(finalAtOf(decided, rules)).toBe(1_210)
  expect([1_010, 1_209, 1_210].map((now) => caseStateAt(decided, { rules, now }))).toEqual([
    'appealable',
    'appealable',
    'for-claimant',
  ])
})

test('what a vote decides is final at once', () => {
  const overturned = { ...decided, verdict: 'for-respondent' as const, decidedAt: 1_030, byVote: true }
  expect(caseStateAt(overturned, { rules, now: 1_030 })).toBe('for-respondent')
})
