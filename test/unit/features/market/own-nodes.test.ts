import { expect, test } from 'vitest'
import { isFit, takesBids } from '~/features/market/acts/own-nodes'
import type { OrderDetail } from '~/features/market/schema/orders'
import type { Provider } from '~/features/market/schema/providers'

const operator = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const order = {
  state: 'open',
  payer: { kind: 'tenant', line: null },
  bidsUntil: { time: '2026-11-26T00:00:00Z', block: null },
  attributes: [{ id: 3, name: 'in the EU' }],
  auditors: [{ id: 2 }],
} as unknown as OrderDetail
const node = {
  operator: { address: operator },
  status: 'offering',
  audited: true,
  attributes: [{ id: 0 }, { id: 3 }],
  audits: [
    { auditor: { id: 1 }, status: 'expired' },
    { auditor: { id: 2 }, status: 'counts' },
  ],
} as unknown as Provider

const deadline = Date.parse('2026-11-26T00:00:00Z') / 1000

test('an order of own money takes bids while it is open, one of the budget until it is assigned', () => {
  const budget = { ...order, payer: { kind: 'budget', line: '1-2' } } as OrderDetail
  expect([deadline - 1, deadline].map((now) => takesBids(order, now))).toEqual([true, true])
  expect([deadline - 1, deadline].map((now) => takesBids(budget, now))).toEqual([true, false])
  expect(takesBids({ ...order, state: 'leased' } as OrderDetail, 0)).toBe(false)
})

test.each<[string, Partial<OrderDetail>, object, boolean]>([
  ['serves what it declares and audits confirm', {}, {}, true],
  ['serves an order without needs with any audit', { attributes: [], auditors: [] }, {}, true],
  ['is another’s', {}, { operator: { address: '0x0000000000000000000000000000000000000001' } }, false],
  ['has retired', {}, { status: 'retired' }, false],
  ['waits for its audit', { auditors: [] }, { audited: false }, false],
  ['lacks an attribute', {}, { attributes: [{ id: 0 }] }, false],
  ['lost the audit that the order names', {}, { audits: [{ auditor: { id: 2 }, status: 'revoked' }] }, false],
])('a node that %s', (_name, wants, changed, fits) => {
  expect(isFit({ ...order, ...wants }, { ...node, ...changed } as Provider, operator)).toBe(fits)
})
