import type { Claims } from './claims'
import { findLevel } from './find-level'
import { shareAt, splitLevel, toChainLevel } from './level'
import { type AllocationPolicy, requirePolicy, SATURATED } from './policy'
import { type AllocationRequests, requireRequests } from './requests'
import { type ClassShare, shareClasses, shareOfCapacity } from './share-classes'

/** What one class gets in GPU-seconds, and its level; null where all its tenants get all they ask, up to the cap. */
type ClassAllocation = ClassShare & { level: bigint | null }

/**
 * The outcome in GPU-seconds; `allocations` in the order of the requests. Where not everything fits, `dust` is what
 * rounding leaves of the capacity, less than one for each unsaturated class and tenant; else it is 0.
 */
export type Allocation = {
  cap: number
  classLevel: bigint | null
  classes: ClassAllocation[]
  allocations: Float64Array
  allocated: number
  dust: number
}

/** A policy, and the requests of one pool and epoch under it. */
export type AllocationInput = AllocationPolicy & { requests: AllocationRequests }

/**
 * Allocates a capacity by weighted max-min fairness with caps and reserves, exactly as docs/specification.md section 13
 * defines it and the contract checks it: floors everywhere, the greatest level that fits, no ties to break. Throws
 * `invalid_allocation`, which names field and value. A million requests take well under a second.
 */
export const solveAllocation = ({ requests, ...policy }: AllocationInput): Allocation => {
  requirePolicy(policy)
  requireRequests(requests, policy.classes.length)
  const cap = shareOfCapacity(policy.capacity, policy.capBps)
  const claims = { units: capWants(requests.want, cap), weights: requests.weight }
  const demands = sumByClass(claims.units, requests.classOf, policy.classes.length)
  const shared = shareClasses(policy, demands)
  const classes = shared.classes.map((share, index) => {
    const fits = share.demand <= share.available
    const level = fits ? null : findLevel(pickClass(claims, requests.classOf, index), share.available)
    return { ...share, level }
  })
  const { allocations, allocated } = allocate(claims, requests.classOf, classes)
  const dust = shared.level === null ? 0 : policy.capacity - allocated
  return { cap, classLevel: shared.level, classes, allocations, allocated, dust }
}

// Loops over indices here and below: callbacks would take most of the time of a million requests.
const capWants = (want: Float64Array, cap: number): Float64Array => {
  const units = new Float64Array(want.length)
  for (let index = 0; index < want.length; index++) units[index] = Math.min(want[index] as number, cap)
  return units
}

const sumByClass = (units: Float64Array, classOf: Uint8Array, classes: number): number[] => {
  const sums = new Float64Array(classes)
  for (let index = 0; index < units.length; index++) {
    const own = classOf[index] as number
    sums[own] = (sums[own] as number) + (units[index] as number)
  }
  return Array.from(sums, (sum) => Math.min(sum, SATURATED))
}

const pickClass = ({ units, weights }: Claims, classOf: Uint8Array, wanted: number): Claims => {
  let count = 0
  for (let index = 0; index < classOf.length; index++) if (classOf[index] === wanted) count += 1
  if (count === units.length) return { units, weights }
  const picked = { units: new Float64Array(count), weights: new Uint16Array(count) }
  for (let index = 0, at = 0; index < units.length; index++) {
    if (classOf[index] !== wanted) continue
    picked.units[at] = units[index] as number
    picked.weights[at++] = weights[index] as number
  }
  return picked
}

const allocate = ({ units, weights }: Claims, classOf: Uint8Array, classes: readonly ClassAllocation[]) => {
  const levels = classes.map(({ level }) => splitLevel(toChainLevel(level)))
  const whole = Float64Array.from(levels, (level) => level.whole)
  const parts = Float64Array.from(levels, (level) => level.parts)
  const allocations = new Float64Array(units.length)
  let allocated = 0
  for (let index = 0; index < units.length; index++) {
    const own = classOf[index] as number
    const share = shareAt(weights[index] as number, whole[own] as number, parts[own] as number)
    const granted = Math.min(units[index] as number, share)
    allocations[index] = granted
    allocated += granted
  }
  return { allocations, allocated }
}
