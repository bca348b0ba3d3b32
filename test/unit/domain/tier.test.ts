import { expect, test } from 'vitest'
import { type Call, type Charter, tierNumber, tierOfCall, tierOfCalls, tierOfNumber } from '~/domain/tier'

const registry = '0x1111111111111111111111111111111111111111'
const governor = '0x2222222222222222222222222222222222222222'

const charter: Charter = {
  rows: [
    { target: registry, selector: '0xaaaaaaaa', role: 1n },
    { target: registry, selector: '0xbbbbbbbb', role: 2n },
    { target: registry, selector: '0xcccccccc', role: 0n },
    { target: registry, selector: '0xdddddddd', role: 2n ** 64n - 1n },
    { target: governor, selector: '0xaaaaaaaa', role: 1n },
  ],
  alwaysCharter: [governor],
}

const call = (given: Partial<Call> = {}): Call => ({ target: registry, value: 0n, calldata: '0xaaaaaaaa', ...given })

test.each([
  ['a listed routine function', call(), 'routine'],
  ['the same with arguments', call({ calldata: '0xaaaaaaaa00' }), 'routine'],
  ['a selector in capitals', call({ calldata: '0xAAAAAAAA' }), 'routine'],
  ['a listed policy function', call({ calldata: '0xbbbbbbbb' }), 'policy'],
  ['the role of admins', call({ calldata: '0xcccccccc' }), 'charter'],
  ['the role of everybody', call({ calldata: '0xdddddddd' }), 'charter'],
  ['an unlisted function', call({ calldata: '0xeeeeeeee' }), 'charter'],
  ['an unlisted target', call({ target: '0x3333333333333333333333333333333333333333' }), 'charter'],
  ['a value', call({ value: 1n }), 'charter'],
  ['calldata of three bytes', call({ calldata: '0xaaaaaa' }), 'charter'],
  ['no calldata', call({ calldata: '0x' }), 'charter'],
  ['the governor, whatever its role', call({ target: governor }), 'charter'],
])('derives the tier of %s', (_what, given, tier) => {
  expect(tierOfCall(given, charter)).toBe(tier)
})

test('takes the greatest tier, and charter where there is nothing', () => {
  const routine = call()
  const policy = call({ calldata: '0xbbbbbbbb' })
  expect(tierOfCalls([routine, policy, routine], charter)).toBe('policy')
  expect(tierOfCalls([routine, call({ value: 1n })], charter)).toBe('charter')
  expect(tierOfCalls([], charter)).toBe('charter')
})

test('numbers tiers as the governor does, and knows no other number', () => {
  expect(([0, 1, 2] as const).map((number) => tierNumber(tierOfNumber(number)))).toEqual([0, 1, 2])
  expect(() => tierOfNumber(3)).toThrow('3 is no tier')
})
