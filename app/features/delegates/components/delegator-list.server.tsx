import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { formatAmount } from '~/i18n/amount'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Delegator } from '../schema'

/** Who delegates to an account, with their own tokens. */
export const DelegatorList = ({ delegators }: { delegators: Delegator[] }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <>
      <h2 id="delegators">{t('delegate.delegators')}</h2>
      {delegators.length === 0 ? (
        <p className="note">{t('delegate.delegatorsNone')}</p>
      ) : (
        <FoldTable
          caption={t('table.utc')}
          rows={delegators}
          rowKey={({ account }) => account.address}
          columns={[
            { name: t('delegates.who'), cell: ({ account }) => <AccountName account={account} /> },
            { name: t('delegate.balance'), numeric: true, cell: ({ balance }) => formatAmount(intl, balance) },
            { name: t('delegate.since'), cell: ({ since }) => formatUtc(since.time).slice(0, -4) },
          ]}
        />
      )}
    </>
  )
}
