import { OwnName, PartyName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { HouseBadge } from '~/components/house-badge'
import { formatAmount } from '~/i18n/amount'
import { formatBps, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Delegate } from '../schema'

/** Who the account is and what weight it has in each house. */
export const DelegateHead = ({ delegate }: { delegate: Delegate }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { account, votes, rank, shareBps, seatHeld } = delegate
  const powerless = votes.value === '0'
  return (
    <>
      <Breadcrumbs path={[{ name: t('nav.delegates'), href: '/delegates' }, { name: account.address.slice(0, 10) }]} />
      <h1>{account.contract ?? (account.party === null ? t('party.none') : <PartyName party={account.party} />)}</h1>
      <p className="hash">
        {account.address}
        {account.contract === null && <OwnName address={account.address} />}
      </p>
      <div className="row">
        <HouseBadge house="token" name={t('house.token')} small />
        <strong>
          {powerless ? t('delegate.noPower') : t('delegate.power', { amount: formatAmount(intl, votes) })}
        </strong>
        {rank !== null && (
          <span className="small">
            {t('delegate.rank', { rank: formatWhole(locale, rank), share: formatBps(shareBps) })}
          </span>
        )}
      </div>
      {seatHeld !== null && (
        <div className="row">
          <HouseBadge house="seat" name={t('house.seat')} small />
          <strong>{t('delegate.seat')}</strong>
        </div>
      )}
    </>
  )
}
