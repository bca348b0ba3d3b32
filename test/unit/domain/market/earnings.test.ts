import fc from 'fast-check'
import { expect, test } from 'vitest'
import { earnedAt, earnedIn, feeOn, lockFor, splitPayout } from '~/domain/market/earnings'

const rates = fc.bigInt({ min: 1n, max: 2n ** 80n - 1n })
const units = fc.integer({ min: 1, max: 2 ** 32 - 1 })
const seconds = fc.integer({ min: 0, max: 365 * 86_400 })
const fees = fc.record({ feeBps: fc.integer({ min: 0, max: 1_000 }), burnBps: fc.integer({ min: 0, max: 10_000 }) })

test('A5 a lease earns one floor over all of its seconds', () => {
  expect(earnedIn({ rate: 333_333n, units: 1 }, 3)).toBe(0n)
  expect(earnedIn({ rate: 333_333n, units: 1 }, 4)).toBe(1n)
  expect(earnedIn({ rate: 333_333n, units: 3 }, 1_000_001)).toBe(999_999n)
  expect(earnedIn({ rate: 1_000_000n, units: 8 }, 3_600)).toBe(28_800n)
})

test('A5 many settlements add up to one, in whatever order and however often, to the unit', () => {
  fc.assert(
    fc.property(
      rates,
      units,
      fc.array(seconds, { minLength: 1, maxLength: 20 }),
      fees,
      (rate, count, moments, parts) => {
        const price = { rate, units: count }
        const last = Math.max(...moments)
        const sum = { provider: 0n, fee: 0n, toTreasury: 0n, burnt: 0n }
        let before = 0n
        for (const moment of [...moments].sort((a, b) => a - b)) {
          const all = earnedIn(price, moment)
          const payout = splitPayout({ before, all }, parts)
          for (const name of ['provider', 'fee', 'toTreasury', 'burnt'] as const) sum[name] += payout[name]
          before = all
        }
        expect(sum).toEqual(splitPayout({ before: 0n, all: earnedIn(price, last) }, parts))
        expect(sum.provider + sum.toTreasury + sum.burnt).toBe(earnedIn(price, last))
        expect(sum.fee).toBe(feeOn(earnedIn(price, last), parts.feeBps))
      },
    ),
  )
})

test('A5 a lease earns nothing before its start, after its end, and of what is contested', () => {
  const lease = { rate: 1_000_000n, units: 2, start: 1_000, end: 1_100, contestedFrom: null }
  expect([999, 1_000, 1_001, 1_100, 9_999].map((now) => earnedAt(lease, now))).toEqual([0n, 0n, 2n, 200n, 200n])
  const contested = { ...lease, contestedFrom: 1_040 }
  expect([1_030, 1_040, 1_100].map((now) => earnedAt(contested, now))).toEqual([60n, 80n, 80n])
})

test('a lock covers all that the dispute window or the whole lease can earn, rounded up, and the bond', () => {
  const lease = { rate: 333_333n, units: 1, duration: 7_200 }
  expect(lockFor(lease, { disputeWindow: 3_600, disputeBond: 10n })).toBe(1_200n + 10n)
  expect(lockFor({ ...lease, duration: 3 }, { disputeWindow: 3_600, disputeBond: 0n })).toBe(1n)
  fc.assert(
    fc.property(rates, units, seconds, seconds, seconds, (rate, count, duration, disputeWindow, until) => {
      const price = { rate, units: count }
      const reach = Math.min(disputeWindow, duration, until)
      const contested = earnedIn(price, until) - earnedIn(price, until - reach)
      expect(lockFor({ ...price, duration }, { disputeWindow, disputeBond: 7n })).toBeGreaterThanOrEqual(contested + 7n)
    }),
  )
})
