import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { AREAS, type CriterionId, type Resilience, type Score, type Verdict } from '~/domain/resilience'
import { formatDuration } from '~/i18n/duration'
import { formatQuantity, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'

const RULES = '/api/v1/dao/governance.md'
const parameterAt = (key: string): string => `/parameters#${key}`

/** Where each value, or the rule behind it, can be read. */
const sources: Record<CriterionId, string> = {
  votingDelay: parameterAt('StewardGovernor.votingDelay'),
  leastVotingDelay: parameterAt('StewardGovernor.votingDelay'),
  votingPeriod: parameterAt('StewardGovernor.votingPeriod'),
  objectionPeriod: parameterAt('StewardGovernor.objectionPeriod'),
  delayRoutine: parameterAt('StewardGovernor.delayRoutine'),
  delayPolicy: parameterAt('StewardGovernor.delayPolicy'),
  delayCharter: parameterAt('StewardGovernor.delayCharter'),
  lapse: parameterAt('StewardGovernor.queueWindow'),
  quorum: parameterAt('StewardGovernor.quorumNumerator'),
  charterQuorum: parameterAt('StewardGovernor.charterQuorumNumerator'),
  reach: '#concentration',
  delegated: '#concentration',
  largest: '#holders',
  majority: '#concentration',
  unopposed: '#groups',
  pass: '#groups',
  block: '#groups',
  spam: parameterAt('StewardGovernor.proposalThreshold'),
  openness: parameterAt('StewardGovernor.proposalThreshold'),
  spareSeats: '/parameters#constituencies',
  constituency: '/parameters#constituencies',
  recovery: parameterAt('StewardSeats.presenceWindow'),
  councilTerm: parameterAt('Council.maxTerm'),
  councilStop: '/guardians#powers',
  council: '/guardians#now',
  roles: RULES,
  unbounded: '/parameters#StewardGovernor',
  mint: parameterAt('VotingToken.mintCapBps'),
  allocationCap: parameterAt('AllocationPolicy.capBps'),
  supplyCap: parameterAt('OrderBook.capBps'),
  ballotChanges: RULES,
  audits: '/developers',
  operators: '/developers',
}

const icons = {
  good: { name: 'ok', tone: 'good' },
  fair: { name: 'wait', tone: 'warn' },
  poor: { name: 'no', tone: 'bad' },
} as const

const verdicts = ['good', 'fair', 'poor'] as const satisfies readonly Verdict[]

// Millionths are percent with four decimals.
const describeValue = (intl: IntlShape, { unit }: Score, value: number): string => {
  if (unit === 'seconds') return formatDuration(intl, value)
  if (unit === 'count') return formatWhole(intl.locale, value)
  return `${formatQuantity(intl.locale, { value: BigInt(value), decimals: 4 })}%`
}

const describeScale = (intl: IntlShape, score: Score): string => {
  const { is, good, fair } = score
  const limits = { good: describeValue(intl, score, good), fair: describeValue(intl, score, fair) }
  if (good === fair) return intl.t('resilience.only', limits)
  return intl.t(is === 'least' ? 'resilience.least' : 'resilience.most', limits)
}

const VerdictMark = ({ verdict }: { verdict: Verdict }) => (
  <span className="nowrap">
    <Icon {...icons[verdict]} /> {useIntl().t(`resilience.verdict.${verdict}`)}
  </span>
)

const AreaTable = ({ area, scores }: { area: Score['area']; scores: Score[] }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <FoldTable
      caption={<strong>{t(`resilience.area.${area}`)}</strong>}
      rows={scores}
      rowKey={({ id }) => id}
      columns={[
        { name: t('resilience.asked'), cell: ({ id }) => <a href={sources[id]}>{t(`resilience.ask.${id}`)}</a> },
        {
          name: t('resilience.now'),
          cell: (score) => (score.value === null ? t('resilience.none') : describeValue(intl, score, score.value)),
        },
        { name: t('resilience.score'), cell: ({ verdict }) => <VerdictMark verdict={verdict} /> },
        {
          name: t('resilience.reason'),
          label: '',
          cell: (score) => `${t(`resilience.why.${score.id}`)} ${describeScale(intl, score)}`,
        },
      ]}
    />
  )
}

/** What our checklist says of the present values, and by which thresholds. */
export const ResilienceSection = ({ resilience: { scores, totals } }: { resilience: Resilience }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="resilience">
      <h2 id="resilience">{t('resilience.title')}</h2>
      <p className="tally">
        {verdicts.map((verdict) => (
          <span key={verdict}>
            <Icon {...icons[verdict]} /> <b>{totals[verdict]}</b> {t(`resilience.verdict.${verdict}`)}
          </span>
        ))}
      </p>
      <p className="note">{t('resilience.lede')}</p>
      <div className="checklist">
        {AREAS.map((area) => (
          <AreaTable key={area} area={area} scores={scores.filter((score) => score.area === area)} />
        ))}
      </div>
    </section>
  )
}
