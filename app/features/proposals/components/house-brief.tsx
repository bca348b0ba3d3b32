import { HouseBadge } from '~/components/house-badge'
import { Icon } from '~/components/icon'
import { formatAmount } from '~/i18n/amount'
import { formatShare } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { HouseTally } from '../schema'
import { HouseBar } from './house-bar'
import { isOutvoted } from './verdict'

const describeSeats = (intl: IntlShape, tally: HouseTally): string => {
  const { forNeeded, for: yes, against, checks } = tally
  const block = checks.find(({ rule }) => rule === 'seat-no-block')
  if (forNeeded === null || block !== undefined) {
    const enough = (BigInt(block?.needed.value ?? '0') + 1n).toString()
    return intl.t('brief.objections', { count: Number(against.value), block: enough })
  }
  if (isOutvoted(tally)) {
    return intl.t('brief.outvoted', { for: Number(yes.value), against: Number(against.value) })
  }
  return intl.t('brief.seats', { for: Number(yes.value), needed: forNeeded.value })
}

const describeVotes = (intl: IntlShape, { checks, for: yes, against }: HouseTally): string => {
  const { t } = intl
  const cast = BigInt(yes.value) + BigInt(against.value)
  const quorum = checks.find(({ rule }) => rule === 'quorum')
  if (quorum && !quorum.met) {
    return t('brief.quorumUnmet', {
      actual: formatAmount(intl, quorum.actual),
      needed: formatAmount(intl, quorum.needed),
    })
  }
  if (cast === 0n) return t('brief.nobody')
  const share = formatShare(BigInt(yes.value), cast)
  if (checks.some(({ rule }) => rule === 'supermajority')) return t('brief.supermajority', { share })
  return t('brief.withQuorum', { share: t('brief.majority', { share }) })
}

const iconOf = (passing: boolean, open: boolean) => {
  if (passing) return { name: 'ok', tone: 'good' } as const
  return open ? ({ name: 'wait', tone: 'warn' } as const) : ({ name: 'no', tone: 'bad' } as const)
}

/** One house in a list: the same marks, one line below. */
export const HouseBrief = ({ tally, open }: { tally: HouseTally; open: boolean }) => {
  const intl = useIntl()
  return (
    <div className="mini">
      <HouseBadge house={tally.house} name={intl.t(`house.${tally.house}`)} small />
      <HouseBar tally={tally} small />
      <span className="small">
        <Icon {...iconOf(tally.passing, open)} />{' '}
        {tally.house === 'seat' ? describeSeats(intl, tally) : describeVotes(intl, tally)}
      </span>
    </div>
  )
}
