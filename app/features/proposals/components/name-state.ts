import type { IntlShape } from '~/i18n/intl-context'
import type { ProposalSummary } from '../schema'

/** While it is in one of these, somebody can still act. */
export const OPEN_STATES: readonly ProposalSummary['state'][] = ['active', 'succeeded', 'queued']

export const nameState = ({ t }: IntlShape, { state, phase }: Pick<ProposalSummary, 'state' | 'phase'>) =>
  phase === 'objection' ? t('state.objection') : t(`state.${state}`)
