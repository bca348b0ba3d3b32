import fc from 'fast-check'
import { expect, test } from 'vitest'
import shared from '#test/contracts/vectors/rewards.json'
import { rewardOf } from '~/domain/market/reward'

const whole = { base: 5_000_000n, multiplierBps: 10_000n, freeNodes: 4n }
const all = { made: 24n, passed: 24n }

// The contract's own test reads the same cases: test/contracts/unit/RewardMath.t.sol.
test('R1 R5 R9 agrees with the contract in all shared cases', () => {
  for (const row of shared.cases) {
    const [base = 0n, multiplierBps = 0n, made = 0n, passed = 0n, freeNodes = 0n, ordinal = 0n, reward] =
      row.map(BigInt)
    expect(rewardOf({ base, multiplierBps, freeNodes }, { made, passed }, ordinal)).toBe(reward)
  }
  expect(shared.cases).toHaveLength(150)
})

test('R1 pays the base times the multiplier of the pool', () => {
  expect(rewardOf({ ...whole, multiplierBps: 25_000n }, all, 1n)).toBe(12_500_000n)
  expect(rewardOf({ ...whole, multiplierBps: 0n }, all, 1n)).toBe(0n)
})

test('R9 pays for the challenges that were passed, and nothing where none was made', () => {
  expect(rewardOf(whole, { made: 24n, passed: 23n }, 1n)).toBe(4_791_666n)
  expect(rewardOf(whole, { made: 24n, passed: 0n }, 1n)).toBe(0n)
  expect(rewardOf(whole, { made: 0n, passed: 0n }, 1n)).toBe(0n)
})

test('R5 pays the i-th node beyond k the k-th part of i', () => {
  const rewards = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].map((ordinal) => rewardOf(whole, all, ordinal))
  expect(rewards).toEqual([
    5_000_000n,
    5_000_000n,
    5_000_000n,
    5_000_000n,
    4_000_000n,
    3_333_333n,
    2_857_142n,
    2_500_000n,
  ])
})

const anyTerms = fc.record({
  base: fc.bigInt(0n, 2n ** 96n - 1n),
  multiplierBps: fc.bigInt(0n, 100_000n),
  freeNodes: fc.bigInt(1n, 65_535n),
})
const anyChallenges = fc
  .tuple(fc.bigInt(1n, 2n ** 40n), fc.bigInt(0n, 10_000n))
  .map(([made, part]) => ({ made, passed: (made * part) / 10_000n }))

test('R1 R5 R9 is the greatest whole number not above the fraction', () => {
  fc.assert(
    fc.property(anyTerms, anyChallenges, fc.bigInt(1n, 2n ** 32n), (terms, challenges, ordinal) => {
      const reward = rewardOf(terms, challenges, ordinal)
      const decay = ordinal > terms.freeNodes ? [terms.freeNodes, ordinal] : [1n, 1n]
      const top = terms.base * terms.multiplierBps * challenges.passed * (decay[0] ?? 1n)
      const bottom = 10_000n * challenges.made * (decay[1] ?? 1n)
      expect(reward * bottom <= top && top < (reward + 1n) * bottom).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('R5 gains less by each further node, whatever is split over how many', () => {
  fc.assert(
    fc.property(anyTerms, anyChallenges, fc.bigInt(1n, 500n), (terms, challenges, ordinal) => {
      const [own, next] = [rewardOf(terms, challenges, ordinal), rewardOf(terms, challenges, ordinal + 1n)]
      expect(next <= own).toBe(true)
    }),
  )
})
