import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocationAt, fromChainLevel, toChainLevel, UNBOUNDED_LEVEL } from '~/domain/allocation/level'

const Q = 2n ** 32n

const units = fc.oneof(fc.maxSafeNat(), fc.nat(1000), fc.constantFrom(0, Number.MAX_SAFE_INTEGER))
const weight = fc.oneof(fc.constantFrom(1, 65_535), fc.integer({ min: 1, max: 65_535 }))

test('turns units, weight and level into what the contract answers, for every level of a uint128', () => {
  const level = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
    fc.bigInt({ min: 0n, max: 2n ** 86n }),
    fc.bigInt({ min: 0n, max: 2n ** 40n }),
  )
  fc.assert(
    fc.property(units, weight, level, (asked, own, at) => {
      const share = (BigInt(own) * at) / Q
      const expected = share < asked ? share : BigInt(asked)
      expect(BigInt(allocationAt({ units: asked, weight: own }, at))).toBe(expected)
    }),
    { numRuns: 5000 },
  )
})

test('is exact where a request is within one of its share', () => {
  fc.assert(
    fc.property(units, weight, fc.integer({ min: -2, max: 2 }), (asked, own, off) => {
      const at = (BigInt(asked) * Q) / BigInt(own) + BigInt(off)
      if (at < 0n) return
      const share = (BigInt(own) * at) / Q
      const expected = share < asked ? share : BigInt(asked)
      expect(BigInt(allocationAt({ units: asked, weight: own }, at))).toBe(expected)
    }),
    { numRuns: 5000 },
  )
})

test('no level is the greatest of a uint128 on chain, and either gives all', () => {
  expect(UNBOUNDED_LEVEL).toBe(340282366920938463463374607431768211455n)
  expect([toChainLevel(null), toChainLevel(7n)]).toEqual([UNBOUNDED_LEVEL, 7n])
  expect([fromChainLevel(UNBOUNDED_LEVEL), fromChainLevel(7n)]).toEqual([null, 7n])
  const claim = { units: Number.MAX_SAFE_INTEGER, weight: 1 }
  expect([allocationAt(claim, null), allocationAt(claim, UNBOUNDED_LEVEL)]).toEqual([claim.units, claim.units])
})
