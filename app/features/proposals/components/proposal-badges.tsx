import { TierBadge } from '~/components/tier-badge'
import { useIntl } from '~/i18n/intl-context'
import type { ProposalSummary } from '../schema'

type BadgesProps = { proposal: Pick<ProposalSummary, 'id' | 'tier' | 'state' | 'phase' | 'kind'>; numbered?: boolean }

const OPEN: readonly ProposalSummary['state'][] = ['active', 'succeeded', 'queued']

/** Tier, state and kind; the state stands out while somebody can still act. */
export const ProposalBadges = ({ proposal, numbered }: BadgesProps) => {
  const { t } = useIntl()
  const { tier, state, phase, kind, id } = proposal
  return (
    <div className="row">
      <TierBadge tier={tier} name={t(`tier.${tier}`)} />
      <span className={OPEN.includes(state) ? 'badge now' : 'badge'}>
        {phase === 'objection' ? t('state.objection') : t(`state.${state}`)}
      </span>
      <span className="small">
        {t(`kind.${kind}`)}
        {numbered && <span className="quiet"> · {t('proposal.number', { id })}</span>}
      </span>
    </div>
  )
}
