import type { IntlShape } from './intl-context'

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

const UNITS = [
  ['days', DAY],
  ['hours', HOUR],
  ['minutes', MINUTE],
  ['seconds', 1],
] as const

const SHOWN_UNITS = 3

/** A length of time in its greatest units; a help beside an exact time, never instead of one. */
export const formatDuration = ({ t }: IntlShape, seconds: number): string => {
  let rest = Math.max(0, Math.floor(seconds))
  const parts = UNITS.map(([name, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return { name, count }
  })
  const first = parts.findIndex(({ count }) => count > 0)
  if (first === -1) return t('duration.seconds', { count: 0 })
  return parts
    .slice(first, first + SHOWN_UNITS)
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => t(`duration.${name}`, { count }))
    .join(' ')
}

/** Seconds from one RFC 3339 time to another. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000
