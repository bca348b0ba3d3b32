import type { Money } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import type { Dispute } from '../schema/disputes'

/** The lease, or the milestone of a job, that a dispute is about; null of another court. */
export const DisputeSubject = ({ dispute: { lease, milestone } }: { dispute: Dispute }) => {
  const { t } = useIntl()
  if (milestone !== null) {
    const { job, index } = milestone
    return <a href={`/compute/jobs/${job}`}>{t('jobs.milestoneOf', { id: job, number: index + 1 })}</a>
  }
  return lease === null ? null : <a href={`/compute/leases/${lease}`}>{t('leases.number', { id: lease })}</a>
}

/** What is at stake beside the bonds; null of another court. */
export const contestedOf = ({ contested, milestone }: Dispute): Money | null =>
  milestone?.amount ?? contested?.earned ?? null
