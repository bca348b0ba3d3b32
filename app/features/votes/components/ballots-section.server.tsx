import { Pager } from '~/components/pager'
import type { List, Vote } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import { VoteList } from './vote-list.server'

/** The ballots of one account, newest first. */
export const BallotsSection = ({ votes, url }: { votes: List<Vote>; url: URL }) => {
  const { t } = useIntl()
  return (
    <>
      <h2 id="ballots">{t('delegate.ballots')}</h2>
      {votes.data.length === 0 && <p className="note">{t('delegate.ballotsNone')}</p>}
      <VoteList votes={votes.data} by="proposal" />
      <Pager url={url} page={votes.page} anchor="ballots" />
    </>
  )
}
