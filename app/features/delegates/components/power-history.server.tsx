import { AddressChip } from '~/components/address-chip'
import { FoldTable } from '~/components/fold-table'
import { formatAmount } from '~/i18n/amount'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { PowerPoint } from '../schema'

/** Every change of an account's voting power. */
export const PowerHistory = ({ points }: { points: PowerPoint[] }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <>
      <h2 id="history">{t('delegate.history')}</h2>
      {points.length === 0 ? (
        <p className="note">{t('delegate.historyNone')}</p>
      ) : (
        <FoldTable
          caption={t('delegate.historyNote')}
          rows={points}
          rowKey={({ transaction, votes }) => `${transaction} ${votes.value}`}
          columns={[
            { name: t('delegate.when'), cell: ({ at }) => formatUtc(at.time).slice(0, -4) },
            { name: t('delegates.votes'), numeric: true, cell: ({ votes }) => formatAmount(intl, votes) },
            { name: t('delegate.transaction'), cell: ({ transaction }) => <AddressChip value={transaction} /> },
          ]}
        />
      )}
    </>
  )
}
