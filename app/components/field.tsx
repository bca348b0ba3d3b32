import type { ReactNode } from 'react'
import { Icon } from './icon'

type FieldProps = {
  name: string
  label: string
  help: string
  error: string | undefined
  children: (input: { id: string; name: string; 'aria-invalid'?: true; 'aria-describedby': string }) => ReactNode
}

type NoteProps = { id: string; help: string; error: string | undefined }

/** The help below a field; an error takes its place and says limit, reason, and what to enter. */
export const FieldNote = ({ id, help, error }: NoteProps) =>
  error === undefined ? (
    <p className="note" id={id}>
      {help}
    </p>
  ) : (
    <p className="err" id={id}>
      <Icon name="wait" />
      <span>{error}</span>
    </p>
  )

/** A field with its note. */
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
      <FieldNote id={note} help={help} error={error} />
    </div>
  )
}
