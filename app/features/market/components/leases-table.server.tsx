import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatMoney } from '~/i18n/amount'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Lease } from '../schema/leases'
import { earnedBy } from './earned-by'
import { formatPrice } from './format-price'
import { ProviderName, TenantName } from './names.server'

/** Leases, each with its two sides, its price and what it earned. */
export const LeasesTable = ({ leases, now }: { leases: Lease[]; now: number }) => {
  const intl = useIntl()
  const { t, locale } = intl
  if (leases.length === 0) return <p>{t('leases.none')}</p>
  return (
    <FoldTable
      caption={t('leases.caption')}
      rows={leases}
      rowKey={({ id }) => id}
      columns={[
        {
          name: t('market.lease'),
          cell: ({ id }) => <a href={`/compute/leases/${id}`}>{t('leases.number', { id })}</a>,
        },
        { name: t('market.tenant'), cell: (lease) => <TenantName order={lease} /> },
        { name: t('market.provider'), cell: ({ provider }) => <ProviderName provider={provider} bare /> },
        {
          name: t('providers.units'),
          cell: ({ units, pool }) => t('market.unitsOf', { units: formatWhole(locale, units), pool: pool.name }),
        },
        { name: t('market.price'), numeric: true, cell: ({ rate, deposit }) => formatPrice(intl, rate, deposit) },
        { name: t('leases.earned'), numeric: true, cell: (lease) => formatMoney(intl, earnedBy(lease, now)) },
        { name: t('leases.end'), cell: ({ end }) => <UtcTime at={end.time} /> },
        { name: t('compute.state'), cell: ({ state }) => t(`leases.state.${state}`) },
      ]}
    />
  )
}
