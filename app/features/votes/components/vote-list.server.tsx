import { AccountName } from '~/components/account-name'
import { HouseBadge } from '~/components/house-badge'
import { Icon } from '~/components/icon'
import { UtcTime } from '~/components/utc-time'
import type { Vote } from '~/http/shapes'
import { formatAmount } from '~/i18n/amount'
import { useIntl } from '~/i18n/intl-context'

type VoteListProps = {
  votes: Vote[]
  /** Whether each ballot names its voter, or the proposal that it is on. */
  by: 'voter' | 'proposal'
}

/** Ballots with choice, house, weight and reason. A reason is plain text: nothing in it is marked up. */
export const VoteList = ({ votes, by }: VoteListProps) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <ul className="list">
      {votes.map((vote) => (
        <li key={`${vote.transaction} ${vote.logIndex}`} className="stack-2">
          <div className="row">
            <span className="ballot">
              <Icon name={vote.support} tone={vote.support} />
              <strong>{t(`choice.${vote.support}`)}</strong>
            </span>
            {by === 'voter' ? (
              <span>
                <AccountName account={vote.voter} />
              </span>
            ) : (
              <a href={`/proposals/${vote.proposal.id}`}>
                {vote.proposal.id}: {vote.proposal.title}
              </a>
            )}
          </div>
          <div className="row small">
            {by === 'proposal' && <HouseBadge house={vote.house} name={t(`house.${vote.house}`)} small />}
            <span className="nowrap">{formatAmount(intl, vote.weight)}</span>
            <span className="quiet">
              <UtcTime at={vote.at.time} />
            </span>
            <a href={`/proposals/${vote.proposal.id}/receipts/${vote.voter.address}`}>
              {t('receipt.link')}
              {by === 'proposal' && <span className="vh"> {t('receipt.linkOf', { id: vote.proposal.id })}</span>}
            </a>
          </div>
          {vote.reason !== '' && <p className="reason">{vote.reason}</p>}
        </li>
      ))}
    </ul>
  )
}
