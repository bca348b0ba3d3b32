import { Field } from '~/components/field'
import { BudgetFields, PolicyFields, PoolFields } from './compute-fields'
import { MarketFields } from './market-fields'
import { type FieldsProps, Moves, Only } from './moves'

const ReleaseFields = ({ form, values, errors }: FieldsProps) => {
  const { texts, releases } = form
  return (
    <>
      <Field
        name="release"
        label={texts.release}
        help={releases.length === 0 ? texts.noReleases : texts.releaseHelp}
        error={errors.release}
      >
        {(input) => (
          <select {...input} defaultValue={values['release'] ?? ''}>
            <option value="">{texts.choose}</option>
            {releases.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Moves moves={['advance', 'revoke']} form={form} values={values} />
    </>
  )
}

const CustomFields = ({ form, values, errors }: FieldsProps) => {
  const { texts, targets } = form
  return (
    <>
      <div className="two">
        <Field name="target" label={texts.target} help="" error={errors.target}>
          {(input) => (
            <select {...input} defaultValue={values['target'] ?? targets[0]?.value}>
              {targets.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
              <option value="other">{texts.otherTarget}</option>
            </select>
          )}
        </Field>
        <Field name="other" label={texts.other} help={texts.otherHelp} error={errors.other}>
          {(input) => <input {...input} defaultValue={values['other'] ?? ''} spellCheck={false} autoComplete="off" />}
        </Field>
      </div>
      <Field name="function" label={texts.function} help={texts.functionHelp} error={errors.function}>
        {(input) => <input {...input} defaultValue={values['function'] ?? ''} spellCheck={false} autoComplete="off" />}
      </Field>
      <Field name="arguments" label={texts.arguments} help={texts.argumentsHelp} error={errors.arguments}>
        {(input) => <textarea {...input} defaultValue={values['arguments'] ?? ''} spellCheck={false} />}
      </Field>
      <Field name="value" label={texts.value} help={texts.valueHelp} error={errors.value}>
        {(input) => <input {...input} defaultValue={values['value'] ?? ''} inputMode="decimal" autoComplete="off" />}
      </Field>
    </>
  )
}

const EvaluatorFields = ({ form, values, errors }: FieldsProps) => (
  <>
    <Moves moves={['appoint', 'dismiss']} form={form} values={values} />
    <Field name="account" label={form.texts.account} help={form.texts.evaluatorHelp} error={errors.account}>
      {(input) => <input {...input} defaultValue={values['account'] ?? ''} spellCheck={false} autoComplete="off" />}
    </Field>
  </>
)

const OverruleFields = ({ form: { texts }, values, errors }: FieldsProps) => (
  <Field name="uid" label={texts.uid} help={texts.uidHelp} error={errors.uid}>
    {(input) => <input {...input} defaultValue={values['uid'] ?? ''} inputMode="numeric" autoComplete="off" />}
  </Field>
)

const CustodyFields = ({ form, form: { texts }, values, errors }: FieldsProps) => (
  <>
    <Moves moves={['grant', 'revoke']} names={{ revoke: texts['move.revokeGrant'] }} form={form} values={values} />
    <Only moves={['grant']}>
      <div className="two">
        <Field name="seal" label={texts.seal} help={texts.sealHelp} error={errors.seal}>
          {(input) => <input {...input} defaultValue={values['seal'] ?? ''} inputMode="numeric" autoComplete="off" />}
        </Field>
        <Field name="until" label={texts.until} help={texts.untilHelp} error={errors.until}>
          {(input) => <input {...input} type="date" defaultValue={values['until'] ?? ''} />}
        </Field>
      </div>
      <Field name="account" label={texts.grantee} help={texts.otherHelp} error={errors.account}>
        {(input) => <input {...input} defaultValue={values['account'] ?? ''} spellCheck={false} autoComplete="off" />}
      </Field>
      <Field name="recipient" label={texts.recipient} help={texts.recipientHelp} error={errors.recipient}>
        {(input) => <input {...input} defaultValue={values['recipient'] ?? ''} spellCheck={false} autoComplete="off" />}
      </Field>
    </Only>
    <Only moves={['revoke']}>
      <Field name="grant" label={texts.grant} help={texts.grantHelp} error={errors.grant}>
        {(input) => <input {...input} defaultValue={values['grant'] ?? ''} inputMode="numeric" autoComplete="off" />}
      </Field>
    </Only>
  </>
)

const MeasurementFields = ({ form, form: { texts }, values, errors }: FieldsProps) => (
  <>
    <Moves moves={['allow', 'remove']} form={form} values={values} />
    <Field name="measurement" label={texts.measurement} help={texts.measurementHelp} error={errors.measurement}>
      {(input) => <input {...input} defaultValue={values['measurement'] ?? ''} spellCheck={false} autoComplete="off" />}
    </Field>
    <Field name="description" label={texts.description} help={texts.descriptionHelp} error={errors.description}>
      {(input) => <input {...input} defaultValue={values['description'] ?? ''} autoComplete="off" />}
    </Field>
  </>
)

const fieldsOf = {
  release: ReleaseFields,
  evaluator: EvaluatorFields,
  overrule: OverruleFields,
  custody: CustodyFields,
  measurement: MeasurementFields,
  policy: PolicyFields,
  pool: PoolFields,
  budget: BudgetFields,
  market: MarketFields,
  custom: CustomFields,
} as const

const KindFields = (props: FieldsProps) => {
  const Fields = fieldsOf[props.form.kind]
  return <Fields {...props} />
}

/** The fields of one kind of proposal, filled with what was sent before. */
export const DraftFields = (props: FieldsProps) => {
  const { form, values, errors } = props
  const { texts } = form
  return (
    <>
      <input type="hidden" name="kind" value={form.kind} />
      <Field name="title" label={texts.name} help={texts.nameHelp} error={errors.title}>
        {(input) => <input {...input} defaultValue={values['title'] ?? ''} autoComplete="off" />}
      </Field>
      <KindFields {...props} />
      <Field name="text" label={texts.text} help={texts.textHelp} error={errors.text}>
        {(input) => <textarea {...input} defaultValue={values['text'] ?? ''} />}
      </Field>
    </>
  )
}
