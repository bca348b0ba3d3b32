import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Elector, type Firewall, type Frozen, measureFirewall, mergeElectors } from '~/domain/firewall'
import { resultOf } from '~/domain/result'

const electorsArbitrary = fc
  .array(fc.record({ votes: fc.bigInt({ min: 0n, max: 12n }), seats: fc.bigInt({ min: 0n, max: 2n }) }), {
    maxLength: 7,
  })
  .map((list): Elector[] => list.map((one, index) => ({ id: `e${index}`, ...one })))

const caseArbitrary = fc.record({
  electors: electorsArbitrary,
  tier: fc.constantFrom('routine' as const, 'policy' as const, 'charter' as const),
  quorum: fc.bigInt({ min: 0n, max: 40n }),
  seatCapacity: fc.bigInt({ min: 6n, max: 12n }),
  vacant: fc.bigInt({ min: 0n, max: 3n }),
  recovery: fc.boolean(),
})

const sum = (values: readonly bigint[]) => values.reduce((all, one) => all + one, 0n)

// What the counting rules themselves say of each coalition, one after the other.
const tryAll = (frozen: Frozen, electors: readonly Elector[]) => {
  const votes = sum(electors.map((one) => one.votes))
  const seats = sum(electors.map((one) => one.seats))
  const passes = (own: { votes: bigint; seats: bigint }, others: 'silent' | 'against') => {
    const against =
      others === 'silent' ? { votes: 0n, seats: 0n } : { votes: votes - own.votes, seats: seats - own.seats }
    return resultOf({
      ...frozen,
      token: { for: own.votes, against: against.votes, abstain: 0n },
      seat: { for: own.seats, against: against.seats, abstain: 0n },
    }).passing
  }
  const blocks = (own: { votes: bigint; seats: bigint }) =>
    !resultOf({
      ...frozen,
      token: { for: votes - own.votes, against: own.votes, abstain: 0n },
      seat: { for: seats - own.seats, against: own.seats, abstain: 0n },
    }).passing
  const coalitions = Array.from({ length: 2 ** electors.length }, (_, mask) =>
    electors.filter((_one, index) => (mask >> index) & 1),
  )
  const find = (can: (own: { votes: bigint; seats: bigint }) => boolean) => {
    const able = coalitions.filter((members) =>
      can({ votes: sum(members.map((one) => one.votes)), seats: sum(members.map((one) => one.seats)) }),
    )
    const sizes = able.map(({ length }) => length)
    return {
      fewest: sizes.length === 0 ? null : Math.min(...sizes),
      alone: able.flatMap((members) => (members.length === 1 ? members.map(({ id }) => id) : [])).sort(),
    }
  }
  return {
    unopposed: find((own) => passes(own, 'silent')),
    opposed: find((own) => passes(own, 'against')),
    block: find(blocks),
  }
}

const show = ({ unopposed, opposed, block }: Firewall) => {
  const one = ({ fewest, alone }: Firewall['block']) => ({
    fewest: fewest?.size ?? null,
    alone: alone.map(({ id }) => id).sort(),
  })
  return { unopposed: one(unopposed), opposed: one(opposed), block: one(block) }
}

const frozenOf = (
  given: { electors: readonly Elector[]; recovery: boolean; vacant: bigint } & Pick<
    Frozen,
    'tier' | 'quorum' | 'seatCapacity'
  >,
): Frozen => {
  const seated = sum(given.electors.map((one) => one.seats))
  const { tier, quorum, seatCapacity, recovery, vacant } = given
  return { tier, quorum, seatCapacity, liveSeats: seated + vacant, presentSeats: recovery ? seated : null }
}

test('finds who can alone, and the fewest that can together, as trying every coalition does', () => {
  fc.assert(
    fc.property(caseArbitrary, (given) => {
      const frozen = frozenOf(given)
      expect(show(measureFirewall(frozen, given.electors))).toEqual(tryAll(frozen, given.electors))
    }),
    { numRuns: 600 },
  )
})

test('the coalition that it names can do it', () => {
  fc.assert(
    fc.property(caseArbitrary, (given) => {
      const frozen = frozenOf(given)
      const found = measureFirewall(frozen, given.electors)
      for (const power of [found.unopposed, found.opposed, found.block]) {
        const { needs, fewest } = power
        if (fewest === null) continue
        const votes = needs.votes !== null && sum(fewest.example.map((one) => one.votes)) >= needs.votes
        const seats = needs.seats !== null && sum(fewest.example.map((one) => one.seats)) >= needs.seats
        expect(needs.both ? votes && seats : votes || seats).toBe(true)
        expect(new Set(fewest.example.map(({ id }) => id)).size).toBe(fewest.size)
      }
    }),
    { numRuns: 200 },
  )
})

test('a whale with half of the tokens and no seat passes nothing above routine, and stops everything', () => {
  const whale = { id: 'whale', votes: 600n, seats: 0n }
  const stewards = Array.from({ length: 8 }, (_, index) => ({ id: `s${index}`, votes: 50n, seats: 1n }))
  const frozen = { tier: 'policy', quorum: 100n, seatCapacity: 8n, liveSeats: 8n, presentSeats: null } as const
  const found = measureFirewall(frozen, [whale, ...stewards])
  expect(found.unopposed).toMatchObject({ alone: [], fewest: { size: 3 } })
  expect(found.opposed).toMatchObject({ alone: [], fewest: { size: 6 } })
  expect(found.block.alone).toEqual([whale])
  const routine = measureFirewall({ ...frozen, tier: 'routine' }, [whale, ...stewards])
  expect(routine.unopposed.alone).toEqual([whale])
})

test('sixty-three seats and many holders are measured too', () => {
  const holders = Array.from({ length: 50_000 }, (_, index) => ({
    id: `h${index}`,
    votes: BigInt(1 + (index % 97)),
    seats: 0n,
  }))
  const stewards = Array.from({ length: 63 }, (_, index) => ({ id: `s${index}`, votes: BigInt(index), seats: 1n }))
  const frozen = { tier: 'charter', quorum: 500_000n, seatCapacity: 63n, liveSeats: 63n, presentSeats: null } as const
  expect(measureFirewall(frozen, [...holders, ...stewards]).unopposed.fewest?.size).toBeGreaterThan(5_000)
})

test('accounts of one party count as one, in the order in which parties first occur', () => {
  const accounts: Elector[] = [
    { id: 'a', votes: 5n, seats: 0n },
    { id: 'b', votes: 3n, seats: 1n },
    { id: 'c', votes: 2n, seats: 1n },
  ]
  expect(mergeElectors(accounts, (id) => (id === 'b' ? 'b' : 'party 1'))).toEqual([
    { id: 'party 1', votes: 7n, seats: 1n },
    { id: 'b', votes: 3n, seats: 1n },
  ])
  expect(mergeElectors(accounts, (id) => id)).toEqual(accounts)
})
