import { expect, test } from 'vitest'
import { parseJobDraft } from '~/features/market/acts/job-draft'

const digest = `0x${'ab'.repeat(32)}`
const DAY = 86_400
const now = Date.parse('2026-11-26T12:00:00Z') / 1000
const known = { providers: ['3', '1'], now, decimals: 6 }
const parse = (given: Record<string, string>) => parseJobDraft(new URLSearchParams(given), known)
const at = (days: number) => new Date((now + days * DAY) * 1000).toISOString().slice(0, 16)
const filled = { provider: '1', spec: digest, amount1: '250.00', deadline1: at(1), amount2: '0.5', deadline2: at(2) }

test('a form that was not sent has three empty rows, the node of its address or the first, and nothing wrong', () => {
  const fresh = parse({})
  expect(fresh).toMatchObject({ values: { provider: '3', spec: '' }, errors: {}, offer: null })
  expect(fresh.rows).toEqual([1, 2, 3].map((number) => ({ number, amount: '', deadline: '', errors: {} })))
  expect(parse({ provider: '1' }).values.provider).toBe('1')
})

test('a sent form is an offer of its filled rows, and has one row more, up to sixteen', () => {
  const { offer, errors, rows } = parse(filled)
  expect(offer).toEqual({
    name: 'offer',
    providerId: 1,
    specDigest: digest,
    plan: [
      { amount: '250000000', deadline: now + DAY },
      { amount: '500000', deadline: now + 2 * DAY },
    ],
  })
  expect([errors, rows.length]).toEqual([{}, 3])
  expect(parse({ ...filled, amount3: '1', deadline3: at(2) }).rows).toHaveLength(4)
  // A row between that was left empty is no milestone.
  expect(parse({ ...filled, amount5: '1', deadline5: at(3) }).offer?.plan).toHaveLength(3)
  const all = Object.fromEntries(
    Array.from({ length: 17 }, (_, index) => [
      [`amount${index + 1}`, '1'],
      [`deadline${index + 1}`, at(1)],
    ]).flat(),
  )
  const most = parse({ ...filled, ...all })
  expect([most.rows.length, most.offer?.plan.length]).toEqual([16, 16])
})

test('each field says what is wrong with it, and nothing is offered', () => {
  expect(parse({ ...filled, provider: '9', spec: '0x12' })).toMatchObject({
    errors: { provider: 'provider', spec: 'spec' },
    offer: null,
  })
  const rowOf = (amount1: string, deadline1: string) => parse({ ...filled, amount1, deadline1 }).rows[0]?.errors
  for (const amount of ['0', '-1', '1.1234567', 'much']) expect(rowOf(amount, at(1))).toEqual({ amount: 'amount' })
  for (const time of ['soon', '2027-02-30T10:00', '2026-13-01T10:00', '2026-11-28']) {
    expect(rowOf('1', time)).toEqual({ deadline: 'deadline' })
  }
  expect([at(0), at(-1), at(731)].map((time) => rowOf('1', time)?.deadline)).toEqual(['past', 'past', 'far'])
  expect([rowOf('', at(1)), rowOf('1', '')]).toEqual([{ amount: 'noAmount' }, { deadline: 'noDeadline' }])
  expect(rowOf('x', 'y')).toEqual({ amount: 'amount', deadline: 'deadline' })
  const { rows, offer } = parse({ ...filled, deadline1: at(3) })
  expect([rows[1]?.errors, offer]).toEqual([{ deadline: 'order' }, null])
  // As the contract, whose amounts are below 2^96.
  const odd = parseJobDraft(new URLSearchParams({ ...filled, amount1: '79228162515' }), { ...known, decimals: 18 })
  expect(odd.rows[0]?.errors).toEqual({ amount: 'amount' })
})

test('a job without any milestone says so at the first', () => {
  const { rows, offer } = parse({ provider: '1', spec: digest })
  expect([rows.map(({ errors }) => errors), offer]).toEqual([[{ amount: 'none' }, {}, {}], null])
})
