import { HouseBadge } from '~/components/house-badge'
import { Icon } from '~/components/icon'
import { formatAmount } from '~/i18n/amount'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { HouseTally, ProposalSummary } from '../schema'
import { HouseBar } from './house-bar'
import { HouseChecks } from './house-checks'
import { isOutvoted } from './verdict'

type HouseResultProps = { tally: HouseTally; state: ProposalSummary['state'] }

const CHOICES = ['for', 'abstain', 'against'] as const

const sayNeed = (intl: IntlShape, tally: HouseTally): string => {
  const { t } = intl
  if (isOutvoted(tally)) return t('result.outvoted')
  const unmet = tally.checks.filter(({ met }) => !met)
  const will = unmet.find(({ rule }) => rule !== 'quorum')
  if (will === undefined) return t('result.needsQuorum')
  if (will.rule === 'seat-no-block') return t('result.blocked')
  const most = unmet
    .filter(({ rule }) => rule !== 'quorum')
    .reduce((left, right) => (BigInt(right.missing.value) > BigInt(left.missing.value) ? right : left), will)
  return most.missing.unit === 'seat'
    ? t('result.needsSeats', { count: Number(most.missing.value) })
    : t('result.needsVotes', { amount: formatAmount(intl, most.missing) })
}

const Standing = ({ tally, state }: HouseResultProps) => {
  const intl = useIntl()
  if (state === 'pending') return <span className="small quiet">{intl.t('result.notOpen')}</span>
  const open = state === 'active'
  if (tally.passing) {
    return (
      <span className="small">
        <Icon name="ok" tone="good" /> {open ? intl.t('result.wouldPass') : intl.t('result.passed')}
      </span>
    )
  }
  return (
    <span className="small">
      <Icon name={open ? 'wait' : 'no'} tone={open ? 'warn' : 'bad'} />{' '}
      {open ? sayNeed(intl, tally) : intl.t('result.failed')}
    </span>
  )
}

/** One house: bar with both marks, tallies, and each condition in words. */
export const HouseResult = ({ tally, state }: HouseResultProps) => {
  const intl = useIntl()
  return (
    <div className="result">
      <header>
        <HouseBadge house={tally.house} name={intl.t(`house.${tally.house}`)} />
        <Standing tally={tally} state={state} />
      </header>
      <HouseBar tally={tally} />
      <p className="tally">
        {CHOICES.map((choice) => (
          <span key={choice}>
            <Icon name={choice} tone={choice} />
            {intl.t(`choice.${choice}`)} <b>{formatAmount(intl, tally[choice])}</b>
          </span>
        ))}
      </p>
      <HouseChecks tally={tally} />
    </div>
  )
}
