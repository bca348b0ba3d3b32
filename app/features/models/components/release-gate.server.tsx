import type { ReactNode } from 'react'
import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { UtcTime } from '~/components/utc-time'
import type { Gate } from '~/http/stewardship'
import { formatDuration } from '~/i18n/duration'
import { formatUtc } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import { getReleaseName } from './release-name'

type GateRow = { id: string; name: string; needed: ReactNode; now: ReactNode; met: boolean; state?: string }

const By = ({ by }: { by: Gate['kinds'][number]['by'] }) => (
  <ul>
    {by.map(({ uid, attester }) => (
      <li key={uid}>
        <AccountName account={attester} />
      </li>
    ))}
  </ul>
)

const listKinds = ({ t }: IntlShape, { kinds }: Gate): GateRow[] =>
  kinds
    .filter(({ needed }) => needed > 0)
    .map(({ kind, needed, have, met, by }) => ({
      id: kind,
      name: t(`evaluation.${kind}`),
      needed: t('gate.passes', { count: needed }),
      now: (
        <>
          {t('gate.passes', { count: have })}
          {by.length > 0 && <By by={by} />}
        </>
      ),
      met,
    }))

const listTimes = (intl: IntlShape, { dwell, held, recalled, release }: Gate): GateRow[] => {
  const { t } = intl
  const stage = t(`stage.${release.stage}`)
  return [
    ...(dwell.seconds === 0
      ? []
      : [
          {
            id: 'dwell',
            name: t('gate.dwell', { stage }),
            needed: formatDuration(intl, dwell.seconds),
            now: t(dwell.over ? 'gate.dwellOver' : 'gate.dwellUntil', { time: formatUtc(dwell.until.time) }),
            met: dwell.over,
          },
        ]),
    {
      id: 'held',
      name: t('gate.held'),
      needed: t('gate.none'),
      now: held === null ? t('gate.none') : t('gate.until', { time: formatUtc(held.until.time) }),
      met: held === null,
    },
    {
      id: 'recalled',
      name: t('gate.recalled'),
      needed: t('gate.none'),
      now: recalled === null ? t('gate.none') : t('gate.until', { time: formatUtc(recalled.until.time) }),
      met: recalled === null,
    },
  ]
}

const listOthers = (
  intl: IntlShape,
  { fails, revokedAncestor, rootHolder, missingAcks, to, unmet }: Gate,
): GateRow[] => {
  const { t } = intl
  const rows: GateRow[] = []
  if (to !== 'red-team') {
    rows.push({
      id: 'fails',
      name: t('gate.fails'),
      needed: t('gate.none'),
      now:
        fails.length === 0 ? (
          t('gate.none')
        ) : (
          <ul>
            {fails.map(({ uid, kind, attester }) => (
              <li key={uid}>
                {t(`evaluation.${kind}`)}: <AccountName account={attester} />
              </li>
            ))}
          </ul>
        ),
      met: fails.length === 0,
    })
  }
  if (to === 'gated') {
    rows.push({
      id: 'acks',
      name: t('gate.acks'),
      needed: t('gate.allAcks'),
      now: missingAcks === 0 ? t('gate.noAckMissing') : t('gate.acksMissing', { count: missingAcks }),
      met: missingAcks === 0,
    })
  }
  if (to === 'red-team') {
    rows.push({
      id: 'root',
      name: t('gate.root'),
      needed: t('gate.none'),
      now:
        rootHolder === null ? (
          t('gate.none')
        ) : (
          <a href={`/releases/${rootHolder.id}`}>{getReleaseName(intl, rootHolder)}</a>
        ),
      met: !unmet.includes('root'),
    })
  }
  rows.push({
    id: 'ancestor',
    name: t('gate.ancestor'),
    needed: t('gate.none'),
    now:
      revokedAncestor === null ? (
        t('gate.none')
      ) : (
        <a href={`/releases/${revokedAncestor.id}`}>{getReleaseName(intl, revokedAncestor)}</a>
      ),
    met: revokedAncestor === null,
  })
  return rows
}

const State = ({ met }: { met: boolean }) => {
  const { t } = useIntl()
  return (
    <span className="nowrap">
      <Icon name={met ? 'ok' : 'no'} tone={met ? 'good' : 'bad'} /> {t(met ? 'a11y.met' : 'a11y.unmet')}
    </span>
  )
}

/** Each condition of the next stage, met or missing, with whose Passes count. */
export const ReleaseGate = ({ gate }: { gate: Gate }) => {
  const intl = useIntl()
  const { t } = intl
  const rows = [...listKinds(intl, gate), ...listTimes(intl, gate), ...listOthers(intl, gate)]
  const met = rows.filter((row) => row.met).length
  return (
    <section className="sec" aria-labelledby="gates">
      <header>
        <h2 id="gates">{t('gate.title', { stage: t(`stage.${gate.to}`) })}</h2>
        <span className="small">{t(gate.met ? 'gate.allMet' : 'gate.someMet', { met, total: rows.length })}</span>
      </header>
      <FoldTable
        caption={
          gate.to === 'red-team' ? (
            t('gate.captionRedTeam')
          ) : (
            <>
              {t(`gates.class.${gate.flopClass as 0 | 1 | 2}`)}{' '}
              {t('gate.caption', { age: formatDuration(intl, gate.maxReportAgeSeconds) })}
            </>
          )
        }
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { name: t('gate.gate'), cell: ({ name }) => name },
          { name: t('gate.needed'), cell: ({ needed }) => needed },
          { name: t('gate.now'), cell: ({ now }) => now },
          { name: t('gate.state'), cell: ({ met: isMet }) => <State met={isMet} /> },
        ]}
      />
    </section>
  )
}

/** Until when each hold and recall lasts or lasted, with the council's words. */
export const ReleaseStops = ({ stops }: { stops: readonly Gate['held'][] }) => {
  const { t } = useIntl()
  const rows = stops.filter((stop) => stop !== null)
  if (rows.length === 0) return null
  return (
    <section className="sec" aria-labelledby="stops">
      <h2 id="stops">{t('stops.title')}</h2>
      <FoldTable
        caption={t('stops.caption')}
        rows={rows}
        rowKey={({ transaction }) => transaction}
        columns={[
          {
            name: t('stops.what'),
            cell: ({ kind, active }) => `${t(`stops.${kind}`)}${active ? ` (${t('stops.active')})` : ''}`,
          },
          { name: t('stops.from'), cell: ({ from }) => <UtcTime at={from.time} /> },
          { name: t('stops.until'), cell: ({ until }) => <UtcTime at={until.time} /> },
          { name: t('stops.reason'), cell: ({ reason }) => <span className="reason">{reason}</span> },
        ]}
      />
    </section>
  )
}
