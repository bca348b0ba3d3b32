import { HouseBadge } from '~/components/house-badge'
import { Pager } from '~/components/pager'
import type { List, Vote } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import { VoteList } from './vote-list.server'

type VotesSectionProps = { token: List<Vote>; seat: List<Vote>; count: number; url: URL }

/** The ballots on a proposal, reasons first, each house by itself so that neither drowns the other. */
export const VotesSection = ({ token, seat, count, url }: VotesSectionProps) => {
  const { t } = useIntl()
  return (
    <>
      <header>
        <h2 id="votes">{t('proposal.votes')}</h2>
        {count > 0 && <span className="small quiet">{t('proposal.votesCount', { count })}</span>}
      </header>
      {count === 0 && <p className="note">{t('proposal.votesNone')}</p>}
      {seat.data.length > 0 && (
        <div className="stack">
          <h3>
            <HouseBadge house="seat" name={t('house.seat')} small />
          </h3>
          <VoteList votes={seat.data} by="voter" />
        </div>
      )}
      {token.data.length > 0 && (
        <div className="stack">
          <h3>
            <HouseBadge house="token" name={t('house.token')} small />
          </h3>
          <VoteList votes={token.data} by="voter" />
          <Pager url={url} page={token.page} anchor="votes" />
        </div>
      )}
    </>
  )
}
