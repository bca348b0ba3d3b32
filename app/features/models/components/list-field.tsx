import { type ChangeEvent, useId, useRef } from 'react'
import { Field } from '~/components/field'
import type { Locale } from '~/i18n/locale'
import type { Picked } from '../hashing/pick-files'
import { FileDrop } from './file-drop'
import { HashProgress } from './hash-progress'
import type { RegisterFormData, RegisterResult } from './register-props'
import { type Hashed, useHashing } from './use-hashing'

type ListFieldProps = {
  form: RegisterFormData
  values: RegisterResult['values']
  errors: RegisterResult['errors']
  locale: Locale
}

// At the top of a release, under these names.
const CARDS = ['README.md', 'MODEL_CARD.md', 'modelcard.md']

// The same text as `ostrakon manifest --json` prints.
const buildListText = ({ root, manifest, json, files, sizes }: Hashed): string => {
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  return JSON.stringify({ root, manifest, files: files.length, bytes, ...JSON.parse(json) }, null, 1)
}

const fill = (field: Element | RadioNodeList | null | undefined, value: string) => {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** The list of the release's files: from picked files, from a file, or pasted. */
export const ListField = ({ form: { texts, hashing }, values, errors, locale }: ListFieldProps) => {
  const area = useRef<HTMLTextAreaElement>(null)
  const { state, start, stop } = useHashing()
  const id = useId()

  const onPick = async (picked: Picked) => {
    const hashed = await start(picked)
    if (hashed === null) return
    fill(area.current, buildListText(hashed))
    const card = hashed.files.find(({ name }) => CARDS.includes(name))
    if (card !== undefined) fill(area.current?.form?.elements.namedItem('card'), card.digest)
  }
  const onFile = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? []
    if (file !== undefined) fill(area.current, await file.text())
  }

  return (
    <fieldset className="stack-2">
      <legend>{texts.files}</legend>
      <FileDrop texts={hashing} disabled={state.step === 'hashing'} onPick={onPick} />
      <HashProgress state={state} texts={hashing} locale={locale} onStop={stop} />
      <div className="field">
        <label htmlFor={id}>{texts.listFile}</label>
        <input id={id} type="file" accept=".json,application/json" onChange={onFile} />
      </div>
      <Field name="list" label={texts.list} help={texts.listHelp} error={errors.list}>
        {(input) => (
          <textarea {...input} ref={area} className="mono" defaultValue={values['list'] ?? ''} spellCheck={false} />
        )}
      </Field>
    </fieldset>
  )
}
