import { Field } from '~/components/field'
import type { DraftFormData, DraftResult } from './draft-props'

type FieldsProps = { form: DraftFormData; values: DraftResult['values']; errors: DraftResult['errors'] }

const ReleaseFields = ({ form, values, errors }: FieldsProps) => {
  const { texts, releases } = form
  const moves = [
    ['advance', texts['move.advance']],
    ['revoke', texts['move.revoke']],
  ] as const
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
      <fieldset className="field">
        <legend>{texts.move}</legend>
        <div className="choices">
          {moves.map(([value, text]) => (
            <label key={value}>
              <input type="radio" name="move" value={value} defaultChecked={(values['move'] ?? 'advance') === value} />
              {text}
            </label>
          ))}
        </div>
      </fieldset>
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
      {form.kind === 'release' ? <ReleaseFields {...props} /> : <CustomFields {...props} />}
      <Field name="text" label={texts.text} help={texts.textHelp} error={errors.text}>
        {(input) => <textarea {...input} defaultValue={values['text'] ?? ''} />}
      </Field>
    </>
  )
}
