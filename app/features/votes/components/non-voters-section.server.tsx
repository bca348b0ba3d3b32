import type { List } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import type { NonVoter } from '../schema'
import { NonVoterList } from './non-voter-list.server'

type NonVotersSectionProps = { pending: boolean; token: List<NonVoter>; seat: List<NonVoter> }

/** Who could still have a say, or could have had one, in each house. */
export const NonVotersSection = ({ pending, token, seat }: NonVotersSectionProps) => {
  const { t } = useIntl()
  return (
    <>
      <header>
        <h2 id="silent">{t('proposal.silent')}</h2>
        {!pending && <span className="small quiet">{t('proposal.silentNote')}</span>}
      </header>
      {pending ? (
        <p className="note">{t('proposal.silentPending')}</p>
      ) : (
        <div className="two">
          <NonVoterList house="token" nonVoters={token.data} more={token.page.next !== null} />
          <NonVoterList house="seat" nonVoters={seat.data} more={seat.page.next !== null} />
        </div>
      )}
    </>
  )
}
