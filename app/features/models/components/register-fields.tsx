import { Field } from '~/components/field'
import type { Locale } from '~/i18n/locale'
import { ListField } from './list-field'
import type { RegisterFormData, RegisterResult } from './register-props'

type FieldsProps = {
  form: RegisterFormData
  values: RegisterResult['values']
  errors: RegisterResult['errors']
  locale: Locale
}

const Compute = ({ form: { texts }, values, errors }: FieldsProps) => (
  <div className="two">
    <Field name="gpuSeconds" label={texts.gpuSeconds} help={texts.gpuSecondsHelp} error={errors.gpuSeconds}>
      {(input) => <input {...input} defaultValue={values['gpuSeconds'] ?? ''} inputMode="numeric" autoComplete="off" />}
    </Field>
    <Field name="flop" label={texts.flop} help={texts.flopHelp} error={errors.flop}>
      {(input) => <input {...input} defaultValue={values['flop'] ?? ''} spellCheck={false} autoComplete="off" />}
    </Field>
  </div>
)

/** All that is registered of a release, filled with what was sent before. */
export const RegisterFields = (props: FieldsProps) => {
  const { form, values, errors } = props
  const { texts, models, licences } = form
  return (
    <>
      <div className="two">
        <Field name="model" label={texts.model} help={models.length === 0 ? texts.noModels : ''} error={errors.model}>
          {(input) => (
            <select {...input} defaultValue={values['model'] ?? ''}>
              <option value="">{texts.choose}</option>
              {models.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="version" label={texts.version} help={texts.versionHelp} error={errors.version}>
          {(input) => <input {...input} defaultValue={values['version'] ?? ''} autoComplete="off" />}
        </Field>
      </div>
      <ListField {...props} />
      <div className="two">
        <Field name="licence" label={texts.licence} help={texts.licenceHelp} error={errors.licence}>
          {(input) => (
            <>
              <input
                {...input}
                list="licences"
                defaultValue={values['licence'] ?? ''}
                spellCheck={false}
                autoComplete="off"
              />
              <datalist id="licences">
                {licences.map((licence) => (
                  <option key={licence} value={licence} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field name="parents" label={texts.parents} help={texts.parentsHelp} error={errors.parents}>
          {(input) => <input {...input} defaultValue={values['parents'] ?? ''} autoComplete="off" />}
        </Field>
      </div>
      <Compute {...props} />
      <Field name="uri" label={texts.uri} help={texts.uriHelp} error={errors.uri}>
        {(input) => <input {...input} defaultValue={values['uri'] ?? ''} spellCheck={false} autoComplete="off" />}
      </Field>
      <Field name="card" label={texts.card} help={texts.cardHelp} error={errors.card}>
        {(input) => <input {...input} defaultValue={values['card'] ?? ''} spellCheck={false} autoComplete="off" />}
      </Field>
    </>
  )
}
