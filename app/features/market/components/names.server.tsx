import { AccountName, PartyName } from '~/components/account-name'
import { useIntl } from '~/i18n/intl-context'
import type { Order } from '../schema/orders'
import type { Payer, ProviderRef } from '../schema/parts'

/** A node by its number, with whose it is. */
export const ProviderName = ({ provider, bare }: { provider: ProviderRef; bare?: boolean }) => {
  const { t } = useIntl()
  return (
    <>
      <a href={`/compute/providers/${provider.id}`}>{t('market.node', { id: provider.id })}</a>
      {!bare && (
        <>
          {' '}
          <AccountName account={provider.operator} />
        </>
      )}
    </>
  )
}

/** Who rents: the party that a budget serves, or the account that pays. */
export const TenantName = ({ order }: { order: Pick<Order, 'tenant' | 'party' | 'payer'> }) =>
  order.payer.kind === 'budget' && order.party !== null ? (
    <PartyName party={order.party} />
  ) : (
    <AccountName account={order.tenant} />
  )

/** Out of which pocket. */
export const PayerName = ({ payer }: { payer: Payer }) => {
  const { t } = useIntl()
  if (payer.line === null) return <>{t('market.ownMoney')}</>
  return <a href={`/compute/budgets/${payer.line}`}>{t('market.budget')}</a>
}
