import fc from 'fast-check'
import { expect, test } from 'vitest'
import { epochAt, findRuleAt, timesOfEpoch } from '~/domain/epoch'

const rules = fc
  .record({
    epochGenesis: fc.nat(2 ** 31),
    epochLength: fc.integer({ min: 2, max: 10_000_000 }),
    part: fc.double({ min: 0, max: 0.99, noNaN: true }),
  })
  .map(({ epochGenesis, epochLength, part }) => ({
    epochGenesis,
    epochLength,
    settleWindow: Math.floor(part * epochLength),
  }))

test('an epoch begins with its first second and ends before its last one, as on chain', () => {
  const day = { epochGenesis: 1_000, epochLength: 86_400, settleWindow: 7_200 }
  expect([1_000, 87_399, 87_400, 173_800].map((time) => epochAt(day, time))).toEqual([0, 0, 1, 2])
  expect(epochAt(day, 999)).toBe(0)
  expect(timesOfEpoch(day, 2)).toEqual({ starts: 173_800, ends: 260_200, requestsFrom: 87_400, requestsUntil: 166_600 })
})

test('every second lies in one epoch, between its start and its end', () => {
  fc.assert(
    fc.property(rules, fc.nat(2 ** 40), (given, since) => {
      const time = given.epochGenesis + since
      const epoch = epochAt(given, time)
      const { starts, ends } = timesOfEpoch(given, epoch)
      expect(starts <= time && time < ends).toBe(true)
      expect(timesOfEpoch(given, epoch + 1).starts).toBe(ends)
    }),
  )
})

test('requests for an epoch are taken in the one before it, until the settle window', () => {
  fc.assert(
    fc.property(rules, fc.nat(1_000_000), (given, epoch) => {
      const { starts, requestsFrom, requestsUntil } = timesOfEpoch(given, epoch + 1)
      expect(epochAt(given, requestsFrom)).toBe(epoch)
      expect(requestsUntil).toBe(starts - given.settleWindow)
      expect(requestsFrom < requestsUntil).toBe(true)
    }),
  )
})

const row = fc.record({ from_epoch: fc.nat(6), name: fc.nat() })

test('of rules that begin at or before an epoch counts the last to begin, and of those the newest', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.nat(8), (rows, epoch) => {
      const begun = rows.filter(({ from_epoch }) => from_epoch <= epoch)
      const last = Math.max(...begun.map(({ from_epoch }) => from_epoch))
      expect(findRuleAt(rows, epoch)).toBe(begun.filter(({ from_epoch }) => from_epoch === last).at(-1))
    }),
  )
})

test('before the first rule there is none', () => {
  expect(findRuleAt([], 7)).toBeUndefined()
  expect(findRuleAt([{ from_epoch: 2 }], 1)).toBeUndefined()
})
