import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Contest, resultOf } from '~/domain/result'

const none = { for: 0n, against: 0n, abstain: 0n }

const buildContest = (given: Partial<Contest>): Contest => ({
  tier: 'policy',
  token: none,
  seat: none,
  quorum: 10n,
  seatCapacity: 12n,
  liveSeats: 8n,
  presentSeats: null,
  ...given,
})

const votes = fc.bigInt({ min: 0n, max: 2n ** 112n - 1n })
const few = fc.bigInt({ min: 0n, max: 12n })
const tally = fc.record({ for: votes, against: votes, abstain: votes })
const smallTally = fc.record({ for: few, against: few, abstain: few })
const contest = fc.record({
  tier: fc.constantFrom('routine', 'policy', 'charter'),
  token: fc.oneof(tally, smallTally),
  seat: smallTally,
  quorum: fc.oneof(votes, few),
  seatCapacity: fc.bigInt({ min: 6n, max: 63n }),
  liveSeats: fc.bigInt({ min: 0n, max: 63n }),
  presentSeats: fc.option(fc.bigInt({ min: 0n, max: 63n })),
}) satisfies fc.Arbitrary<Contest>

// The contract's HouseTally, line by line.
const passesOnChain = ({ tier, token, seat, quorum, seatCapacity: n, liveSeats, presentSeats }: Contest): boolean => {
  const tokensAgree =
    tier === 'charter'
      ? token.for > 0n && 10_000n * token.for >= 6_000n * (token.for + token.against)
      : token.for > token.against
  const seatsAgree = () => {
    if (presentSeats !== null) return 2n * seat.against <= presentSeats
    if (tier === 'routine') return 2n * seat.against <= liveSeats
    if (tier === 'policy') return seat.for > n / 3n && seat.for > seat.against
    return 2n * seat.for > n && seat.for >= 2n * seat.against
  }
  return tokensAgree && seatsAgree() && token.for + token.abstain >= quorum
}

test('passes exactly what the contract passes', () => {
  fc.assert(
    fc.property(contest, (given) => {
      expect(resultOf(given).passing).toBe(passesOnChain(given))
    }),
    { numRuns: 5_000 },
  )
})

test('names as missing the least further For that meets a condition', () => {
  fc.assert(
    fc.property(contest, (given) => {
      for (const house of ['token', 'seat'] as const) {
        for (const { rule, met, missing } of resultOf(given)[house].checks) {
          if (met) expect(missing).toBe(0n)
          if (met || rule === 'seat-no-block') continue
          const metWith = (more: bigint) => {
            const helped = { ...given, [house]: { ...given[house], for: given[house].for + more } }
            return resultOf(helped)[house].checks.find((check) => check.rule === rule)?.met
          }
          expect({ rule, enough: metWith(missing), less: metWith(missing - 1n) }).toEqual({
            rule,
            enough: true,
            less: false,
          })
        }
      }
    }),
    { numRuns: 2_000 },
  )
})

test('marks what For must reach as the least For at which no condition on For fails', () => {
  fc.assert(
    fc.property(contest, (given) => {
      const { forNeeded, checks } = resultOf(given).seat
      if (forNeeded === null) {
        expect(checks.map(({ rule }) => rule)).toEqual(['seat-no-block'])
        return
      }
      const at = (yes: bigint) => resultOf({ ...given, seat: { ...given.seat, for: yes } }).seat.passing
      expect([at(forNeeded), at(forNeeded - 1n)]).toEqual([true, false])
    }),
  )
})

test('lets seats block a routine proposal by more than half of the live ones, and not by half', () => {
  const token = { for: 10n, against: 0n, abstain: 0n }
  const withAgainst = (against: bigint) =>
    resultOf(buildContest({ tier: 'routine', token, seat: { ...none, against } })).passing
  expect([withAgainst(4n), withAgainst(5n)]).toEqual([true, false])
})

test('needs one For even where nobody is Against', () => {
  for (const tier of ['routine', 'policy', 'charter'] as const) {
    const token = { for: 0n, against: 0n, abstain: 10n }
    expect(resultOf(buildContest({ tier, token, seat: { ...none, for: 12n } })).passing).toBe(false)
  }
})
