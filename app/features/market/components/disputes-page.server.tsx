import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import { UtcTime } from '~/components/utc-time'
import type { List } from '~/http/shapes'
import { formatMoney } from '~/i18n/amount'
import { useIntl } from '~/i18n/intl-context'
import type { Dispute } from '../schema/disputes'
import { contestedOf, DisputeSubject } from './dispute-subject.server'
import { MarketHead } from './market-head.server'

/** All disputes, newest first. */
export const DisputesPage = ({ list, url }: { list: List<Dispute>; url: URL }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <>
      <MarketHead place="disputes" name={null} lede={t('disputes.lede')} />
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
              { name: t('providers.about'), cell: (dispute) => <DisputeSubject dispute={dispute} /> },
              { name: t('disputes.claimant'), cell: ({ claimant }) => <AccountName account={claimant} /> },
              { name: t('disputes.respondent'), cell: ({ respondent }) => <AccountName account={respondent} /> },
              {
                name: t('disputes.contested'),
                numeric: true,
                cell: (dispute) => {
                  const atStake = contestedOf(dispute)
                  return atStake === null ? t('orders.noRank') : formatMoney(intl, atStake)
                },
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
