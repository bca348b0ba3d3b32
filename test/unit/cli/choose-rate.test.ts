import { expect, test } from 'vitest'
import { chooseRate } from '~/cli/provider/choose-rate'

const price = { rate: 100n, floor: 60n, undercut: 5n }

test('asks its rate first, or what the order pays at most, and nothing below its floor', () => {
  expect(chooseRate({ price, maxRate: 500n, others: [], own: null })).toBe(100n)
  expect(chooseRate({ price, maxRate: 80n, others: [], own: null })).toBe(80n)
  expect(chooseRate({ price, maxRate: 60n, others: [], own: null })).toBe(60n)
  expect(chooseRate({ price, maxRate: 59n, others: [], own: null })).toBeNull()
})

test('goes below the lowest other bid by its step, down to the floor, and leaves a contest that it cannot win', () => {
  const others = (rates: bigint[], own: bigint | null = 100n) =>
    chooseRate({ price, maxRate: 500n, others: rates, own })
  expect(others([120n, 90n])).toBe(85n)
  expect(others([100n])).toBe(95n)
  expect(others([63n])).toBe(60n)
  expect(others([60n])).toBe(60n)
  expect(others([59n])).toBeNull()
  expect(others([59n], null)).toBe(100n)
  expect(others([101n])).toBeNull()
})

test('never goes up, and without a step never moves', () => {
  expect(chooseRate({ price, maxRate: 500n, others: [], own: 70n })).toBeNull()
  expect(chooseRate({ price, maxRate: 500n, others: [90n], own: 70n })).toBeNull()
  const steady = { ...price, undercut: 0n }
  expect(chooseRate({ price: steady, maxRate: 500n, others: [61n], own: 100n })).toBeNull()
  expect(chooseRate({ price: steady, maxRate: 500n, others: [61n], own: null })).toBe(100n)
})

test('two that undercut each other end where one cannot follow, well before the other’s floor', () => {
  const other = { rate: 110n, floor: 70n, undercut: 3n }
  let [a, b]: [bigint | null, bigint | null] = [null, null]
  for (let round = 0; round < 100; round++) {
    a = chooseRate({ price, maxRate: 500n, others: b === null ? [] : [b], own: a }) ?? a
    b = chooseRate({ price: other, maxRate: 500n, others: a === null ? [] : [a], own: b }) ?? b
  }
  expect([a, b]).toEqual([68n, 73n])
})
