import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dissentSeconds } from '~/domain/dissent'
import { quorumVotes } from '~/domain/quorum'

const max = 86_400n
const tally = (yes: bigint, against: bigint) => ({ for: yes, against, abstain: 0n })
const dissent = (token: [bigint, bigint], seatAgainst: bigint, tier: 'routine' | 'charter' = 'charter') =>
  dissentSeconds({ tier, seatCapacity: 12n, token: tally(...token), seat: tally(0n, seatAgainst) }, max)

test('adds the share of Against and the share of seats', () => {
  expect(dissent([3n, 1n], 0n)).toBe(max / 4n)
  expect(dissent([3n, 0n], 3n)).toBe(max / 4n)
  expect(dissent([3n, 1n], 3n)).toBe(max / 2n)
})

test('rounds down', () => {
  expect(dissent([2n, 1n], 0n)).toBe(28_800n)
  expect(dissent([6n, 1n], 0n)).toBe(12_342n)
})

test('is none in tier 0, none without ballots, and never above the greatest', () => {
  expect(dissent([0n, 9n], 12n, 'routine')).toBe(0n)
  expect(dissent([0n, 0n], 0n)).toBe(0n)
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 112n }), fc.bigInt({ min: 0n, max: 2n ** 112n }), (yes, against) => {
      const seconds = dissent([yes, against], 6n)
      expect(seconds >= max / 2n && seconds <= max).toBe(true)
    }),
  )
})

test('never falls when one more is Against', () => {
  const votes = fc.bigInt({ min: 0n, max: 2n ** 100n })
  fc.assert(
    fc.property(votes, votes, votes, (yes, against, more) => {
      expect(dissent([yes, against + more], 0n) >= dissent([yes, against], 0n)).toBe(true)
    }),
  )
})

test('rounds a quorum up', () => {
  expect(quorumVotes(100n, 1_000n)).toBe(10n)
  expect(quorumVotes(101n, 1_000n)).toBe(11n)
  expect(quorumVotes(0n, 1_000n)).toBe(0n)
  expect(quorumVotes(1n, 1n)).toBe(1n)
})
