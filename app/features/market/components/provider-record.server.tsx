import { AddressChip } from '~/components/address-chip'
import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatMoney } from '~/i18n/amount'
import { formatGpuTime } from '~/i18n/compute'
import { formatBps } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ProviderDetail } from '../schema/providers'

type Event = ProviderDetail['reputationEvents'][number]

const Subject = ({ event: { lease, job } }: { event: Event }) => {
  const { t } = useIntl()
  if (lease !== null) return <a href={`/compute/leases/${lease}`}>{t('leases.number', { id: lease })}</a>
  if (job !== null) return <a href={`/compute/jobs/${job}`}>{t('jobs.number', { id: job })}</a>
  return t('orders.noRank')
}

/** What a provider did, weighed by what it cost to come by, with the events that anyone can count again. */
export const ProviderRecord = ({ provider: { reputation, reputationEvents } }: { provider: ProviderDetail }) => {
  const intl = useIntl()
  const { t } = intl
  const { completedBps, availabilityBps } = reputation
  const isBlank = [reputation.leases, reputation.disputesLost, reputation.disputesOpen].every((count) => count === 0)
  return (
    <section className="sec" aria-labelledby="record">
      <h2 id="record">{t('providers.record')}</h2>
      <p>
        {isBlank
          ? t('providers.recordNone')
          : t('providers.recordLine', {
              leases: reputation.leases,
              completed: reputation.completed,
              noticed: reputation.noticed,
              lost: reputation.disputesLost,
              open: reputation.disputesOpen,
            })}
      </p>
      <dl className="kv">
        <dt>{t('providers.completedShare')}</dt>
        <dd>{completedBps === null ? t('providers.nothingPaid') : formatBps(completedBps)}</dd>
        <dt>{t('providers.fees')}</dt>
        <dd>{formatMoney(intl, reputation.fees)}</dd>
        <dt>{t('providers.availability')}</dt>
        <dd>{availabilityBps === null ? t('providers.neverAsked') : formatBps(availabilityBps)}</dd>
        <dt>{t('providers.served')}</dt>
        <dd>
          {t('providers.servedOf', {
            served: formatGpuTime(intl, reputation.gpuSeconds),
            confirmed: formatGpuTime(intl, reputation.confirmedGpuSeconds),
          })}
        </dd>
      </dl>
      <p className="note">{t('providers.recordNote')}</p>
      {reputationEvents.length > 0 && (
        <FoldTable
          caption={t('providers.recordCaption')}
          rows={reputationEvents}
          rowKey={({ transaction, kind, lease, job }) => `${transaction} ${kind} ${lease} ${job}`}
          columns={[
            { name: t('budgets.what'), cell: ({ kind }) => t(`providers.event.${kind}`) },
            { name: t('providers.about'), cell: (event) => <Subject event={event} /> },
            { name: t('budgets.at'), cell: ({ at }) => <UtcTime at={at.time} /> },
            { name: t('release.transaction'), cell: ({ transaction }) => <AddressChip value={transaction} /> },
          ]}
        />
      )}
    </section>
  )
}
