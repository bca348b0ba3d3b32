import { expect, test } from 'vitest'
import { parseSigned, parseStatement } from '~/features/evaluations/components/parse-statement'

const root = `0x${'ab'.repeat(32)}`
const report = `0x${'cd'.repeat(32)}`
const release = { id: 3, root }

const formOf = (changes: Record<string, string> = {}) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ kind: '1', verdict: '1', report, uri: '', expires: '', ...changes })) {
    form.set(name, value)
  }
  return form
}

test('a filled form is a statement about exact bytes', () => {
  expect(parseStatement({ release, form: formOf({ expires: '2027-01-31', uri: 'https://example.org/r' }) })).toEqual({
    releaseId: 3,
    root,
    kind: 1,
    verdict: 1,
    report,
    expirationTime: Date.parse('2027-01-31T00:00:00Z') / 1000,
    uri: 'https://example.org/r',
  })
})

test('a Fail never expires', () => {
  const form = formOf({ verdict: '2', expires: '2027-01-31' })
  expect(parseStatement({ release, form })).toMatchObject({ verdict: 2, expirationTime: 0 })
})

test.each([
  { kind: '' },
  { kind: '6' },
  { verdict: '' },
  { verdict: '0' },
  { report: '' },
  { report: '0x12' },
  { expires: 'soon' },
])('without %j there is no statement', (changes) => {
  expect(parseStatement({ release, form: formOf(changes) })).toBeNull()
})

test('without a release there is no statement', () => {
  expect(parseStatement({ release: undefined, form: formOf() })).toBeNull()
})

const signed = {
  chainId: 31_337,
  registry: `0x${'11'.repeat(20)}`,
  attester: `0x${'22'.repeat(20)}`,
  statement: { releaseId: 3, root, kind: 1, verdict: 1, report, expirationTime: 0, uri: '' },
  nonce: '0',
  deadline: 1_800_000_000,
  signature: `0x${'33'.repeat(65)}`,
}

test('a statement that was handed on is read as it was signed', () => {
  expect(parseSigned(JSON.stringify(signed))).toEqual(signed)
})

test.each([
  ['no JSON', 'signed'],
  ['null', 'null'],
  ['no signature', JSON.stringify({ ...signed, signature: '' })],
  ['an odd signature', JSON.stringify({ ...signed, signature: '0x123' })],
  ['another attester', JSON.stringify({ ...signed, attester: '0x12' })],
  ['no verdict', JSON.stringify({ ...signed, statement: { ...signed.statement, verdict: 0 } })],
  ['one field more', JSON.stringify({ ...signed, statement: { ...signed.statement, more: 1 } })],
  ['a negative release', JSON.stringify({ ...signed, statement: { ...signed.statement, releaseId: -1 } })],
])('%s is no signed statement', (_what, text) => {
  expect(parseSigned(text)).toBeNull()
})
