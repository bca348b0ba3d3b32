import type { ReactNode } from 'react'
import { Icon } from '~/components/icon'

type FormFieldProps = {
  name: string
  label: string
  help: string
  /** What is wrong with what was typed; null while nothing is. */
  error: string | null
  unit?: string
  children: (input: { id: string; name: string; 'aria-describedby': string; 'aria-invalid'?: true }) => ReactNode
}

/** A field of a form that asks the page again, with what was typed in its address. */
export const FormField = ({ name, label, help, error, unit, children }: FormFieldProps) => {
  const input = {
    id: name,
    name,
    'aria-describedby': `${name}-note`,
    ...(error === null ? {} : { 'aria-invalid': true as const }),
  }
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {unit === undefined ? (
        children(input)
      ) : (
        <div className="unit">
          {children(input)}
          <span>{unit}</span>
        </div>
      )}
      {error === null ? (
        <p className="note" id={`${name}-note`}>
          {help}
        </p>
      ) : (
        <p className="err" id={`${name}-note`}>
          <Icon name="wait" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
