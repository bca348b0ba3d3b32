import { expect, test } from 'vitest'
import { listPolicyFields, parsePolicyFields } from '~/domain/allocation/policy-fields'

const present = {
  capBps: 1850,
  classes: [
    { reserveBps: 2000, weight: 2 },
    { reserveBps: 0, weight: 65_535 },
  ],
}
const bounds = { min: 500, max: 3333 }

const errorsOf = (given: Record<string, string>) => parsePolicyFields(given, present, bounds).errors

test('lists a policy as fields, and reads the same policy from them', () => {
  const values = listPolicyFields(present)
  expect(values).toEqual({ cap: '18.5', r0: '20', w0: '2', r1: '0', w1: '65535' })
  expect(parsePolicyFields(values, present, bounds)).toEqual({ policy: present, values, errors: [] })
})

test('takes what is not given from the present policy, and knows no class that the policy has not', () => {
  const { policy, values, errors } = parsePolicyFields({ cap: '10', r1: '12.25', r2: '50', x: '1' }, present, bounds)
  expect(errors).toEqual([])
  expect(values).toEqual({ cap: '10', r0: '20', w0: '2', r1: '12.25', w1: '65535' })
  expect(policy).toEqual({
    capBps: 1000,
    classes: [
      { reserveBps: 2000, weight: 2 },
      { reserveBps: 1225, weight: 65_535 },
    ],
  })
})

test('takes a cap at both bounds and refuses one beyond', () => {
  expect(errorsOf({ cap: '5' })).toEqual([])
  expect(errorsOf({ cap: '33.33' })).toEqual([])
  expect(errorsOf({ cap: '4.99' })).toEqual([{ field: 'cap', key: 'cap', given: '4.99' }])
  expect(errorsOf({ cap: '33.34' })).toEqual([{ field: 'cap', key: 'cap', given: '33.34' }])
})

test('names every field that is wrong at once, with what was given', () => {
  expect(errorsOf({ cap: 'ten', r0: '12.345', w0: '0', r1: '101', w1: '65536' })).toEqual([
    { field: 'cap', key: 'cap', given: 'ten' },
    { field: 'r0', key: 'percent', given: '12.345' },
    { field: 'w0', key: 'weight', given: '0' },
    { field: 'r1', key: 'percent', given: '101' },
    { field: 'w1', key: 'weight', given: '65536' },
  ])
})

test('refuses reserves of more than the whole', () => {
  expect(errorsOf({ r0: '60', r1: '40' })).toEqual([])
  expect(errorsOf({ r0: '60', r1: '40.01' })).toEqual([{ field: 'r0', key: 'reserves', given: '100.01' }])
})
