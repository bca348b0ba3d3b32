import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCase } from '#test/support/allocation-cases'
import { allocateNaively } from '#test/support/allocation-oracle'
import { MOST_UNITS } from '~/domain/allocation/policy'
import { type Ask, type SharingPolicy, shareRound } from '~/domain/allocation/share-round'

const excluded = { class: 0, weight: 0 }

/** Cases with at most seven rules: those that a policy has for kinds, of which some are excluded. */
const round = fc
  .record({
    drawn: anyCase,
    rules: fc.array(fc.record({ class: fc.nat(7), weight: fc.oneof(fc.constantFrom(0, 1, 65_535), fc.nat(65_535)) }), {
      minLength: 7,
      maxLength: 7,
    }),
    kinds: fc.array(fc.nat(6), { minLength: 12, maxLength: 12 }),
    huge: fc.option(fc.bigInt({ min: BigInt(MOST_UNITS), max: 2n ** 64n - 1n }), { freq: 3 }),
  })
  .map(({ drawn: { policy, requests }, rules, kinds, huge }) => {
    const { capacity, capBps, classes } = policy
    const sharing: SharingPolicy = {
      capBps,
      classes,
      kinds: rules.map((rule) => ({ class: rule.class % classes.length, weight: rule.weight })),
    }
    const asks = requests.map(({ want }, index): Ask => {
      const asked = index === 0 && huge !== null ? huge : BigInt(want)
      return { party: BigInt(index + 1), kind: kinds[index] ?? 0, want: asked }
    })
    return { capacity, sharing, asks }
  })

const isAdmitted = ({ kinds }: SharingPolicy, { kind }: Ask) => (kinds[kind]?.weight ?? 0) > 0

test('shares as the definition does, each party with class and weight of its kind', () => {
  fc.assert(
    fc.property(round, ({ capacity, sharing, asks }) => {
      const admitted = asks.filter((ask) => isAdmitted(sharing, ask))
      const naive = allocateNaively({
        capacity: BigInt(capacity),
        capBps: BigInt(sharing.capBps),
        classes: sharing.classes.map(({ reserveBps, weight }) => ({
          reserveBps: BigInt(reserveBps),
          weight: BigInt(weight),
        })),
        requests: admitted.map(({ kind, want }) => {
          const rule = sharing.kinds[kind] ?? excluded
          return { class: rule.class, want, weight: BigInt(rule.weight) }
        }),
      })
      const { outcome, shares } = shareRound(capacity, sharing, asks)
      expect(outcome.classLevel).toBe(naive.classLevel)
      expect(outcome.classes.map(({ level }) => level)).toEqual(naive.classes.map(({ level }) => level))
      const given = shares.filter((share) => share.class !== null)
      expect(given.map(({ allocation }) => BigInt(allocation))).toEqual(naive.allocations)
      for (const { party, class: own, weight } of given) {
        const ask = asks.find((one) => one.party === party)
        expect({ class: own, weight }).toEqual(sharing.kinds[ask?.kind ?? -1])
      }
    }),
    { numRuns: 1_000 },
  )
})

test('answers in the order of the requests, and counts of each at most the cap', () => {
  fc.assert(
    fc.property(round, ({ capacity, sharing, asks }) => {
      const { outcome, shares } = shareRound(capacity, sharing, asks)
      expect(shares.map(({ party }) => party)).toEqual(asks.map(({ party }) => party))
      const cap = BigInt(outcome.cap)
      expect(shares.map(({ units }) => BigInt(units))).toEqual(asks.map(({ want }) => (want < cap ? want : cap)))
    }),
  )
})

test('a kind of weight 0, or without a rule, gets nothing and changes nothing for the others', () => {
  fc.assert(
    fc.property(round, fc.nat(12), fc.constantFrom(6, 7), ({ capacity, sharing, asks }, at, kind) => {
      const policy = { ...sharing, kinds: sharing.kinds.map((rule, index) => (index === 6 ? excluded : rule)) }
      const outsider = { party: 99n, kind, want: 1_000n }
      const [before, after] = [asks, [...asks.slice(0, at), outsider, ...asks.slice(at)]].map((list) =>
        shareRound(capacity, policy, list),
      )
      expect(after?.outcome).toEqual(before?.outcome)
      expect(after?.shares.filter(({ party }) => party !== 99n)).toEqual(before?.shares)
      const own = after?.shares.find(({ party }) => party === 99n)
      expect(own).toMatchObject({ class: null, weight: null, allocation: 0 })
    }),
  )
})

test('the most that a request can name is cut to the cap, and not to less', () => {
  const policy = { capBps: 10_000, classes: [{ reserveBps: 0, weight: 1 }], kinds: [excluded, { class: 0, weight: 1 }] }
  const { shares } = shareRound(MOST_UNITS, policy, [{ party: 1n, kind: 1, want: 2n ** 64n - 1n }])
  expect(shares).toEqual([{ party: 1n, class: 0, weight: 1, units: MOST_UNITS, allocation: MOST_UNITS }])
})

test('refuses a policy that no vote could have set, and names what is wrong with it', () => {
  const kinds = [excluded]
  expect(() => shareRound(10, { capBps: 10_001, classes: [{ reserveBps: 0, weight: 1 }], kinds }, [])).toThrow(
    '/capBps',
  )
  expect(() => shareRound(10, { capBps: 1, classes: [], kinds }, [])).toThrow('/classes')
  const classes = [
    { reserveBps: 10_000, weight: 1 },
    { reserveBps: 1, weight: 1 },
  ]
  expect(() => shareRound(10, { capBps: 1, classes, kinds }, [])).toThrow('10001')
})

test('a round of which nobody asked anything fits whole', () => {
  const { outcome, shares } = shareRound(5, { capBps: 1, classes: [{ reserveBps: 0, weight: 1 }], kinds: [] }, [])
  expect({ level: outcome.classLevel, allocated: outcome.allocated, shares }).toEqual({
    level: null,
    allocated: 0,
    shares: [],
  })
})
