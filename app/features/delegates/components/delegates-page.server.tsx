import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import type { List } from '~/http/shapes'
import { formatAmount } from '~/i18n/amount'
import { formatBps, formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { DelegateSummary } from '../schema'

/** Everyone with votes in the token house, the largest first. */
export const DelegatesPage = ({ list, url }: { list: List<DelegateSummary>; url: URL }) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <>
      <div className="head">
        <h1>{t('delegates.title')}</h1>
        <p className="lede">{t('delegates.lede')}</p>
      </div>
      <section className="sec" aria-label={t('delegates.title')}>
        {list.data.length === 0 ? (
          <p>{t('delegates.none')}</p>
        ) : (
          <FoldTable
            caption={t('delegates.caption')}
            rows={list.data}
            rowKey={({ account }) => account.address}
            columns={[
              { name: t('delegates.who'), cell: ({ account }) => <AccountName account={account} /> },
              { name: t('delegates.votes'), numeric: true, cell: ({ votes }) => formatAmount(intl, votes) },
              { name: t('delegates.share'), numeric: true, cell: ({ shareBps }) => formatBps(shareBps) },
              {
                name: t('delegates.delegators'),
                numeric: true,
                cell: ({ delegators }) => formatWhole(locale, delegators),
              },
              { name: t('delegates.ballots'), numeric: true, cell: ({ ballots }) => formatWhole(locale, ballots) },
              {
                name: t('delegates.last'),
                cell: ({ lastBallot }) =>
                  lastBallot === null ? (
                    <span className="quiet">{t('delegates.never')}</span>
                  ) : (
                    <span className="nowrap">{formatUtc(lastBallot.time).slice(0, -4)}</span>
                  ),
              },
            ]}
          />
        )}
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
