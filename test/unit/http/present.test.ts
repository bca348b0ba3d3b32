import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toTime } from '~/http/present'

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

test('writes UNIX seconds as RFC 3339 in UTC', () => {
  expect(toTime(0)).toBe('1970-01-01T00:00:00Z')
  expect(toTime(1_795_646_400)).toBe('2026-11-25T22:40:00Z')
})

test('a time after the last year that RFC 3339 can say is its last second, never an error', () => {
  expect(toTime(253_402_300_799)).toBe('9999-12-31T23:59:59Z')
  expect(toTime(253_402_300_800)).toBe('9999-12-31T23:59:59Z')
  fc.assert(
    fc.property(fc.nat(2 ** 48 - 1), (seconds) => {
      expect(toTime(seconds)).toMatch(shape)
    }),
  )
})
