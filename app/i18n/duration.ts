import type { IntlShape } from './intl-context'

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

/** A length of time in its two or three greatest units; a help beside an exact time, never instead of one. */
export const formatDuration = ({ t }: IntlShape, seconds: number): string => {
  const length = Math.max(0, Math.floor(seconds))
  const days = Math.floor(length / DAY)
  const hours = Math.floor((length % DAY) / HOUR)
  const minutes = Math.floor((length % HOUR) / MINUTE)
  if (days > 0) return t('duration.days', { days, hours, minutes })
  if (hours > 0) return t('duration.hours', { hours, minutes })
  if (minutes > 0) return t('duration.minutes', { minutes, seconds: length % MINUTE })
  return t('duration.seconds', { seconds: length })
}

/** Seconds from one RFC 3339 time to another. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000
