import fc from 'fast-check'
import type { Address } from 'viem'
import { expect, test } from 'vitest'
import { type LeaseFacts, type ProviderEvent, reputationOf } from '~/domain/market/reputation'

const account = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`

const provider = { account: account(9), party: 3 }

const leaseOf = (id: string, facts: Partial<LeaseFacts> = {}): LeaseFacts => ({
  id,
  paidBy: 'tenant',
  tenant: { account: account(1), party: 1 },
  provider,
  ...facts,
})

const served = (lease: LeaseFacts, fee: bigint): ProviderEvent[] => [
  { type: 'settled', lease, fee },
  { type: 'completed', lease },
]

const nothing = {
  fees: 0n,
  leases: 0,
  completed: 0,
  noticed: 0,
  disputesLost: 0,
  completedBps: null,
  availabilityBps: null,
}

test('R4 knows nothing of a provider without events', () => {
  expect(reputationOf([])).toEqual(nothing)
})

test('R4 counts budget leases and leases between different parties', () => {
  const events = [...served(leaseOf('1', { paidBy: 'budget' }), 30n), ...served(leaseOf('2'), 12n)]
  expect(reputationOf(events)).toEqual({ ...nothing, fees: 42n, leases: 2, completed: 2, completedBps: 10_000n })
})

test('R4 counts nothing of a lease of a party, or an account, with itself', () => {
  const party = leaseOf('1', { tenant: { account: account(5), party: 3 } })
  const same = leaseOf('2', {
    tenant: { account: account(0xab), party: 0 },
    provider: { account: account(0xab).toUpperCase().replace('0X', '0x') as Address, party: 0 },
  })
  const lost: ProviderEvent = { type: 'disputeLost', lease: party, forgoneFee: 5n }
  expect(reputationOf([...served(party, 100n), ...served(same, 100n), lost])).toEqual(nothing)
})

test('R4 counts only the fees of a lease with an account that has no party', () => {
  const tenant = leaseOf('1', { tenant: { account: account(7), party: 0 } })
  const operator = leaseOf('2', { provider: { account: account(9), party: 0 } })
  const both = leaseOf('3', { tenant: { account: account(7), party: 0 }, provider: { account: account(9), party: 0 } })
  const events = [tenant, operator, both].flatMap((lease) => served(lease, 10n))
  expect(reputationOf(events)).toEqual({ ...nothing, fees: 30n, completedBps: 10_000n })
})

test('R4 weighs what was completed by fees, and not by the number of leases', () => {
  const small = Array.from({ length: 9 }, (_, n) => leaseOf(`small ${n}`)).flatMap((lease) => served(lease, 1n))
  const large = leaseOf('large')
  const events: ProviderEvent[] = [
    ...small,
    { type: 'settled', lease: large, fee: 18n },
    { type: 'noticed', lease: large },
    { type: 'completed', lease: large },
  ]
  expect(reputationOf(events)).toEqual({
    ...nothing,
    fees: 27n,
    leases: 10,
    completed: 9,
    noticed: 1,
    completedBps: 3_333n,
  })
})

test('R4 weighs a lost dispute also by the fee that the damages would have paid', () => {
  const lost = leaseOf('lost')
  const events: ProviderEvent[] = [
    ...served(leaseOf('kept'), 10n),
    { type: 'disputeLost', lease: lost, forgoneFee: 30n },
  ]
  expect(reputationOf(events)).toEqual({
    ...nothing,
    fees: 10n,
    leases: 2,
    completed: 1,
    disputesLost: 1,
    completedBps: 2_500n,
  })
})

test('R4 counts a lost dispute with an account that has no party: arbiters found it, not the sides', () => {
  const lease = leaseOf('1', { tenant: { account: account(7), party: 0 } })
  expect(reputationOf([{ type: 'disputeLost', lease, forgoneFee: 0n }])).toEqual({ ...nothing, disputesLost: 1 })
})

test('R4 R9 has the availability from challenges over all reports, rounded down', () => {
  const events: ProviderEvent[] = [
    { type: 'challenged', made: 2n, passed: 2n },
    { type: 'challenged', made: 1n, passed: 0n },
  ]
  expect(reputationOf(events)).toEqual({ ...nothing, availabilityBps: 6_666n })
  expect(reputationOf([{ type: 'challenged', made: 3n, passed: 0n }]).availabilityBps).toBe(0n)
})

const anySide = fc.record({
  account: fc.integer({ min: 1, max: 6 }).map(account),
  party: fc.integer({ min: 0, max: 3 }),
})
const anyFacts = fc.record({
  paidBy: fc.constantFrom('budget' as const, 'tenant' as const),
  tenant: anySide,
  provider: anySide,
})
const anyFee = fc.bigInt(0n, 10n ** 12n)

const anyEventOf = (lease: fc.Arbitrary<LeaseFacts>): fc.Arbitrary<ProviderEvent> =>
  fc.oneof(
    fc.tuple(lease, anyFee).map(([one, fee]): ProviderEvent => ({ type: 'settled', lease: one, fee })),
    lease.map((one): ProviderEvent => ({ type: 'completed', lease: one })),
    lease.map((one): ProviderEvent => ({ type: 'noticed', lease: one })),
    fc
      .tuple(lease, anyFee)
      .map(([one, forgoneFee]): ProviderEvent => ({ type: 'disputeLost', lease: one, forgoneFee })),
    fc.bigInt(0n, 100n).map((passed): ProviderEvent => ({ type: 'challenged', made: 100n, passed })),
  )

/** Events about up to six leases, each with facts of its own. */
const anyEvents = fc.array(anyFacts, { minLength: 6, maxLength: 6 }).chain((facts) => {
  const leases = facts.map((fact, n): LeaseFacts => ({ id: String(n), ...fact }))
  return fc.array(anyEventOf(fc.constantFrom(...leases)), { maxLength: 40 })
})

test('R4 is the same for whoever recomputes it, in whatever order the events come', () => {
  const shuffled = anyEvents.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
  )
  fc.assert(
    fc.property(shuffled, ([events, others]) => {
      expect(reputationOf(others)).toEqual(reputationOf(events))
    }),
  )
})

test('R4 does not depend on how often a lease is settled', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const halves = events.flatMap((event): ProviderEvent[] =>
        event.type === 'settled'
          ? [
              { ...event, fee: event.fee / 2n },
              { ...event, fee: event.fee - event.fee / 2n },
            ]
          : [event],
      )
      expect(reputationOf(halves)).toEqual(reputationOf(events))
    }),
  )
})

test('R4 gains nothing by leases of a party with itself, however many', () => {
  fc.assert(
    fc.property(anyEvents, fc.array(anyFee, { maxLength: 10 }), (events, fees) => {
      const own = fees.flatMap((fee, n) =>
        served(leaseOf(`own ${n}`, { tenant: { account: account(2), party: 3 } }), fee),
      )
      expect(reputationOf([...events, ...own])).toEqual(reputationOf(events))
    }),
  )
})
