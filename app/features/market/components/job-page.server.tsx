import { AccountName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatMoney } from '~/i18n/amount'
import { formatDuration } from '~/i18n/duration'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Job, Milestone } from '../schema/jobs'
import type { Market } from '../schema/market'
import { MarketHead } from './market-head.server'
import { ProviderName } from './names.server'

type JobProps = { job: Job }

const Head = ({ job, paused }: JobProps & Pick<Market, 'paused'>) => {
  const { t } = useIntl()
  const name = t('jobs.number', { id: job.id })
  return (
    <MarketHead place="jobs" name={name} lede={t(`jobs.lede.${job.state}`)}>
      {paused !== null && job.state === 'offered' && (
        <Callout tone="warn" title={t('jobs.paused', { until: formatUtc(paused.until.time) })} />
      )}
    </MarketHead>
  )
}

const Money = ({ job }: JobProps) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="money">
      <h2 id="money">{t('leases.money')}</h2>
      <dl className="kv">
        <dt>{t('jobs.amount')}</dt>
        <dd>{formatMoney(intl, job.amount)}</dd>
        <dt>{t('jobs.undelivered')}</dt>
        <dd>{formatMoney(intl, job.undelivered)}</dd>
        <dt>{t('jobs.unpaid')}</dt>
        <dd>{formatMoney(intl, job.unpaid)}</dd>
        <dt>{t('jobs.fee')}</dt>
        <dd>{formatMoney(intl, job.fee)}</dd>
        {job.returned !== null && (
          <>
            <dt>{t('jobs.returned')}</dt>
            <dd>{formatMoney(intl, job.returned)}</dd>
          </>
        )}
        <dt>{t('jobs.bond')}</dt>
        <dd>{formatMoney(intl, job.bond)}</dd>
      </dl>
    </section>
  )
}

/** What brought a milestone where it stands. */
const lastOf = ({ paid, settled, rejected, delivered }: Milestone) => paid ?? settled ?? rejected ?? delivered

const Standing = ({ milestone }: { milestone: Milestone }) => {
  const { t } = useIntl()
  const { state, payableFrom, dispute } = milestone
  const last = lastOf(milestone)
  return (
    <>
      {t(`jobs.milestone.${state}`)} {last !== null && <UtcTime at={last.at.time} />}{' '}
      {payableFrom !== null && (
        <>
          {t('jobs.payableFrom')} <UtcTime at={payableFrom.time} />
        </>
      )}
      {dispute !== null && <a href={`/compute/disputes/${dispute}`}>{t('disputes.number', { id: dispute })}</a>}
    </>
  )
}

const Milestones = ({ job: { milestones }, reviewSeconds }: JobProps & { reviewSeconds: number }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="milestones">
      <h2 id="milestones">{t('jobs.milestones')}</h2>
      <FoldTable
        caption={t('jobs.milestonesCaption', { time: formatDuration(intl, reviewSeconds) })}
        rows={milestones}
        rowKey={({ index }) => String(index)}
        columns={[
          {
            name: t('jobs.milestone'),
            cell: ({ index }) => <span className="nowrap">{t('jobs.milestoneNumber', { number: index + 1 })}</span>,
          },
          { name: t('jobs.pays'), numeric: true, cell: ({ amount }) => formatMoney(intl, amount) },
          { name: t('jobs.deadline'), cell: ({ deadline }) => <UtcTime at={deadline.time} /> },
          { name: t('compute.state'), cell: (milestone) => <Standing milestone={milestone} /> },
          {
            name: t('disputes.digest'),
            cell: ({ digest }) => (digest === null ? t('orders.noRank') : <AddressChip value={digest} />),
          },
        ]}
      />
    </section>
  )
}

const Sides = ({ job }: JobProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="facts">
      <h2 id="facts">{t('jobs.facts')}</h2>
      <dl className="kv">
        <dt>{t('market.tenant')}</dt>
        <dd>
          <AccountName account={job.tenant} />
        </dd>
        <dt>{t('market.provider')}</dt>
        <dd>
          <ProviderName provider={job.provider} />
        </dd>
        <dt>{t('jobs.spec')}</dt>
        <dd>
          <code className="hash">{job.specDigest}</code>
        </dd>
        <dt>{t('jobs.offered')}</dt>
        <dd>
          <UtcTime at={job.offered.at.time} />
        </dd>
        {job.accepted !== null && (
          <>
            <dt>{t('jobs.accepted')}</dt>
            <dd>
              <UtcTime at={job.accepted.at.time} />
            </dd>
          </>
        )}
        {job.ended !== null && (
          <>
            <dt>{t('jobs.ended')}</dt>
            <dd>
              <UtcTime at={job.ended.at.time} />
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

/** One job: its milestones and where each stands, its money, and what was agreed between whom. */
export const JobPage = ({ job, market }: JobProps & { market: Market }) => (
  <>
    <Head job={job} paused={market.paused} />
    <Milestones job={job} reviewSeconds={market.jobs.reviewSeconds} />
    <Money job={job} />
    <Sides job={job} />
  </>
)
