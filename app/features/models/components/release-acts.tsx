import { type FormEvent, useId, useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { useAct, type WalletProps } from '~/components/use-act'
import type { ReleaseAct } from '~/domain/release-acts'
import type { AreaText } from '~/i18n/messages'

/** What can be done to a release now, as the server prepares it (`buildReleaseActsData`). */
export type ReleaseActsData = {
  viewer: Address | null
  releaseId: number
  name: string
  acts: ReleaseAct[]
  texts: ActTexts & AreaText<'releaseAct'>
}

type ReleaseActsProps = WalletProps & { data: ReleaseActsData }

type OneActProps = { act: ReleaseAct; texts: ReleaseActsData['texts']; busy: boolean; onSend: (reason: string) => void }

const OneAct = ({ act, texts, busy, onSend }: OneActProps) => {
  const [isUnsure, setUnsure] = useState(false)
  const id = useId()
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!isUnsure) return setUnsure(true)
    const reason = new FormData(event.currentTarget).get('reason')
    setUnsure(false)
    onSend(typeof reason === 'string' ? reason.trim() : '')
  }
  return (
    <form className="stack-2" onSubmit={onSubmit}>
      <p className="note">{texts[`${act}Note`]}</p>
      {act !== 'withdraw' && (
        <div className="field">
          <label htmlFor={id}>{texts.reason}</label>
          <textarea id={id} name="reason" maxLength={256} required />
        </div>
      )}
      <p className="row">
        <button type="submit" className={isUnsure ? 'btn' : 'btn wide'} disabled={busy}>
          {isUnsure ? texts[`${act}Sure`] : texts[act]}
        </button>
        {isUnsure && (
          <button type="button" className="btn" onClick={() => setUnsure(false)}>
            {texts.keep}
          </button>
        )}
      </p>
    </form>
  )
}

/** Withdraw, hold or recall: only what the registry would accept from this account now. */
export const ReleaseActs = ({ data, ...props }: ReleaseActsProps) => {
  const { viewer, releaseId, name, acts, texts } = data
  const [sent, setSent] = useState<ReleaseAct | null>(null)
  const isShown = sent !== null && !acts.includes(sent)
  const { status, busy, act } = useAct(props, viewer, isShown)
  if (acts.length === 0 && status.step === 'idle') return null

  const send = async (kind: ReleaseAct, reason: string) => {
    setSent(kind)
    await act(kind === 'withdraw' ? { kind, releaseId } : { kind, releaseId, reason })
  }

  return (
    <section className="card" aria-busy={busy} aria-label={`${texts.title}: ${name}`}>
      <h2>{texts.title}</h2>
      <p className="small">{name}</p>
      {acts.map((kind) => (
        <OneAct key={kind} act={kind} texts={texts} busy={busy} onSend={(reason) => send(kind, reason)} />
      ))}
      <ActNotice status={status} texts={texts} />
    </section>
  )
}
