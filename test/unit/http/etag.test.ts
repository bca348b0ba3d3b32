import { expect, test } from 'vitest'
import { readIfMatch } from '~/http/etag'

const withHeader = (value?: string) =>
  new Request('http://localhost/', { headers: value === undefined ? {} : { 'If-Match': value } })

test.each([
  ['"a"', true],
  ['"b", "a"', true],
  ['*', true],
  ['"b"', false],
  ['a', false],
  // Weak tags never match strongly.
  ['W/"a"', false],
  ['"a', false],
])('If-Match: %s of "a" is %s', (value, isMatch) => {
  expect(readIfMatch(withHeader(value))('"a"')).toBe(isMatch)
})

test.each([undefined, '', ' '])('without a tag nothing is written: %j', (value) => {
  expect(() => readIfMatch(withHeader(value))).toThrow(expect.objectContaining({ code: 'precondition_required' }))
})
