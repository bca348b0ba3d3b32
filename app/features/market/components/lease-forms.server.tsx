import { Field } from '~/components/field'
import { WithUnit } from '~/components/with-unit'
import { useIntl } from '~/i18n/intl-context'
import { DigestField } from './digest-field.server'

type LeaseFormsProps = {
  id: string
  canTopUp: boolean
  canDispute: boolean
  /** The most GPU-seconds that can be confirmed; null where there are none. */
  mostUsed: number | null
  values: { more: string; back: string; evidence: string; used: string }
  wrong: { more: string | null; back: string | null; evidence: boolean; used: string | null }
}

/** How much longer to pay for; what was used; or what to contest. */
export const LeaseForms = ({ id, canTopUp, canDispute, mostUsed, values, wrong }: LeaseFormsProps) => {
  const { t } = useIntl()
  if (!canTopUp && !canDispute && mostUsed === null) return null
  return (
    <section className="sec" aria-labelledby="more">
      <h2 id="more">{t('leaseForm.title')}</h2>
      {canTopUp && (
        <form className="stack" action={`/compute/leases/${id}`}>
          <Field
            name="more"
            label={t('leaseForm.more')}
            help={t('leaseForm.moreHelp')}
            error={wrong.more === null ? undefined : t('orderError.hours', { given: wrong.more })}
          >
            {(input) => (
              <WithUnit unit={t('draft.hoursUnit')}>
                <input {...input} inputMode="decimal" defaultValue={values.more} />
              </WithUnit>
            )}
          </Field>
          <button type="submit" className="btn">
            {t('acceptForm.show')}
          </button>
        </form>
      )}
      {mostUsed !== null && (
        <form className="stack" action={`/compute/leases/${id}`}>
          <Field
            name="used"
            label={t('leaseForm.used')}
            help={t('leaseForm.usedHelp', { most: String(mostUsed) })}
            error={
              wrong.used === null ? undefined : t('orderError.used', { given: wrong.used, most: String(mostUsed) })
            }
          >
            {(input) => (
              <WithUnit unit={t('leaseForm.gpuSeconds')}>
                <input {...input} inputMode="numeric" defaultValue={values.used} />
              </WithUnit>
            )}
          </Field>
          <button type="submit" className="btn">
            {t('leaseForm.showUsed')}
          </button>
        </form>
      )}
      {canDispute && (
        <form className="stack" action={`/compute/leases/${id}`}>
          <div className="two">
            <Field
              name="back"
              label={t('leaseForm.back')}
              help={t('leaseForm.backHelp')}
              error={wrong.back === null ? undefined : t('orderError.notice', { given: wrong.back })}
            >
              {(input) => (
                <WithUnit unit={t('draft.minutes')}>
                  <input {...input} inputMode="numeric" defaultValue={values.back} />
                </WithUnit>
              )}
            </Field>
            <DigestField
              name="evidence"
              label={t('leaseForm.evidence')}
              help={t('leaseForm.evidenceHelp')}
              value={values.evidence}
              wrong={wrong.evidence}
            />
          </div>
          <button type="submit" className="btn">
            {t('leaseForm.showDispute')}
          </button>
        </form>
      )}
    </section>
  )
}
