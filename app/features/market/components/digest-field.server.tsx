import { Field } from '~/components/field'
import { useIntl } from '~/i18n/intl-context'

type DigestFieldProps = {
  name: string
  label: string
  help: string
  value: string
  /** Whether it was sent, and is no digest. */
  wrong: boolean
}

/** A SHA-256, as `parseDigest` takes it. */
export const DigestField = ({ name, label, help, value, wrong }: DigestFieldProps) => {
  const { t } = useIntl()
  return (
    <Field name={name} label={label} help={help} error={wrong ? t('orderError.spec', { given: value }) : undefined}>
      {(input) => <input {...input} spellCheck={false} defaultValue={value} />}
    </Field>
  )
}
