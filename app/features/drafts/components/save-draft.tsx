import { type RefObject, useId, useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { AlertLine } from '~/components/alert-line'
import { type Answer, sendJson } from '~/components/send-json'
import { useAct, type WalletProps } from '~/components/use-act'
import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'
import { explainAnswer } from './explain-answer'
import { type KeptDraft, VISIBILITIES, type Visibility } from './use-kept-draft'

type Saved = { id: string; revision: number; etag: string; visibility: Visibility }

const readBody = (form: HTMLFormElement, visibility: Visibility) => {
  const {
    title = '',
    text = '',
    ...action
  } = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]))
  return { title, text, actions: [action], visibility }
}

const write = (kept: KeptDraft | null, body: unknown): Promise<Answer<Saved>> =>
  kept === null
    ? sendJson<Saved>('/drafts', { method: 'POST', body })
    : sendJson<Saved>(`/drafts/${kept.id}`, { method: 'PUT', body, headers: { 'If-Match': kept.etag } })

type SaveDraftProps = WalletProps & {
  formRef: RefObject<HTMLFormElement>
  kept: KeptDraft | null
  keep: (draft: KeptDraft) => void
  viewer: Address | null
  texts: AreaText<'draftAct'>
  signTexts: ActTexts
}

type Told = { error: string | null; saved: number | null }

/** Keeps what the form holds on the portal, as a new draft or as the next revision of the one that it is. */
export const SaveDraft = ({ formRef, kept, keep, viewer, texts, signTexts, ...props }: SaveDraftProps) => {
  const { status, busy, connect, signIn } = useAct(props, viewer, false)
  const [chosen, choose] = useState<Visibility | null>(null)
  const visibility = chosen ?? kept?.visibility ?? 'private'
  const [saving, setSaving] = useState(false)
  const [{ error, saved }, tell] = useState<Told>({ error: null, saved: null })
  const id = useId()

  // What is current is read, so that saving once more writes over it on purpose.
  const readCurrent = async (old: KeptDraft) => {
    const current = await sendJson<Saved>(`/drafts/${old.id}`, { method: 'GET' })
    if (!current.ok) return tell({ error: explainAnswer(current, texts), saved: null })
    const { revision, etag } = current.data
    keep({ ...old, etag })
    tell({ error: fillText(texts.changed, { revision, id: old.id }), saved: null })
  }

  const findToken = async (draft: Saved, known: string | null) => {
    if (draft.visibility !== 'link' || known !== null) return known
    const shared = await sendJson<{ token: string }>(`/drafts/${draft.id}/share`, { method: 'POST' })
    return shared.ok ? shared.data.token : null
  }

  const save = async (old: KeptDraft | null) => {
    if (viewer === null) return void (await connect())
    if (formRef.current === null || !(await signIn()).ok) return
    setSaving(true)
    const answer = await write(old, readBody(formRef.current, visibility))
    if (answer.ok) {
      const token = await findToken(answer.data, old?.token ?? null)
      keep({ id: answer.data.id, author: viewer, etag: answer.data.etag, visibility, token })
      tell({ error: null, saved: answer.data.revision })
    } else if (answer.code === 'precondition_failed' && old !== null) await readCurrent(old)
    else tell({ error: explainAnswer(answer, texts), saved: null })
    setSaving(false)
  }

  const link = kept && `/drafts/${kept.id}${kept.visibility === 'link' && kept.token ? `#${kept.token}` : ''}`
  const label = kept === null ? texts.save : fillText(texts.saveAgain, { id: kept.id })
  return (
    <section className="card" aria-busy={busy || saving}>
      <h2>{texts.title}</h2>
      <p className="note">{texts.note}</p>
      <div className="field">
        <label htmlFor={id}>{texts.visibility}</label>
        <select id={id} value={visibility} onChange={(event) => choose(event.target.value as Visibility)}>
          {VISIBILITIES.map((one) => (
            <option key={one} value={one}>
              {texts[`visibility.${one}`]}
            </option>
          ))}
        </select>
      </div>
      <button type="button" className="btn wide" disabled={busy || saving} onClick={() => save(kept)}>
        {viewer === null ? texts.connectToSave : label}
      </button>
      {kept !== null && (
        <button type="button" className="link small" disabled={busy || saving} onClick={() => save(null)}>
          {texts.saveNew}
        </button>
      )}
      <ActNotice status={status} texts={signTexts} />
      <p role="status" className="note">
        {saved !== null && fillText(texts.saved, { revision: saved })}
      </p>
      {link !== null && (
        <p className="long">
          <a href={link}>{link}</a>
        </p>
      )}
      <AlertLine message={error} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
