import { AccountName } from '~/components/account-name'
import { HouseBadge } from '~/components/house-badge'
import { formatAmount } from '~/i18n/amount'
import { useIntl } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import type { NonVoter } from '../schema'

type NonVoterListProps = { house: 'token' | 'seat'; nonVoters: NonVoter[]; more: boolean }

const NOBODY: Record<NonVoterListProps['house'], MessageKey> = {
  token: 'proposal.silentNoneToken',
  seat: 'proposal.silentNoneSeat',
}

/** Who could vote in one house and has not, the heaviest first. */
export const NonVoterList = ({ house, nonVoters, more }: NonVoterListProps) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <div className="stack-2">
      <h3>
        <HouseBadge house={house} name={t(`house.${house}`)} small />
      </h3>
      {nonVoters.length === 0 && <p className="note">{t(NOBODY[house])}</p>}
      <ul className="plain">
        {nonVoters.map(({ account, weight }) => (
          <li key={account.address}>
            <span>
              <AccountName account={account} />
            </span>
            {house === 'token' && <span className="nowrap">{formatAmount(intl, weight)}</span>}
          </li>
        ))}
      </ul>
      {more && <p className="note">{t('proposal.silentSome', { count: nonVoters.length })}</p>}
    </div>
  )
}
