import type { ReactNode } from 'react'
import { Icon } from '~/components/icon'
import { formatAmount } from '~/i18n/amount'
import { formatShare } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Check, HouseTally } from '../schema'

const bold = (chunks: ReactNode[]) => <strong>{chunks}</strong>

const add = (left: string, right: string): bigint => BigInt(left) + BigInt(right)

// A rule that asks for "more than" is said with the first number that is enough.
const enough = (intl: IntlShape, { needed, comparison }: Check): string =>
  formatAmount(intl, comparison === 'more-than' ? { ...needed, value: add(needed.value, '1').toString() } : needed)

const describeCheck = (intl: IntlShape, check: Check, tally: HouseTally): ReactNode => {
  const { rule, actual } = check
  const share =
    rule === 'supermajority'
      ? formatShare(BigInt(tally.for.value), add(tally.for.value, tally.against.value))
      : formatShare(BigInt(actual.value), BigInt(tally.total.value))
  return intl.rich(`check.${rule}`, {
    b: bold,
    share,
    actual: formatAmount(intl, actual),
    needed: rule === 'seat-no-block' ? formatAmount(intl, check.needed) : enough(intl, check),
    total: formatAmount(intl, tally.total),
    for: formatAmount(intl, tally.for),
    against: formatAmount(intl, tally.against),
  })
}

/** Every condition of one house in words, each with whether it is met. */
export const HouseChecks = ({ tally }: { tally: HouseTally }) => {
  const intl = useIntl()
  return (
    <ul className="checks">
      {tally.checks.map((check) => (
        <li key={check.rule}>
          {check.met ? (
            <Icon name="ok" tone="good" label={intl.t('a11y.met')} />
          ) : (
            <Icon name="wait" tone="warn" label={intl.t('a11y.unmet')} />
          )}
          <span>{describeCheck(intl, check, tally)}</span>
        </li>
      ))}
    </ul>
  )
}
