import { BASIS_POINTS, MOST_WEIGHT } from './policy'
import type { SharingPolicy } from './share-round'

/** What fields say of a policy: its cap and its classes; which kinds of party they hold is another matter. */
export type PolicyTrial = Pick<SharingPolicy, 'capBps' | 'classes'>

/** A field that is not usable: why, and what was given. */
export type PolicyFieldError = { field: string; key: 'percent' | 'weight' | 'reserves' | 'cap'; given: string }

/** A policy read from fields, the fields themselves, and every error at once. */
export type PolicyFields = { policy: PolicyTrial; values: Record<string, string>; errors: PolicyFieldError[] }

/** `12.5` as 1250; null for what is no percentage with at most two digits after the point. */
const parsePercent = (text: string): number | null => {
  const [, whole, fraction = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? []
  const bps = Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  return whole === undefined || bps > BASIS_POINTS ? null : bps
}

/** Basis points as a field shows them: `12.5`. */
export const showPercent = (bps: number): string => String(bps / 100)

const parseWeight = (text: string): number | null =>
  /^[1-9]\d{0,4}$/.test(text.trim()) && Number(text) <= MOST_WEIGHT ? Number(text) : null

/** The fields of a policy: `cap`, and `r0`, `w0` and so on for reserve and weight of each class. */
export const listPolicyFields = ({ capBps, classes }: PolicyTrial): Record<string, string> => ({
  cap: showPercent(capBps),
  ...Object.fromEntries(
    classes.flatMap(({ reserveBps, weight }, index) => [
      [`r${index}`, showPercent(reserveBps)],
      [`w${index}`, String(weight)],
    ]),
  ),
})

type Bounds = { min: number; max: number }

/** Reads a policy from fields, those that are not given as in `present`; `bounds` of the cap are in basis points. */
export const parsePolicyFields = (
  given: Readonly<Record<string, string>>,
  present: PolicyTrial,
  bounds: Bounds,
): PolicyFields => {
  const known = listPolicyFields(present)
  const values = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, given[name] ?? value]))
  const errors: PolicyFieldError[] = []
  const read = (field: string, key: PolicyFieldError['key'], parse: (text: string) => number | null): number => {
    const text = values[field] ?? ''
    const value = parse(text)
    if (value === null) errors.push({ field, key, given: text })
    return value ?? 0
  }
  const capBps = read('cap', 'cap', (text) => {
    const bps = parsePercent(text)
    return bps !== null && bps >= bounds.min && bps <= bounds.max ? bps : null
  })
  const classes = present.classes.map((_, index) => ({
    reserveBps: read(`r${index}`, 'percent', parsePercent),
    weight: read(`w${index}`, 'weight', parseWeight),
  }))
  const reserved = classes.reduce((sum, { reserveBps }) => sum + reserveBps, 0)
  if (reserved > BASIS_POINTS) errors.push({ field: 'r0', key: 'reserves', given: showPercent(reserved) })
  return { policy: { capBps, classes }, values, errors }
}
