import { expect, test } from 'vitest'
import { buildCanonicalJson } from '~/domain/canonical-json'

test('writes the example of RFC 8785, section 3.2', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(buildCanonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('sorts members by UTF-16 code units, at every depth', () => {
  const sorted = buildCanonicalJson({
    '\u20ac': 1,
    '\r': 2,
    '\ufb33': 3,
    '1': 4,
    '😀': 5,
    '\u0080': 6,
    ö: { b: 1, a: 2 },
  })
  expect(sorted).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":{"a":2,"b":1},"€":1,"😀":5,"\ufb33":3}')
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', ['a\udc00b']])('refuses %j', (value) => {
  expect(() => buildCanonicalJson(value)).toThrow(expect.objectContaining({ code: 'not_canonical_json' }))
})
