import { AccountName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatMoney } from '~/i18n/amount'
import { formatGpuTime } from '~/i18n/compute'
import { formatDuration } from '~/i18n/duration'
import { formatUtcSeconds, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { LeaseDetail } from '../schema/leases'
import { earnedBy } from './earned-by'
import { formatPrice } from './format-price'
import { MarketHead } from './market-head.server'
import { PayerName, ProviderName, TenantName } from './names.server'

type LeaseProps = { lease: LeaseDetail }

/** The name of a lease, what its state means, and the dispute over it if there is one. */
export const LeaseHead = ({ lease }: LeaseProps) => {
  const { t } = useIntl()
  const name = t('leases.number', { id: lease.id })
  return (
    <MarketHead place="leases" name={name} lede={t(`leases.lede.${lease.state}`)}>
      {lease.dispute !== null && (
        <Callout tone="warn" title={t('leases.disputed')}>
          <p className="small">
            <a href={`/compute/disputes/${lease.dispute.case}`}>{t('leases.toDispute')}</a>
          </p>
        </Callout>
      )}
      {lease.noticed !== null && lease.state === 'running' && <Callout tone="warn" title={t('leases.noticed')} />}
    </MarketHead>
  )
}

const Facts = ({ lease }: LeaseProps) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <section className="sec" aria-labelledby="facts">
      <h2 id="facts">{t('leases.facts')}</h2>
      <dl className="kv">
        <dt>{t('market.tenant')}</dt>
        <dd>
          <TenantName order={lease} />
        </dd>
        <dt>{t('market.provider')}</dt>
        <dd>
          <ProviderName provider={lease.provider} />
        </dd>
        <dt>{t('providers.units')}</dt>
        <dd>{t('market.unitsOf', { units: formatWhole(locale, lease.units), pool: lease.pool.name })}</dd>
        <dt>{t('market.price')}</dt>
        <dd>{formatPrice(intl, lease.rate, lease.deposit)}</dd>
        <dt>{t('market.payer')}</dt>
        <dd>
          <PayerName payer={lease.payer} />
        </dd>
        <dt>{t('leases.start')}</dt>
        <dd>
          <UtcTime at={lease.start.time} />
        </dd>
        <dt>{t('leases.end')}</dt>
        <dd>
          <UtcTime at={lease.end.time} />
        </dd>
        <dt>{t('leases.longest')}</dt>
        <dd>{formatDuration(intl, lease.mostSeconds)}</dd>
        <dt>{t('orders.notice')}</dt>
        <dd>{formatDuration(intl, lease.notice)}</dd>
        <dt>{t('leases.lock')}</dt>
        <dd>{formatMoney(intl, lease.lock)}</dd>
        <dt>{t('leases.disputable')}</dt>
        <dd>
          <UtcTime at={lease.releasableFrom.time} />
        </dd>
        <dt>{t('orders.spec')}</dt>
        <dd>
          <code className="hash">{lease.specDigest}</code>
        </dd>
      </dl>
      <p>
        <a href={`/compute/orders/${lease.id}`}>{t('leases.toOrder')}</a>
      </p>
    </section>
  )
}

const Money = ({ lease, now }: LeaseProps & { now: number }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="money">
      <h2 id="money">{t('leases.money')}</h2>
      <dl className="kv">
        <dt>{t('leases.deposit')}</dt>
        <dd>{formatMoney(intl, lease.deposit)}</dd>
        <dt>{t('leases.earnedAt')}</dt>
        <dd>
          {formatMoney(intl, earnedBy(lease, now))} <span className="nowrap">{formatUtcSeconds(now)}</span>
        </dd>
        <dt>{t('leases.withdrawn')}</dt>
        <dd>{formatMoney(intl, lease.withdrawn)}</dd>
        <dt>{t('leases.fee')}</dt>
        <dd>{formatMoney(intl, lease.fee)}</dd>
        <dt>{t('leases.confirmed')}</dt>
        <dd>{lease.confirmed === null ? t('leases.unconfirmed') : formatGpuTime(intl, lease.confirmed)}</dd>
      </dl>
    </section>
  )
}

/** One lease: its sides, its money to the second, and everything that happened to it. */
export const LeasePage = ({ lease, now }: LeaseProps & { now: number }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <>
      <Money lease={lease} now={now} />
      <Facts lease={lease} />
      <section className="sec" aria-labelledby="events">
        <h2 id="events">{t('leases.events')}</h2>
        <FoldTable
          caption={t('leases.eventsCaption')}
          rows={lease.events}
          rowKey={({ transaction, kind, gpuSeconds }) => `${transaction} ${kind} ${gpuSeconds}`}
          columns={[
            { name: t('budgets.what'), cell: ({ kind }) => t(`leases.event.${kind}`) },
            { name: t('budgets.at'), cell: ({ at }) => <UtcTime at={at.time} /> },
            {
              name: t('leases.by'),
              cell: ({ by }) => (by === null ? t('orders.noRank') : <AccountName account={by} />),
            },
            {
              name: t('leases.end'),
              cell: ({ end }) => (end === null ? t('orders.noRank') : <UtcTime at={end.time} />),
            },
            {
              name: t('leases.amount'),
              numeric: true,
              cell: ({ withdrawn, gpuSeconds }) => {
                if (gpuSeconds !== null) return formatGpuTime(intl, gpuSeconds)
                return withdrawn === null ? t('orders.noRank') : formatMoney(intl, withdrawn)
              },
            },
            { name: t('release.transaction'), cell: ({ transaction }) => <AddressChip value={transaction} /> },
          ]}
        />
      </section>
    </>
  )
}
