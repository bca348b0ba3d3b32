import { type FormEvent, useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { useAct } from '~/components/use-act'
import type { RegisterEditorProps } from './register-props'

type RegisterModelProps = Pick<RegisterEditorProps, 'form' | 'viewer' | 'signTexts' | 'access' | 'locale' | 'wallet'>

/** Opens a model for the reader's party: its releases come below it. */
export const RegisterModel = ({ form, viewer, signTexts, ...props }: RegisterModelProps) => {
  const { texts, models, hasParty } = form
  const [made, setMade] = useState<string | null>(null)
  const isShown = made !== null && models.some(({ value }) => value === made)
  const { status, busy, connect, act } = useAct(props, viewer, isShown)

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = new FormData(event.currentTarget).get('name')
    if (viewer === null) return void (await connect())
    if (typeof name !== 'string' || name.trim() === '') return
    const outcome = await act({ kind: 'register-model', name: name.trim() })
    if (outcome.ok) setMade(outcome.created)
  }

  return (
    <section className="card" aria-busy={busy}>
      <h2>{texts.newModel}</h2>
      <p className="note">{hasParty === false ? texts.noParty : texts.newModelNote}</p>
      {hasParty !== false && (
        <form className="stack-2" onSubmit={onSubmit}>
          <div className="field">
            <label htmlFor="model-name">{texts.modelName}</label>
            <input id="model-name" name="name" maxLength={64} required={viewer !== null} autoComplete="off" />
          </div>
          <button type="submit" className="btn wide" disabled={busy}>
            {viewer === null ? texts.connect : texts.signModel}
          </button>
        </form>
      )}
      <ActNotice status={status} texts={signTexts} />
    </section>
  )
}
