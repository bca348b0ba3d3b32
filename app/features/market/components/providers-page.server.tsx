import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import type { List } from '~/http/shapes'
import { formatMoney } from '~/i18n/amount'
import { formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Provider } from '../schema/providers'
import { MarketHead } from './market-head.server'
import { ProviderName } from './names.server'

const describeStanding = ({ t }: IntlShape, { status, audited, stake }: Provider): string => {
  if (status === 'retired') return t('providers.retired')
  if (!audited) return t('providers.unaudited')
  return t(stake.enough ? 'providers.canBid' : 'providers.lowStake')
}

/** Every node, what of it is leased out, and what the chain remembers of it. */
export const ProvidersPage = ({ list, url }: { list: List<Provider>; url: URL }) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <>
      <MarketHead place="providers" name={null} lede={t('providers.lede')} />
      <section className="sec" aria-labelledby="nodes">
        <h2 id="nodes">{t('providers.nodes')}</h2>
        {list.data.length === 0 ? (
          <p>{t('providers.none')}</p>
        ) : (
          <FoldTable
            caption={t('providers.caption')}
            rows={list.data}
            rowKey={({ id }) => id}
            columns={[
              { name: t('market.provider'), cell: (one) => <ProviderName provider={one} /> },
              { name: t('compute.pool'), cell: ({ pool }) => pool.name },
              {
                name: t('providers.units'),
                numeric: true,
                cell: ({ units, unitsInUse }) =>
                  t('providers.inUse', { used: formatWhole(locale, unitsInUse), all: formatWhole(locale, units) }),
              },
              { name: t('providers.stake'), numeric: true, cell: ({ stake }) => formatMoney(intl, stake.amount) },
              {
                name: t('providers.record'),
                cell: ({ reputation: { completed, disputesLost } }) =>
                  t('providers.tally', { completed, disputesLost }),
              },
              { name: t('compute.state'), cell: (one) => describeStanding(intl, one) },
            ]}
          />
        )}
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
