import { AppError } from '../errors'
import { MOST_UNITS, requirePolicy } from './policy'
import type { SharingPolicy } from './share-round'

type Bounds = { min: number; max: number }

/** Whether the contract takes a policy; `bounds` of the cap in basis points. Source: docs/specification.md 13. */
export const isVotable = (policy: SharingPolicy, bounds: Bounds): boolean => {
  const { capBps, classes, kinds } = policy
  if (capBps < bounds.min || capBps > bounds.max) return false
  if (kinds.some((kind) => kind.class >= classes.length)) return false
  try {
    requirePolicy({ capacity: MOST_UNITS, capBps, classes })
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
