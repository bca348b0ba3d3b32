import { expect, test } from 'vitest'
import { describeOrder } from '~/features/market/acts/describe-order'
import { prepareOrderActs } from '~/features/market/acts/order-acts'
import { parseOrderDraft } from '~/features/market/acts/order-draft'
import { costOf, parseHours, parsePrice, showHours } from '~/features/market/acts/units'
import type { OrderDetail } from '~/features/market/schema/orders'
import { getIntl } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'

const intl: IntlShape = {
  locale: 'en',
  t: (key, values = {}) => `${key} ${JSON.stringify(values)}`,
  rich: (key) => key,
}
const digest = `0x${'ab'.repeat(32)}`
const known = {
  ...{ pools: ['1'], parties: ['7'], minNotice: 300, maxDuration: 2_592_000, decimals: 6 },
  ...{ attributes: ['0', '1', '63'], auditors: ['1', '2', '3', '5', '8'], releases: ['4'] },
}
const filled = {
  payer: '',
  pool: '1',
  units: '2',
  hours: '12',
  price: '1.26',
  notice: '10',
  release: '',
  spec: digest,
}
const draft = (changed: Record<string, string>) =>
  parseOrderDraft(new URLSearchParams({ ...filled, ...changed }), known)
const draftWith = (chosen: string) =>
  parseOrderDraft(new URLSearchParams(`${new URLSearchParams(filled)}&${chosen}`), known)

test('hours and prices are read exactly, or not at all', () => {
  expect(['1', '0.25', '0.0003', '0', '-1', '1e3', '100000'].map(parseHours)).toEqual([
    ...[3_600, 900, null, null, null, null, null],
  ])
  expect(parsePrice('1.26', 6)).toBe(350_000_000n)
  expect(parsePrice('1.20', 6)).toBe(333_333_333n)
  expect(['0', '1.1234567', '-1', 'x'].map((text) => parsePrice(text, 6))).toEqual([null, null, null, null])
  expect([3_600, 900, 1_234].map(showHours)).toEqual(['1', '0.25', '0.3427'])
  expect(costOf('333333333', 2, 14_400)).toBe(9_599_999n)
})

test('a form that was not sent is empty and not wrong; a sent one is an order or says all that is wrong', () => {
  const fresh = parseOrderDraft(new URLSearchParams(), known)
  expect(fresh).toMatchObject({ errors: {}, order: null, values: { notice: '5', pool: '1' } })
  expect(draft({}).order).toEqual({
    party: null,
    wants: {
      ...{ pool: 1, units: 2, duration: 43_200, notice: 600, maxRate: '350000000' },
      ...{ attributes: '0', auditorIds: '0', releaseId: 0 },
    },
    specDigest: digest,
  })
  expect(draft({ payer: '7' }).order).toMatchObject({ party: 7 })
  const wrong = { payer: '8', pool: '2', units: '0', hours: '0', price: '0', notice: '4', release: '3', spec: '0x12' }
  expect(draft(wrong)).toMatchObject({
    order: null,
    errors: Object.fromEntries(Object.entries(wrong).map(([field, given]) => [field, { key: field, given }])),
  })
  expect(draft({ hours: '721' }).errors).toEqual({ hours: { key: 'longest', given: '721' } })
})

test('an order asks for any attributes, up to four auditors, and one release', () => {
  const asked = draftWith('attribute=0&attribute=63&auditor=8&auditor=2')
  expect(asked.errors).toEqual({})
  expect(asked.chosen).toEqual({ attribute: ['0', '63'], auditor: ['8', '2'] })
  expect(asked.order?.wants).toMatchObject({ attributes: String(2n ** 63n + 1n), auditorIds: '131080', releaseId: 0 })
  expect(draft({ release: '4' }).order?.wants.releaseId).toBe(4)
  expect(draftWith('auditor=1&auditor=2&auditor=3&auditor=5').errors).toEqual({})
  expect(draftWith('auditor=1&auditor=1').order?.wants.auditorIds).toBe('1')
})

test('needs that are unknown, or too many, are named and kept in the form', () => {
  const tooMany = draftWith('auditor=1&auditor=2&auditor=3&auditor=5&auditor=8')
  expect(tooMany).toMatchObject({ order: null, errors: { auditor: { key: 'auditors', given: '5' } } })
  expect(tooMany.chosen.auditor).toEqual(['1', '2', '3', '5', '8'])
  expect(draftWith('attribute=1&attribute=2&attribute=x&auditor=4')).toMatchObject({
    order: null,
    errors: { attribute: { key: 'attribute', given: '2, x' }, auditor: { key: 'auditor', given: '4' } },
  })
})

