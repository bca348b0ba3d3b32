import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AllocationCase, anyCase, solveCase } from '#test/support/allocation-cases'
import { allocateNaively } from '#test/support/allocation-oracle'
import type { solveAllocation } from '~/domain/allocation/solve-allocation'

const solveNaively = ({ policy, requests }: AllocationCase) =>
  allocateNaively({
    capacity: BigInt(policy.capacity),
    capBps: BigInt(policy.capBps),
    classes: policy.classes.map(({ reserveBps, weight }) => ({
      reserveBps: BigInt(reserveBps),
      weight: BigInt(weight),
    })),
    requests: requests.map(({ class: own, want, weight }) => ({
      class: own,
      want: BigInt(want),
      weight: BigInt(weight),
    })),
  })

/** The solver's numbers as the oracle has them. */
const exactly = ({ cap, classLevel, classes, allocations }: ReturnType<typeof solveAllocation>) => ({
  cap: BigInt(cap),
  classLevel,
  classes: classes.map(({ demand, reserved, available, level }) => ({
    demand: BigInt(demand),
    reserved: BigInt(reserved),
    available: BigInt(available),
    level,
  })),
  allocations: Array.from(allocations, BigInt),
})

test('agrees with the definition in every digit, in 12000 awkward cases', { timeout: 120_000 }, () => {
  let scarce = 0
  fc.assert(
    fc.property(anyCase, (given) => {
      const solved = solveCase(given)
      if (solved.classes.some(({ level }) => level !== null)) scarce += 1
      expect(exactly(solved)).toEqual(solveNaively(given))
    }),
    { numRuns: 12_000 },
  )
  expect(scarce).toBeGreaterThan(3000)
})

// Few random cases have enough tenants for a class to be folded in earnest.
const crowd = fc.record({
  size: fc.integer({ min: 100, max: 400 }),
  most: fc.constantFrom(3, 100, 2 ** 33, Number.MAX_SAFE_INTEGER),
  heaviest: fc.constantFrom(1, 3, 65_535),
  scarcity: fc.integer({ min: 1, max: 1100 }),
  classes: fc.integer({ min: 1, max: 3 }),
  tail: fc.boolean(),
  seed: fc.integer(),
})

/** Numbers from 0 on and below 1, the same for the same seed. */
const createDraw = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('agrees with the definition in every digit for crowds of tenants', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(crowd, ({ size, most, heaviest, scarcity, classes, tail, seed }) => {
      const draw = createDraw(seed)
      const requests = Array.from({ length: size }, (_, index) => ({
        tenant: `t${index}`,
        class: Math.floor(draw() * classes),
        want: Math.floor(draw() ** (tail ? 12 : 1) * most),
        weight: 1 + Math.floor(draw() * heaviest),
      }))
      const asked = requests.reduce((sum, { want }) => sum + BigInt(want), 0n)
      const capacity = (asked * BigInt(scarcity)) / 1000n
      const policy = {
        capacity: Number(capacity < Number.MAX_SAFE_INTEGER ? capacity : Number.MAX_SAFE_INTEGER),
        capBps: 10_000,
        classes: Array.from({ length: classes }, (_, index) => ({ reserveBps: 1000 * index, weight: 1 + index })),
      }
      expect(exactly(solveCase({ policy, requests }))).toEqual(solveNaively({ policy, requests }))
    }),
    { numRuns: 150 },
  )
})
