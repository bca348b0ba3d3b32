import { FieldNote } from './field'

type ChoicesProps = {
  name: string
  label: string
  help: string
  error: string | undefined
  choices: readonly { value: string; text: string }[]
  chosen: readonly string[]
}

/** Any number out of a few, with a note as below a field. */
export const Choices = ({ name, label, help, error, choices, chosen }: ChoicesProps) => {
  const note = `field-${name}-note`
  return (
    <fieldset className="field" aria-describedby={note}>
      <legend>{label}</legend>
      <div className="choices">
        {choices.map(({ value, text }) => (
          <label key={value}>
            <input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
      <FieldNote id={note} help={help} error={error} />
    </fieldset>
  )
}
