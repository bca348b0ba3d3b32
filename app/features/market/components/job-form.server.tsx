import { Callout } from '~/components/callout'
import { Field } from '~/components/field'
import { WithUnit } from '~/components/with-unit'
import { useIntl } from '~/i18n/intl-context'
import type { JobDraft, PlanRow } from '../acts/job-draft'
import type { ProviderRef } from '../schema/parts'
import { DigestField } from './digest-field.server'
import { MarketHead } from './market-head.server'

export type JobFormProps = {
  draft: JobDraft
  providers: readonly (ProviderRef & { pool: { name: string } })[]
  unit: string
  /** What it comes to, and what follows from that; null while something is wrong or missing. */
  told: { sentence: string; notes: readonly string[] } | null
}

const MilestoneFields = ({ row, unit }: { row: PlanRow; unit: string }) => {
  const { t } = useIntl()
  const { number, amount, deadline, errors } = row
  return (
    <fieldset className="stack-2">
      <legend>{t('jobs.milestoneNumber', { number })}</legend>
      <div className="two">
        <Field
          name={`amount${number}`}
          label={t('jobs.pays')}
          help={t('jobForm.amountHelp')}
          error={errors.amount && t(`jobError.${errors.amount}`, { given: amount })}
        >
          {(input) => (
            <WithUnit unit={unit}>
              <input {...input} inputMode="decimal" defaultValue={amount} />
            </WithUnit>
          )}
        </Field>
        <Field
          name={`deadline${number}`}
          label={t('jobs.deadline')}
          help={t('jobForm.deadlineHelp')}
          error={errors.deadline && t(`jobError.${errors.deadline}`, { given: deadline.replace('T', ' ') })}
        >
          {(input) => (
            <WithUnit unit="UTC">
              <input {...input} type="datetime-local" defaultValue={deadline} />
            </WithUnit>
          )}
        </Field>
      </div>
    </fieldset>
  )
}

/** Who is to make what by when for how much, as an address; and what it comes to before anything is signed. */
export const JobForm = ({ draft: { values, errors, rows }, providers, unit, told }: JobFormProps) => {
  const { t } = useIntl()
  return (
    <>
      <MarketHead place="jobs" name={t('jobForm.title')} lede={t('jobForm.lede')} />
      <section className="sec" aria-labelledby="offer">
        <h2 id="offer">{t('jobs.facts')}</h2>
        {told !== null && (
          <Callout tone="result" title={told.sentence}>
            {told.notes.map((note) => (
              <p key={note} className="small">
                {note}
              </p>
            ))}
          </Callout>
        )}
        <form className="stack" action="/compute/jobs/new">
          <Field
            name="provider"
            label={t('market.provider')}
            help={t('jobForm.providerHelp')}
            error={errors.provider && t('jobError.provider', { given: values.provider })}
          >
            {(input) => (
              <select {...input} defaultValue={values.provider}>
                {providers.map(({ id, pool }) => (
                  <option key={id} value={id}>
                    {t('jobForm.node', { id, pool: pool.name })}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <DigestField
            name="spec"
            label={t('jobs.spec')}
            help={t('jobForm.specHelp')}
            value={values.spec}
            wrong={errors.spec !== undefined}
          />
          <p className="note">{t('jobForm.rowsNote')}</p>
          {rows.map((row) => (
            <MilestoneFields key={row.number} row={row} unit={unit} />
          ))}
          <button type="submit" className="btn">
            {t('jobForm.check')}
          </button>
        </form>
      </section>
    </>
  )
}
