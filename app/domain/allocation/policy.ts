import { AppError } from '../errors'

/** The most GPU-seconds that a capacity or a request can name, 2^53 - 1. */
export const MOST_UNITS = Number.MAX_SAFE_INTEGER
/** What sums stop at: 2^53, more than any capacity. */
export const SATURATED = 2 ** 53
/** The largest weight of a tenant or a class. */
export const MOST_WEIGHT = 65_535
const MOST_CLASSES = 8
/** The whole, of which caps and reserves are parts. */
export const BASIS_POINTS = 10_000

/** What a vote has decided of one class of tenants; `reserveBps` is of the capacity. */
type ClassPolicy = { reserveBps: number; weight: number }

/**
 * What votes have decided for one pool and epoch (docs/specification.md section 13). `capacity` in GPU-seconds below
 * 2^53; `capBps` of it is the most that one tenant can get; 1 to 8 classes with reserves of at most 10000 bps in all.
 */
export type AllocationPolicy = { capacity: number; capBps: number; classes: readonly ClassPolicy[] }

/** What a field can hold: whole numbers, both ends included. */
export type Bounds = { from: number; to: number }

/** What a capacity or a request can be, in GPU-seconds. */
export const unitBounds: Bounds = { from: 0, to: MOST_UNITS }
/** What a weight can be. */
export const weightBounds: Bounds = { from: 1, to: MOST_WEIGHT }
const shareBounds: Bounds = { from: 0, to: BASIS_POINTS }

/** Whether a value is a whole number within the bounds. */
export const isWhole = (value: number, { from, to }: Bounds): boolean =>
  Number.isSafeInteger(value) && value >= from && value <= to

/** The error for a value that is no whole number within the bounds; `place` names the field. */
export const outOfBounds = (place: string, value: unknown, { from, to }: Bounds): AppError =>
  new AppError('invalid_allocation', `${place} is ${value}; enter a whole number from ${from} to ${to}.`)

/** Names a field for errors, by its JSON pointer in the example of docs/specification.md section 13. */
type NameField = (pointer: string) => string

/**
 * Throws `invalid_allocation` when no vote could have decided this: it says field, value and what to enter. `nameField`
 * is for whoever has the values from elsewhere than JSON.
 */
export const requirePolicy = (policy: AllocationPolicy, nameField: NameField = (pointer) => pointer): void => {
  const { capacity, capBps, classes } = policy
  const requireWhole = (pointer: string, value: number, bounds: Bounds) => {
    if (!isWhole(value, bounds)) throw outOfBounds(nameField(pointer), value, bounds)
  }
  requireWhole('/capacity', capacity, unitBounds)
  requireWhole('/capBps', capBps, shareBounds)
  if (classes.length < 1 || classes.length > MOST_CLASSES) {
    const text = `${nameField('/classes')} has ${classes.length} classes; enter 1 to ${MOST_CLASSES}.`
    throw new AppError('invalid_allocation', text)
  }
  for (const [index, { reserveBps, weight }] of classes.entries()) {
    requireWhole(`/classes/${index}/reserveBps`, reserveBps, shareBounds)
    requireWhole(`/classes/${index}/weight`, weight, weightBounds)
  }
  const reserved = classes.reduce((sum, { reserveBps }) => sum + reserveBps, 0)
  if (reserved <= BASIS_POINTS) return
  const text = `The sum of reserves in ${nameField('/classes')} is ${reserved}; enter at most ${BASIS_POINTS} in all.`
  throw new AppError('invalid_allocation', text)
}
