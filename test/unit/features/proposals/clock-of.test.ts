import { expect, test } from 'vitest'
import { clockOf } from '~/features/proposals/components/clock-of'

const at = (day: number) => ({ time: `2026-11-${day}T09:12:40Z`, block: null })
const times = { snapshot: at(10), deadline: at(20) }

test.each([
  ['pending', null, 'proposal.opens', 10],
  ['active', null, 'proposal.ends', 20],
  ['defeated', 20, 'proposal.ended', 20],
  ['executed', 25, 'proposal.ended', 20],
  ['canceled', 15, 'proposal.ended', 15],
  ['canceled', 25, 'proposal.ended', 20],
] as const)('%s, decided on %s: %s %i', (state, decided, key, day) => {
  expect(clockOf({ ...times, state, decided: decided === null ? null : at(decided) })).toEqual({
    key,
    at: at(day).time,
  })
})
