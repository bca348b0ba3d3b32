import { Pager } from '~/components/pager'
import type { List, Vote } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import { VoteList } from './vote-list.server'

/** The ballots on a proposal, reasons first. */
export const VotesSection = ({ votes, count, url }: { votes: List<Vote>; count: number; url: URL }) => {
  const { t } = useIntl()
  return (
    <>
      <header>
        <h2 id="votes">{t('proposal.votes')}</h2>
        {count > 0 && <span className="small quiet">{t('proposal.votesCount', { count })}</span>}
      </header>
      {count === 0 && <p className="note">{t('proposal.votesNone')}</p>}
      <VoteList votes={votes.data} by="voter" />
      <Pager url={url} page={votes.page} anchor="votes" />
    </>
  )
}
