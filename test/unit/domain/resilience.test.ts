import { expect, test } from 'vitest'
import {
  type CriterionId,
  criteria,
  type PresentValues,
  scoreResilience,
  shareOf,
  type Verdict,
} from '~/domain/resilience'

const ids = Object.keys(criteria) as CriterionId[]

/** Every criterion at the value that `pick` chooses. */
const valuesOf = (pick: (id: CriterionId) => number | null): PresentValues =>
  Object.fromEntries(ids.map((id) => [id, pick(id)])) as Record<CriterionId, number | null>

const verdictOf = (id: CriterionId, value: number | null): Verdict | undefined =>
  scoreResilience(valuesOf((one) => (one === id ? value : 0))).scores.find((score) => score.id === id)?.verdict

test.each(ids)('%s is good at its threshold, fair at the next, and poor beyond it', (id) => {
  const { is, good, fair } = criteria[id]
  const worse = is === 'least' ? -1 : 1
  expect(verdictOf(id, good)).toBe('good')
  expect(verdictOf(id, good - worse)).toBe('good')
  expect(verdictOf(id, fair)).toBe(good === fair ? 'good' : 'fair')
  expect(verdictOf(id, fair + worse)).toBe('poor')
  expect(verdictOf(id, null)).toBe('poor')
})

test.each(ids)('%s is harder to be good at than to be fair at', (id) => {
  const { is, good, fair } = criteria[id]
  expect(is === 'least' ? good - fair : fair - good).toBeGreaterThanOrEqual(0)
})

test('the totals count every criterion once', () => {
  expect(scoreResilience(valuesOf((id) => criteria[id].good)).totals).toEqual({ good: ids.length, fair: 0, poor: 0 })
  expect(scoreResilience(valuesOf(() => null)).totals).toEqual({ good: 0, fair: 0, poor: ids.length })
  const mixed = scoreResilience(
    valuesOf((id) => (id === 'audits' ? 0 : id === 'operators' ? criteria.operators.fair : criteria[id].good)),
  )
  expect(mixed.totals).toEqual({ good: ids.length - 2, fair: 1, poor: 1 })
  expect(mixed.scores.map(({ id, value }) => [id, value])).toContainEqual(['audits', 0])
})

test('the delays that production asks for are good, those of a demo poor', () => {
  const DAY = 86_400
  const delays = { delayRoutine: DAY, delayPolicy: 3 * DAY, delayCharter: 7 * DAY, votingDelay: 2 * DAY }
  for (const [id, value] of Object.entries(delays)) expect(verdictOf(id as CriterionId, value)).toBe('good')
  const demo = { delayRoutine: 60, delayCharter: 21_600, votingDelay: 30 }
  for (const [id, value] of Object.entries(demo)) expect(verdictOf(id as CriterionId, value)).toBe('poor')
})

test('shares are millionths, rounded down, and there is none of nothing', () => {
  expect(shareOf(1n, 3n)).toBe(333_333)
  expect(shareOf(10_000n * 10n ** 18n, 100_000_000n * 10n ** 18n)).toBe(100)
  expect(shareOf(3n, 2n)).toBe(1_500_000)
  expect(shareOf(0n, 0n)).toBeNull()
})
