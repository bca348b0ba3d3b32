import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCase, MOST, solveCase, sumUnits } from '#test/support/allocation-cases'
import { sumOfShares } from '#test/support/allocation-oracle'
import { isLevelOf } from '~/domain/allocation/claims'

type Solved = ReturnType<typeof solveCase>

const runs = { numRuns: 2000 }

const isUnsaturated = ({ units, most }: Solved['grants'][number]) => units < most

/** Each class with its tenants. */
const listClasses = ({ classes, grants }: Solved) =>
  classes.map((own, index) => ({ ...own, grants: grants.filter(({ class: number }) => number === index) }))

/** A tenant's or a class's part of a sum whose level is asked for. */
const sharesOf = (grants: Solved['grants']) =>
  grants.map(({ most, weight }) => ({ most: BigInt(most), weight: BigInt(weight) }))

test('nobody gets more than the cap or than asked, and no class less than its reserve of what it asks', () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      const { policy } = given
      const solved = solveCase(given)
      const cap = (BigInt(policy.capacity) * BigInt(policy.capBps)) / 10_000n
      for (const { units, want } of solved.grants) {
        expect(units).toBeGreaterThanOrEqual(0)
        expect(units <= want && BigInt(units) <= cap).toBe(true)
      }
      for (const [index, { available, grants }] of listClasses(solved).entries()) {
        const reserve = (BigInt(policy.capacity) * BigInt(policy.classes[index]?.reserveBps ?? 0)) / 10_000n
        const asked = sumUnits(grants.map(({ most }) => most))
        expect(BigInt(available) >= (asked < reserve ? asked : reserve)).toBe(true)
      }
    }),
    runs,
  )
})

test('the sum is exact up to dust, less than one for each unsaturated tenant of a class, and unsaturated class', () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      const solved = solveCase(given)
      const classes = listClasses(solved)
      for (const { available, level, grants } of classes) {
        const dust = BigInt(available) - sumUnits(grants.map(({ units }) => units))
        const unsaturated = grants.filter(isUnsaturated).length
        if (level === null) expect([dust, unsaturated]).toEqual([0n, 0])
        else expect(dust >= 0n && dust < unsaturated).toBe(true)
      }
      const left = BigInt(given.policy.capacity) - sumUnits(classes.map(({ available }) => available))
      const short = classes.filter(({ available, grants }) => available < sumUnits(grants.map(({ most }) => most)))
      expect(left >= 0n && (solved.classLevel === null ? short.length === 0 : left < short.length)).toBe(true)
      const granted = sumUnits(solved.grants.map(({ units }) => units))
      expect(BigInt(solved.allocated)).toBe(granted)
      const fits = solved.grants.every((grant) => !isUnsaturated(grant))
      expect(BigInt(solved.dust)).toBe(fits && short.length === 0 ? 0n : BigInt(given.policy.capacity) - granted)
    }),
    runs,
  )
})

test('nobody could get more without another getting less, up to dust', () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      const solved = solveCase(given)
      const unsaturated = solved.grants.filter(isUnsaturated).length
      if (unsaturated === 0) return
      const left = BigInt(given.policy.capacity) - sumUnits(solved.grants.map(({ units }) => units))
      const short = solved.classes.filter(({ demand, available }) => available < demand).length
      expect(left < unsaturated + short).toBe(true)
    }),
    runs,
  )
})

test('the order of requests changes nothing', () => {
  const shuffled = anyCase.chain((given) =>
    fc.tuple(fc.constant(given), fc.shuffledSubarray(given.requests, { minLength: given.requests.length })),
  )
  fc.assert(
    fc.property(shuffled, ([given, requests]) => {
      const [first, second] = [solveCase(given), solveCase({ ...given, requests })]
      const byTenant = ({ grants }: Solved) => new Map(grants.map(({ tenant, units }) => [tenant, units]))
      expect(byTenant(second)).toEqual(byTenant(first))
      expect([second.classLevel, second.classes]).toEqual([first.classLevel, first.classes])
    }),
    runs,
  )
})

test('asking for more changes nothing for whoever did not get all already, nor for anybody else', () => {
  fc.assert(
    fc.property(anyCase, fc.nat(), fc.maxSafeNat(), (given, pick, more) => {
      const before = solveCase(given)
      const candidates = before.grants.filter(isUnsaturated)
      const asker = candidates[pick % Math.max(1, candidates.length)]
      if (!asker) return
      const requests = given.requests.map((request) =>
        request.tenant === asker.tenant ? { ...request, want: Math.min(MOST, request.want + more) } : request,
      )
      expect(solveCase({ ...given, requests }).allocations).toEqual(before.allocations)
    }),
    runs,
  )
})

test('nobody who lacks anything would rather have what another of the class got for its weight', () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      for (const { grants } of listClasses(solveCase(given))) {
        for (const mine of grants.filter(isUnsaturated)) {
          for (const other of grants) {
            const envied = BigInt(other.units) * BigInt(mine.weight)
            expect(envied < (BigInt(mine.units) + 1n) * BigInt(other.weight)).toBe(true)
          }
        }
      }
    }),
    runs,
  )
})

test('one level more would give away more than there is, so that each level is the only one', () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      const solved = solveCase(given)
      for (const { available, level, grants } of listClasses(solved)) {
        if (level === null) continue
        expect(sumOfShares(sharesOf(grants), level) <= available).toBe(true)
        expect(sumOfShares(sharesOf(grants), level + 1n) > available).toBe(true)
        const units = Float64Array.from(grants, ({ most }) => most)
        const claims = { units, weights: Uint16Array.from(grants, ({ weight }) => weight) }
        const near = [level - 1n, level, level + 1n].filter((one) => one >= 0n)
        expect(near.filter((one) => isLevelOf(claims, available, one))).toEqual([level])
      }
      if (solved.classLevel === null) return
      const excesses = listClasses(solved).map(({ reserved, grants }, index) => ({
        most: sumUnits(grants.map(({ most }) => most)) - BigInt(reserved),
        weight: BigInt(given.policy.classes[index]?.weight ?? 0),
      }))
      const spare = BigInt(given.policy.capacity) - sumUnits(solved.classes.map(({ reserved }) => reserved))
      expect(sumOfShares(excesses, solved.classLevel) <= spare).toBe(true)
      expect(sumOfShares(excesses, solved.classLevel + 1n) > spare).toBe(true)
    }),
    runs,
  )
})
