import { TierBadge } from '~/components/tier-badge'
import { useIntl } from '~/i18n/intl-context'
import type { ProposalSummary } from '../schema'
import { nameState, OPEN_STATES } from './name-state'

type BadgesProps = { proposal: Pick<ProposalSummary, 'id' | 'tier' | 'state' | 'phase' | 'kind'>; numbered?: boolean }

/** Tier, state and kind; the state stands out while somebody can still act. */
export const ProposalBadges = ({ proposal, numbered }: BadgesProps) => {
  const intl = useIntl()
  const { t } = intl
  const { tier, state, kind, id } = proposal
  return (
    <div className="row">
      <TierBadge tier={tier} name={t(`tier.${tier}`)} />
      <span className={OPEN_STATES.includes(state) ? 'badge now' : 'badge'}>{nameState(intl, proposal)}</span>
      <span className="small">
        {t(`kind.${kind}`)}
        {numbered && <span className="quiet"> · {t('proposal.number', { id })}</span>}
      </span>
    </div>
  )
}
