import { expect, test } from 'vitest'
import { packAttributes, packAuditors, unpackAuditors } from '~/domain/market/needs'

test('attributes are one bit each, up to the 64th', () => {
  expect(packAttributes([])).toBe(0n)
  expect(packAttributes([0, 2, 63])).toBe(2n ** 63n + 5n)
})

test('auditors are sixteen bits each from the lowest, and read back as they were named', () => {
  expect(packAuditors([])).toBe(0n)
  expect(packAuditors([2, 1])).toBe(0x1_0002n)
  const four = [65_535, 1, 300, 7]
  expect(packAuditors(four)).toBe(0x0007_012c_0001_ffffn)
  expect(unpackAuditors(packAuditors(four))).toEqual(four)
  expect(unpackAuditors(0x0007_0000_0000_0000n)).toEqual([7])
})
