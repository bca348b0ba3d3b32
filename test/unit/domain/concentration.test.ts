import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureConcentration } from '~/domain/concentration'

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 10n ** 30n }))
const amounts = fc.array(amount, { maxLength: 40 })
const held = amounts.filter((list) => list.some((own) => own > 0n))

const sum = (list: readonly bigint[]) => list.reduce((all, own) => all + own, 0n)
const largestFirst = (list: readonly bigint[]) => [...list].sort((a, b) => (a < b ? 1 : -1))

test.each([
  [
    'four equals',
    [7n, 7n, 7n, 7n],
    { holders: 4, total: 28n, nakamoto: 3, hhi: 2_500, giniThousandths: 0, largestBps: 2_500 },
  ],
  ['one alone', [5n], { holders: 1, total: 5n, nakamoto: 1, hhi: 10_000, giniThousandths: 0, largestBps: 10_000 }],
  [
    'one of two',
    [0n, 5n],
    { holders: 1, total: 5n, nakamoto: 1, hhi: 10_000, giniThousandths: 500, largestBps: 10_000 },
  ],
  [
    'exactly half',
    [2n, 1n, 1n],
    { holders: 3, total: 4n, nakamoto: 2, hhi: 3_750, giniThousandths: 166, largestBps: 5_000 },
  ],
  [
    'three to one',
    [3n, 1n],
    { holders: 2, total: 4n, nakamoto: 1, hhi: 6_250, giniThousandths: 250, largestBps: 7_500 },
  ],
  ['nobody with anything', [0n, 0n], { holders: 0, total: 0n, nakamoto: 0, hhi: 0, giniThousandths: 0, largestBps: 0 }],
  ['nobody at all', [], { holders: 0, total: 0n, nakamoto: 0, hhi: 0, giniThousandths: 0, largestBps: 0 }],
])('measures %s', (_name, list, expected) => {
  expect(measureConcentration(list)).toEqual(expected)
})

test('the Nakamoto coefficient is the fewest that hold more than half', () => {
  fc.assert(
    fc.property(held, (list) => {
      const { nakamoto, total } = measureConcentration(list)
      const richest = largestFirst(list)
      expect(2n * sum(richest.slice(0, nakamoto)) > total).toBe(true)
      expect(2n * sum(richest.slice(0, nakamoto - 1)) > total).toBe(false)
    }),
  )
})

test('the Gini coefficient is the mean difference of all pairs over twice the mean, rounded down', () => {
  fc.assert(
    fc.property(held, (list) => {
      const differences = list.flatMap((one) => list.map((other) => (one > other ? one - other : other - one)))
      const expected = (1_000n * sum(differences)) / (2n * BigInt(list.length) * sum(list))
      expect(measureConcentration(list).giniThousandths).toBe(Number(expected))
    }),
  )
})

test('neither order nor unit of the amounts matters', () => {
  const shuffled = held.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, fc.bigInt({ min: 1n, max: 10n ** 18n }), ([list, other], unit) => {
      const { total, ...ratios } = measureConcentration(list)
      expect(measureConcentration(other)).toEqual({ total, ...ratios })
      expect(measureConcentration(list.map((own) => own * unit))).toEqual({ total: total * unit, ...ratios })
    }),
  )
})

test('ratios stay within their bounds, with the fewest at equality and the most at a monopoly', () => {
  fc.assert(
    fc.property(held, (list) => {
      const { holders, hhi, giniThousandths, largestBps, nakamoto } = measureConcentration(list)
      expect(hhi).toBeGreaterThanOrEqual(Math.floor(10_000 / holders))
      expect(largestBps).toBeGreaterThanOrEqual(Math.floor(10_000 / holders))
      expect(Math.max(hhi, largestBps)).toBeLessThanOrEqual(10_000)
      expect(giniThousandths).toBeGreaterThanOrEqual(0)
      expect(giniThousandths).toBeLessThan(1_000)
      expect(nakamoto).toBeLessThanOrEqual(Math.floor(holders / 2) + 1)
    }),
  )
})

test('giving from a richer to a poorer one never raises the Gini, nor the HHI', () => {
  fc.assert(
    fc.property(held, fc.nat(), fc.nat(), fc.bigInt({ min: 0n, max: 10n ** 30n }), (list, giver, taker, wanted) => {
      const [from, to] = [giver % list.length, taker % list.length]
      const gap = (list[from] ?? 0n) - (list[to] ?? 0n)
      if (gap < 0n) return
      const given = wanted % (gap / 2n + 1n)
      const after = list.map((own, index) => own - (index === from ? given : 0n) + (index === to ? given : 0n))
      const [before, now] = [measureConcentration(list), measureConcentration(after)]
      expect(now.giniThousandths).toBeLessThanOrEqual(before.giniThousandths)
      expect(now.hhi).toBeLessThanOrEqual(before.hhi)
    }),
  )
})
