import fc from 'fast-check'
import type { AllocationPolicy } from '~/domain/allocation/policy'
import { buildRequests, type TenantRequest } from '~/domain/allocation/requests'
import { solveAllocation } from '~/domain/allocation/solve-allocation'

/** A policy and requests as a caller has them. */
export type AllocationCase = { policy: AllocationPolicy; requests: TenantRequest[] }

export const MOST = Number.MAX_SAFE_INTEGER

/** Solves a case, with each request beside what it gets and the most that it could get. */
export const solveCase = ({ policy, requests }: AllocationCase) => {
  const allocation = solveAllocation({ ...policy, ...buildRequests(requests, policy.classes.length) })
  const grants = requests.map((request, index) => {
    const most = Math.min(request.want, allocation.cap)
    return { ...request, most, units: allocation.allocations[index] ?? Number.NaN }
  })
  return { ...allocation, grants }
}

/** Exact sums of GPU-seconds, of which doubles hold only some. */
export const sumUnits = (units: readonly number[]): bigint => units.reduce((sum, own) => sum + BigInt(own), 0n)

const amount = fc.oneof(
  fc.constantFrom(0, 1, 2, MOST - 1, MOST, 2 ** 52, 2 ** 32, 2 ** 32 - 1),
  fc.nat(20),
  fc.nat(1000),
  fc.maxSafeNat(),
)
const weight = fc.oneof(fc.constantFrom(1, 65_535), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 65_535 }))
const bps = fc.oneof(fc.constantFrom(0, 1, 5000, 9999, 10_000), fc.nat(10_000))

/** Parts of 10000 that fill it, or leave some of it. */
const buildReserves = (cuts: readonly number[], isFull: boolean): number[] => {
  const sorted = [...cuts].sort((a, b) => a - b)
  return sorted.map((cut, index) => (isFull && index === sorted.length - 1 ? 10_000 : cut) - (sorted[index - 1] ?? 0))
}

const classes = fc
  .tuple(fc.array(fc.tuple(bps, weight), { minLength: 1, maxLength: 8 }), fc.constantFrom('none', 'some', 'all'))
  .map(([drawn, kind]) => {
    const cuts = drawn.map(([cut]) => (kind === 'none' ? 0 : cut))
    return buildReserves(cuts, kind === 'all').map((reserveBps, index) => ({
      reserveBps,
      weight: drawn[index]?.[1] ?? 1,
    }))
  })

const drawn = fc.array(fc.record({ class: fc.nat(7), want: amount, weight }), { maxLength: 12 })

/**
 * Any case, and often the awkward ones: no capacity, or 2^53 - 1; a cap of 0; wants that are all equal, 0 or 2^53 - 1;
 * weights 1 and 65535 together; classes without a tenant; reserves of all that there is; and mostly too little for all.
 */
export const anyCase: fc.Arbitrary<AllocationCase> = fc
  .record({
    capacity: amount,
    scarcity: fc.option(fc.integer({ min: 0, max: 1200 }), { freq: 4 }),
    capBps: fc.oneof(fc.constant(10_000), bps),
    classes,
    drawn,
    equal: fc.option(amount, { freq: 1 }),
  })
  .map(({ capacity, scarcity, capBps, classes, drawn, equal }) => {
    const requests = drawn.map((request, index) => ({
      ...request,
      tenant: `t${index}`,
      class: request.class % classes.length,
      want: equal ?? request.want,
    }))
    const enough = sumUnits(requests.map(({ want }) => want))
    const scarce = scarcity === null ? BigInt(capacity) : (enough * BigInt(scarcity)) / 1000n
    return { policy: { capacity: Number(scarce < MOST ? scarce : MOST), capBps, classes }, requests }
  })
