import { expect, test } from 'vitest'
import { buildPartyAt, type Membership } from '~/domain/membership'

const account = `0x${'a'.repeat(40)}` as const
const joined: Membership = { account, party: 1n, fromEpoch: 2, time: 100 }
const moved: Membership = { account, party: 2n, fromEpoch: 5, time: 200 }
const left: Membership = { account, party: 0n, fromEpoch: 7, time: 300 }
const partyAt = (time: number, epoch: number, closed: [bigint, number][] = []) =>
  buildPartyAt(
    { memberships: [joined, moved, left], closed: new Map(closed) },
    { time, epoch, epochStart: epoch * 50 },
  )(account)

test('a membership counts from its epoch on, once it was said', () => {
  expect(partyAt(100, 1)).toBe(0n)
  expect(partyAt(100, 2)).toBe(1n)
  expect(partyAt(99, 2)).toBe(0n)
  expect(partyAt(250, 4)).toBe(1n)
  expect(partyAt(250, 5)).toBe(2n)
  expect(partyAt(400, 8)).toBe(0n)
})

test('a closed party has its members until its epoch ends', () => {
  expect(partyAt(120, 2, [[1n, 120]])).toBe(1n)
  expect(partyAt(160, 3, [[1n, 120]])).toBe(0n)
  expect(partyAt(160, 3, [[2n, 120]])).toBe(1n)
})
