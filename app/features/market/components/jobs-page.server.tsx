import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import { UtcTime } from '~/components/utc-time'
import { JOB_STATES, type JobState } from '~/domain/market/states'
import type { List } from '~/http/shapes'
import { formatMoney } from '~/i18n/amount'
import { useIntl } from '~/i18n/intl-context'
import type { Job } from '../schema/jobs'
import { MarketHead } from './market-head.server'
import { ProviderName } from './names.server'
import { StateFilter } from './state-filter.server'

type JobsPageProps = { list: List<Job>; state: JobState | null; url: URL }

const Jobs = ({ jobs }: { jobs: Job[] }) => {
  const intl = useIntl()
  const { t } = intl
  if (jobs.length === 0) return <p>{t('jobs.none')}</p>
  return (
    <FoldTable
      caption={t('jobs.caption')}
      rows={jobs}
      rowKey={({ id }) => id}
      columns={[
        { name: t('jobs.job'), cell: ({ id }) => <a href={`/compute/jobs/${id}`}>{t('jobs.number', { id })}</a> },
        { name: t('market.tenant'), cell: ({ tenant }) => <AccountName account={tenant} /> },
        { name: t('market.provider'), cell: ({ provider }) => <ProviderName provider={provider} bare /> },
        { name: t('jobs.amount'), numeric: true, cell: ({ amount }) => formatMoney(intl, amount) },
        {
          name: t('jobs.delivered'),
          numeric: true,
          cell: ({ delivered, milestones }) => t('jobs.deliveredOf', { delivered, all: milestones.length }),
        },
        {
          name: t('jobs.next'),
          cell: ({ state, delivered, milestones }) => {
            const next = state === 'offered' || state === 'running' ? milestones[delivered] : undefined
            return next === undefined ? t('orders.noRank') : <UtcTime at={next.deadline.time} />
          },
        },
        { name: t('compute.state'), cell: ({ state }) => t(`jobs.state.${state}`) },
      ]}
    />
  )
}

/** All jobs, newest first, or those of one state. */
export const JobsPage = ({ list, state, url }: JobsPageProps) => {
  const { t } = useIntl()
  return (
    <>
      <MarketHead place="jobs" name={null} lede={t('jobs.lede')}>
        <p>
          <a className="btn sm" href="/compute/jobs/new">
            {t('jobForm.title')}
          </a>
        </p>
      </MarketHead>
      <section className="sec" aria-labelledby="results">
        <h2 id="results">{t(`jobs.filter.${state ?? 'all'}`)}</h2>
        <StateFilter path="/compute/jobs" states={JOB_STATES} shown={state} textOf={(one) => t(`jobs.filter.${one}`)} />
        <Jobs jobs={list.data} />
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
