import type { Tier } from '~/domain/tier'
import type { IntlShape } from '~/i18n/intl-context'
import type { Finding } from './lint-draft'

/** What is to be said against a draft, in the reader's language. */
export const describeFinding = ({ t }: IntlShape, { code, values }: Pick<Finding, 'code' | 'values'>): string => {
  const { tiers } = values
  if (tiers === undefined) return t(`finding.${code}`, values)
  const names = String(tiers)
    .split(', ')
    .map((tier) => t(`tier.${tier as Tier}`))
  return t(`finding.${code}`, { tiers: names.join('; ') })
}
