import { expect, test } from 'vitest'
import type { AllocationPolicy } from '~/domain/allocation/policy'
import { buildRequests, createRequestList, type TenantRequest } from '~/domain/allocation/requests'
import { solveAllocation } from '~/domain/allocation/solve-allocation'

const request = (given: Partial<TenantRequest> = {}): TenantRequest => ({
  tenant: 'a',
  class: 0,
  want: 1,
  weight: 1,
  ...given,
})

const policy = (given: Partial<AllocationPolicy> = {}): AllocationPolicy => ({
  capacity: 10,
  capBps: 10_000,
  classes: [{ reserveBps: 0, weight: 1 }],
  ...given,
})

const invalid = (message: string) =>
  expect.objectContaining({ code: 'invalid_allocation', message: expect.stringContaining(message) })

test('puts requests into arrays in their order', () => {
  const { tenants, requests } = buildRequests(
    [request({ want: 7, weight: 65_535 }), request({ tenant: 'b', class: 1 })],
    2,
  )
  expect(tenants).toEqual(['a', 'b'])
  expect(requests).toEqual({
    want: Float64Array.of(7, 1),
    weight: Uint16Array.of(65_535, 1),
    classOf: Uint8Array.of(0, 1),
  })
})

test.each<[string, Partial<TenantRequest>, string]>([
  ['a want below 0', { want: -1 }, '/requests/1/want is -1; enter a whole number from 0 to 9007199254740991.'],
  ['a want of 2^53', { want: 2 ** 53 }, '/requests/1/want is 9007199254740992'],
  ['a part of a GPU-second', { want: 1.5 }, '/requests/1/want is 1.5'],
  ['no number', { want: Number.NaN }, '/requests/1/want is NaN'],
  ['a weight of 0', { weight: 0 }, '/requests/1/weight is 0; enter a whole number from 1 to 65535.'],
  ['a weight that two bytes do not hold', { weight: 65_536 }, '/requests/1/weight is 65536'],
  ['a class that there is not', { class: 2 }, '/requests/1/class is 2; enter a whole number from 0 to 1.'],
  ['no name', { tenant: '' }, '/requests/1/tenant is ""'],
  ['a name that only looks like another', { tenant: 'a ' }, '/requests/1/tenant is "a "'],
  ['a second request', { tenant: 'a' }, '/requests/1/tenant is "a", which has a request already'],
])('refuses %s, and names field and value', (_what, given, message) => {
  expect(() => buildRequests([request(), request({ tenant: 'b', ...given })], 2)).toThrow(invalid(message))
})

test('a list keeps nothing of a request that it refused', () => {
  const list = createRequestList(1, (index, field) => `row ${index + 1}, ${field}`)
  expect(() => list.add(request({ weight: 0 }))).toThrow(invalid('row 1, weight is 0'))
  list.add(request())
  expect(list.build()).toMatchObject({ tenants: ['a'], requests: { want: Float64Array.of(1) } })
})

test.each<[string, Partial<AllocationPolicy>, string]>([
  ['a capacity of 2^53', { capacity: 2 ** 53 }, '/capacity is 9007199254740992'],
  ['a cap above the whole', { capBps: 10_001 }, '/capBps is 10001; enter a whole number from 0 to 10000.'],
  ['no class', { classes: [] }, '/classes has 0 classes; enter 1 to 8.'],
  ['nine classes', { classes: Array(9).fill({ reserveBps: 0, weight: 1 }) }, '/classes has 9 classes'],
  ['a reserve below 0', { classes: [{ reserveBps: -1, weight: 1 }] }, '/classes/0/reserveBps is -1'],
  ['a class without weight', { classes: [{ reserveBps: 0, weight: 0 }] }, '/classes/0/weight is 0'],
  [
    'reserves above the whole',
    { classes: Array(3).fill({ reserveBps: 4000, weight: 1 }) },
    'is 12000; enter at most 10000',
  ],
])('refuses a policy with %s, and names field and value', (_what, given, message) => {
  const requests = buildRequests([], 1)
  expect(() => solveAllocation({ ...policy(given), ...requests })).toThrow(invalid(message))
})

test('solves no arrays that hold what nobody can ask', () => {
  const sound = { want: Float64Array.of(5), weight: Uint16Array.of(1), classOf: Uint8Array.of(0) }
  const solve = (given: Partial<typeof sound>) => () =>
    solveAllocation({ ...policy(), requests: { ...sound, ...given } })
  expect(solve({})()).toMatchObject({ allocated: 5 })
  expect(solve({ want: Float64Array.of(0.5) })).toThrow(invalid('/requests/0/want is 0.5'))
  expect(solve({ weight: Uint16Array.of(0) })).toThrow(invalid('/requests/0/weight is 0'))
  expect(solve({ classOf: Uint8Array.of(1) })).toThrow(invalid('/requests/0/class is 1'))
  expect(solve({ weight: Uint16Array.of(1, 1) })).toThrow(invalid('1 wants, 2 weights and 1 classes'))
})
