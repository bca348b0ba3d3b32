import { AccountName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { UtcTime } from '~/components/utc-time'
import { formatDuration } from '~/i18n/duration'
import { formatUtc, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { NextStep, Proposal, TimelineEntry } from '../schema'

type Moment = TimelineEntry['at']

const When = ({ at }: { at: Moment }) => {
  const { t, locale } = useIntl()
  return (
    <div>
      <UtcTime at={at.time} />
      {at.block !== null && (
        <span className="where">{t('moment.block', { block: formatWhole(locale, at.block) })}</span>
      )}
    </div>
  )
}

const describeDelay = (intl: IntlShape, { schedule, tier }: Proposal): string => {
  const delay = intl.t('timeline.delay', { delay: formatDuration(intl, schedule.delaySeconds) })
  if (tier === 'routine' || schedule.dissentSeconds === 0) return delay
  return `${delay} ${intl.t('timeline.dissent', { dissent: formatDuration(intl, schedule.dissentSeconds) })}`
}

const Entry = ({ entry, proposal }: { entry: TimelineEntry; proposal: Proposal }) => {
  const intl = useIntl()
  const { t } = intl
  const done = entry.status === 'past'
  return (
    <li className={done ? undefined : 'todo'}>
      <When at={entry.at} />
      <div>
        <strong>{t(`timeline.${entry.event}`)}</strong>
        <p>
          {t(`timeline.about.${entry.event}`)}
          {entry.event === 'executable' && <> {describeDelay(intl, proposal)}</>}
        </p>
        {entry.actor !== null && (
          <p>
            {t('timeline.by')} <AccountName account={entry.actor} />
          </p>
        )}
        {entry.transaction !== null && (
          <p className="where">
            {t('timeline.transaction')} <AddressChip value={entry.transaction} />
          </p>
        )}
      </div>
    </li>
  )
}

const describeWhen = ({ t }: IntlShape, { from, until }: NextStep, now: Moment): string => {
  const later = from !== null && from.time > now.time ? formatUtc(from.time) : null
  if (later !== null && until !== null) return t('next.when.fromUntil', { from: later, until: formatUtc(until.time) })
  if (later !== null) return t('next.when.from', { from: later })
  return until === null ? t('next.when.now') : t('next.when.until', { until: formatUtc(until.time) })
}

const describeStep = (intl: IntlShape, step: NextStep, now: Moment): string => {
  const when = describeWhen(intl, step, now)
  if (step.act !== 'cancel') return intl.t(`next.${step.act}`, { when })
  return intl.t(`next.cancel.${step.who === 'voters' ? 'anyone' : step.who}`, { when })
}

const Now = ({ now, next }: { now: Moment; next: NextStep[] }) => {
  const intl = useIntl()
  return (
    <li className="now" aria-current="step">
      <When at={now} />
      <div>
        <strong className="c-clay">{intl.t('timeline.now')}</strong>
        {next.length === 0 && <p>{intl.t('next.nobody')}</p>}
        {next.map((step) => (
          <p key={`${step.act} ${step.who}`}>
            {describeStep(intl, step, now)}
            {step.account !== null && (
              <>
                {' '}
                <AccountName account={step.account} />
              </>
            )}
          </p>
        ))}
      </div>
    </li>
  )
}

type TimelineSectionProps = {
  proposal: Proposal
  /** The newest indexed block: the chain's own clock. */
  now: Moment
}

/** Every transition with block, transaction and actor; now, with who may act next; and what is expected. */
export const TimelineSection = ({ proposal, now }: TimelineSectionProps) => {
  const { t } = useIntl()
  const { entries, next } = proposal.timeline
  const render = (status: TimelineEntry['status']) =>
    entries
      .filter((entry) => entry.status === status)
      .map((entry) => <Entry key={`${entry.event} ${entry.at.time}`} entry={entry} proposal={proposal} />)
  return (
    <>
      <header>
        <h2 id="timeline">{t('timeline.title')}</h2>
        <span className="small quiet">{t('timeline.note')}</span>
      </header>
      <ol className="time">
        {render('past')}
        <Now now={now} next={next} />
        {render('expected')}
      </ol>
    </>
  )
}
