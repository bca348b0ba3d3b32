import { expect, test } from 'vitest'
import { delayAfter } from '~/domain/delivery-schedule'

const HOUR = 3_600_000
const all = (random: number) => Array.from({ length: 9 }, (_, at) => delayAfter(at + 1, random) ?? 0)

test('the tries of a message are those that Standard Webhooks recommends, ten in all', () => {
  const minutes = all(0).map((delay) => delay / 60_000)
  expect(minutes).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440])
  expect(all(0).reduce((sum, delay) => sum + delay, 0)).toBeCloseTo(75.585 * HOUR, -5)
  expect(delayAfter(10, 0)).toBe(null)
  expect(delayAfter(0, 0)).toBe(null)
})

test('chance takes up to a fifth away and adds nothing, so that no wait is longer than a day', () => {
  expect(Math.max(...all(0))).toBe(24 * HOUR)
  for (const [at, delay] of all(0.999_999).entries()) {
    expect(delay).toBeGreaterThanOrEqual(Math.floor((all(0)[at] ?? 0) * 0.8))
    expect(delay).toBeLessThan(all(0)[at] ?? 0)
  }
})
