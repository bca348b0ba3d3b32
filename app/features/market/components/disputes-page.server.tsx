import { AccountName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import { UtcTime } from '~/components/utc-time'
import type { List } from '~/http/shapes'
import { formatMoney } from '~/i18n/amount'
import { useIntl } from '~/i18n/intl-context'
import type { Dispute } from '../schema'
import { MarketNav } from './market-nav.server'

/** All disputes, newest first. */
export const DisputesPage = ({ list, url }: { list: List<Dispute>; url: URL }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <>
      <div className="head">
        <Breadcrumbs path={[{ name: t('compute.title'), href: '/compute' }, { name: t('market.disputes') }]} />
        <h1>{t('market.disputes')}</h1>
        <p className="lede">{t('disputes.lede')}</p>
        <MarketNav here="disputes" />
      </div>
      <section className="sec" aria-label={t('market.disputes')}>
        {list.data.length === 0 ? (
          <p>{t('disputes.none')}</p>
        ) : (
          <FoldTable
            caption={t('disputes.caption')}
            rows={list.data}
            rowKey={({ id }) => id}
            columns={[
              {
                name: t('disputes.case'),
                cell: ({ id }) => <a href={`/compute/disputes/${id}`}>{t('disputes.number', { id })}</a>,
              },
              { name: t('disputes.claimant'), cell: ({ claimant }) => <AccountName account={claimant} /> },
              { name: t('disputes.respondent'), cell: ({ respondent }) => <AccountName account={respondent} /> },
              {
                name: t('disputes.contested'),
                numeric: true,
                cell: ({ contested }) =>
                  contested === null ? t('orders.noRank') : formatMoney(intl, contested.earned),
              },
              { name: t('disputes.finalAt'), cell: ({ finalAt }) => <UtcTime at={finalAt.time} /> },
              { name: t('compute.state'), cell: ({ state }) => t(`disputes.state.${state}`) },
            ]}
          />
        )}
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
