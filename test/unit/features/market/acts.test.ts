import { expect, test } from 'vitest'
import { prepareOrderActs } from '~/features/market/acts/order-acts'
import { parseOrderDraft } from '~/features/market/acts/order-draft'
import { costOf, parseHours, parsePrice, showHours } from '~/features/market/acts/units'
import type { OrderDetail } from '~/features/market/schema'
import type { IntlShape } from '~/i18n/intl-context'

const intl: IntlShape = {
  locale: 'en',
  t: (key, values = {}) => `${key} ${JSON.stringify(values)}`,
  rich: (key) => key,
}
const digest = `0x${'ab'.repeat(32)}`
const known = { pools: ['1'], parties: ['7'], minNotice: 300, maxDuration: 2_592_000, decimals: 6 }
const filled = {
  payer: '',
  pool: '1',
  units: '2',
  hours: '12',
  price: '1.26',
  notice: '10',
  attribute: '',
  spec: digest,
}
const draft = (changed: Record<string, string>) =>
  parseOrderDraft(new URLSearchParams({ ...filled, ...changed }), known)

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
  expect(draft({ payer: '7', attribute: '5' }).order).toMatchObject({ party: 7, wants: { attributes: '32' } })
  const wrong = { payer: '8', pool: '2', units: '0', hours: '0', price: '0', notice: '4', spec: '0x12' }
  expect(draft(wrong)).toMatchObject({
    order: null,
    errors: {
      ...{
        payer: 'payer',
        pool: 'pool',
        units: 'units',
        hours: 'hours',
        price: 'price',
        notice: 'notice',
        spec: 'spec',
      },
    },
  })
  expect(draft({ hours: '721' }).errors).toEqual({ hours: 'longest' })
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
