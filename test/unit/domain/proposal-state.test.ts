import { expect, test } from 'vitest'
import { type Milestones, phaseAt, proposalStateAt } from '~/domain/proposal-state'

const windows = { queueWindow: 700, gracePeriod: 500 }

const buildMilestones = (given: Partial<Milestones> = {}): Milestones => ({
  snapshot: 100,
  deadline: 200,
  extendedDeadline: null,
  eta: null,
  executed: false,
  canceled: false,
  ...given,
})

const stateOf = (given: Partial<Milestones>, now: number, passing = true) => {
  const milestones = buildMilestones(given)
  const state = proposalStateAt(milestones, { passing, now, windows })
  return [state, phaseAt(state, milestones, now)]
}

test.each([
  [{}, 100, ['pending', 'upcoming']],
  [{}, 101, ['active', 'voting']],
  [{}, 200, ['active', 'voting']],
  [{}, 201, ['succeeded', 'queueable']],
  [{}, 900, ['succeeded', 'queueable']],
  [{}, 901, ['expired', 'closed']],
  [{ extendedDeadline: 260 }, 200, ['active', 'voting']],
  [{ extendedDeadline: 260 }, 201, ['active', 'objection']],
  [{ extendedDeadline: 260 }, 260, ['active', 'objection']],
  [{ extendedDeadline: 260 }, 261, ['succeeded', 'queueable']],
  [{ extendedDeadline: 260 }, 960, ['succeeded', 'queueable']],
  [{ eta: 400 }, 399, ['queued', 'delayed']],
  [{ eta: 400 }, 400, ['queued', 'executable']],
  [{ eta: 400 }, 900, ['queued', 'executable']],
  [{ eta: 400 }, 901, ['expired', 'closed']],
  [{ eta: 400, executed: true }, 5_000, ['executed', 'closed']],
  [{ canceled: true }, 50, ['canceled', 'closed']],
] as const)('%o at second %i is %o', (given, now, expected) => {
  expect(stateOf(given, now)).toEqual(expected)
})

test('is defeated for ever once the vote failed, and never expires', () => {
  expect(stateOf({}, 201, false)).toEqual(['defeated', 'closed'])
  expect(stateOf({}, 99_999, false)).toEqual(['defeated', 'closed'])
})

test('stays queued whatever the tallies say: queued means passed', () => {
  expect(stateOf({ eta: 400 }, 300, false)).toEqual(['queued', 'delayed'])
})