test('the sentence of an order says what it needs of a node, in both languages', () => {
  const order = draft({}).order
  if (order === null) throw new Error('The draft is no order.')
  const told = {
    ...{ wants: order.wants, pool: 'H100', price: '1.26', money: { decimals: 6, unit: 'DUSD' } },
    ...{
      attributes: ['renewable power', 'data stays in the EU'],
      auditors: ['party 8'],
      release: 'Atlas, release 1.2',
    },
  }
  const none = { ...told, attributes: [], auditors: [], release: null }
  const cost = '2 of H100 for at most 12\u00a0h, at most 1.26\u00a0DUSD per unit-hour: at most 30.24\u00a0DUSD in all'
  expect(describeOrder(getIntl('en'), none)).toBe(cost)
  expect(describeOrder(getIntl('en'), told)).toBe(
    `${cost}. Only from a node that has “renewable power” and “data stays in the EU”, and is audited by party 8, ` +
      'and serves “Atlas, release 1.2” from an attested enclave.',
  )
  expect(describeOrder(getIntl('zh-CN'), told)).toContain(
    '。仅限这样的节点：具备“renewable power”和“data stays in the EU”，由party 8审计，在经证明的飞地中提供“Atlas, release 1.2”。',
  )
})

const tenant = '0x1111111111111111111111111111111111111111'
const operator = '0x2222222222222222222222222222222222222222'
const provider = (id: string) => ({ id, operator: { address: operator, party: null, seat: null, contract: null } })
const offer = (id: string, rate: string, rank: number | null) => ({
  provider: provider(id),
  rate,
  rank,
  status: 'held',
})
const order = {
  id: '9',
  state: 'open',
  tenant: { address: tenant, party: null, seat: null, contract: null },
  payer: { kind: 'tenant', line: null },
  units: 2,
  duration: 43_200,
  maxRate: '350000000',
  bidsUntil: { time: '2026-11-26T00:01:00Z', block: 1 },
  offers: [offer('2', '301000000', 1), offer('1', '318500000', 2), offer('5', '339500000', null)],
  assignment: { kind: 'suggested', provider: provider('2'), rate: '301000000', from: null, canDecline: false },
} as unknown as OrderDetail
// As fees are shown elsewhere: an amount with a value of its own, which must not become the cost.
const money = { value: '77', decimals: 6, unit: 'DUSD' }
const now = Date.parse('2026-11-26T00:02:00Z') / 1000
const actsOf = (changed: Partial<Parameters<typeof prepareOrderActs>[1]>) =>
  prepareOrderActs(intl, { order, viewer: tenant, seconds: 43_200, chosen: null, now, money, ...changed })

test('a tenant takes the suggested bid or another that can be served, for what it costs, or cancels', () => {
  const [accept, cancel] = actsOf({})
  expect(accept).toMatchObject({
    act: { name: 'accept', id: '9', providerId: 2, rate: '301000000', seconds: 43_200 },
    pays: '26006400',
  })
  expect(accept?.note).toContain('26.0064\u00a0DUSD')
  expect(cancel?.act).toEqual({ name: 'cancelOrder', id: '9' })
  expect(actsOf({ chosen: '1' })[0]?.act).toMatchObject({ providerId: 1, rate: '318500000' })
  // Node 5 cannot serve it now: the suggestion stands.
  expect(actsOf({ chosen: '5' })[0]?.act).toMatchObject({ providerId: 2 })
})

test('of a budget order nobody is chosen: it is assigned once bids are in, and can be declined once', () => {
  const assignment = { ...order.assignment, kind: 'assigned', canDecline: true }
  const budget = { ...order, payer: { kind: 'budget', line: '1-71' }, assignment } as OrderDetail
  const names = (given: Parameters<typeof actsOf>[0]) => actsOf(given).map(({ act }) => act.name)
  expect(names({ order: budget, chosen: '1' })).toEqual(['acceptAssigned', 'declineWinner', 'cancelOrder'])
  expect(names({ order: budget, now: now - 61 })).toEqual(['cancelOrder'])
  const declined = { ...budget, assignment: { ...assignment, canDecline: false } } as OrderDetail
  expect(names({ order: declined })).toEqual(['acceptAssigned', 'cancelOrder'])
  expect(actsOf({ order: budget })[0]?.pays).toBe('0')
})

test('an operator takes its own bids back, also when the order is over, and a stranger does nothing', () => {
  const names = actsOf({ viewer: operator }).map(({ act }) => act)
  expect(names).toEqual(['2', '1', '5'].map((id) => ({ name: 'withdrawBid', id: '9', providerId: Number(id) })))
  expect(actsOf({ viewer: operator, order: { ...order, state: 'expired' } as OrderDetail })).toHaveLength(3)
  expect(actsOf({ viewer: '0x3333333333333333333333333333333333333333' })).toEqual([])
  expect(actsOf({ order: { ...order, state: 'canceled' } as OrderDetail })).toEqual([])
})
