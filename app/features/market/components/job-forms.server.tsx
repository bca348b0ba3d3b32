import { Field } from '~/components/field'
import { useIntl } from '~/i18n/intl-context'
import type { EnteredDigest } from '../acts/parse-digest'
import type { Job, Milestone } from '../schema/jobs'
import { DigestField } from './digest-field.server'

/** What is delivered next. The milestone's number keeps a digest that stays in the address from being delivered twice. */
export const DeliverForm = ({ job, next, digest }: { job: Job; next: Milestone; digest: EnteredDigest }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="deliver">
      <h2 id="deliver">{t('jobForms.deliver', { number: next.index + 1 })}</h2>
      <form className="stack" action={`/compute/jobs/${job.id}`}>
        <input type="hidden" name="deliver" value={next.index} />
        <DigestField name="digest" label={t('jobForms.digest')} help={t('jobForms.digestHelp')} {...digest} />
        <button type="submit" className="btn">
          {t('jobForms.showDelivery')}
        </button>
      </form>
    </section>
  )
}

type RejectFormProps = { job: Job; rejectable: readonly Milestone[]; chosen: string; evidence: EnteredDigest }

/** Which delivery is rejected, and what shows why. */
export const RejectForm = ({ job, rejectable, chosen, evidence }: RejectFormProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="reject">
      <h2 id="reject">{t('jobForms.reject')}</h2>
      <form className="stack" action={`/compute/jobs/${job.id}`}>
        <Field name="reject" label={t('jobs.milestone')} help={t('jobForms.rejectHelp')} error={undefined}>
          {(input) => (
            <select {...input} defaultValue={chosen}>
              {rejectable.map(({ index }) => (
                <option key={index} value={index}>
                  {t('jobs.milestoneNumber', { number: index + 1 })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <DigestField name="evidence" label={t('jobForms.evidence')} help={t('jobForms.evidenceHelp')} {...evidence} />
        <button type="submit" className="btn">
          {t('jobForms.showRejection')}
        </button>
      </form>
    </section>
  )
}
