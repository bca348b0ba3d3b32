import { useIntl } from '~/i18n/intl-context'
import type { ReleaseSummary } from '../schema'

const TONE: Record<ReleaseSummary['stage'], string> = {
  registered: 'badge',
  'red-team': 'badge now',
  gated: 'badge now',
  open: 'badge',
  revoked: 'badge bad',
}

/** The stage by name. */
export const StageBadge = ({ stage }: { stage: ReleaseSummary['stage'] }) => {
  const { t } = useIntl()
  return <span className={TONE[stage]}>{t(`stage.${stage}`)}</span>
}
