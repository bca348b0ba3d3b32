import { AddressChip } from '~/components/address-chip'
import type { List, Vote } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import { VoteList } from './vote-list.server'

type DelegateVotesProps = { account: string; delegate: string; votes: List<Vote> }

/** What the delegate of the connected account voted last, and how the account takes its power back. */
export const DelegateVotes = ({ account, delegate, votes }: DelegateVotesProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="delegate-votes">
      <header>
        <h2 id="delegate-votes">{t('home.delegateVotes')}</h2>
        <AddressChip value={delegate} href={`/delegates/${delegate}`} />
      </header>
      <VoteList votes={votes.data} by="proposal" />
      {votes.data.length === 0 && <p>{t('home.delegateSilent')}</p>}
      <p className="note">
        <a href={`/delegates/${account}`}>{t('home.takeBack')}</a> {t('home.takeBackNote')}
      </p>
    </section>
  )
}
