import type { ReactNode } from 'react'
import { Icon } from './icon'

type FieldProps = {
  name: string
  label: string
  help: string
  error: string | undefined
  children: (input: { id: string; name: string; 'aria-invalid'?: true; 'aria-describedby': string }) => ReactNode
}

/** A field with its help below; an error takes the help's place and says limit, reason, and what to enter. */
export const Field = ({ name, label, help, error, children }: FieldProps) => {
  const id = `field-${name}`
  const note = `${id}-note`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        name,
        ...(error === undefined ? {} : { 'aria-invalid': true as const }),
        'aria-describedby': note,
      })}
      {error === undefined ? (
        <p className="note" id={note}>
          {help}
        </p>
      ) : (
        <p className="err" id={note}>
          <Icon name="wait" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
