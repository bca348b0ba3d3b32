import { useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { AlertLine } from '~/components/alert-line'
import { sendJson } from '~/components/send-json'
import { useAct, type WalletProps } from '~/components/use-act'
import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'
import { explainAnswer } from './explain-answer'

/** What the card knows of the draft, and of what the reader sponsors of it. */
export type SponsorFacts = {
  id: string
  revision: number
  digest: string
  viewer: Address | null
  sponsors: 'current' | 'earlier' | null
  texts: AreaText<'draftAct'>
  signTexts: ActTexts
}

type SponsorCardProps = WalletProps & {
  facts: SponsorFacts
  /** Of the link by which the draft was opened. */
  token: string | null
  /** Shows the draft anew. */
  onDone: () => void
}

/** Stands behind exactly the revision that the page shows, or takes that back. */
export const SponsorCard = ({ facts, token, onDone, ...props }: SponsorCardProps) => {
  const { id, revision, digest, viewer, sponsors, texts, signTexts } = facts
  const { status, busy, connect, signIn } = useAct(props, viewer, false)
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const send = async (method: 'PUT' | 'DELETE') => {
    if (viewer === null) {
      if ((await connect()).ok) onDone()
      return
    }
    // Where the wallet speaks for another account now, the page has to show that one.
    if (!(await signIn()).ok) return onDone()
    setSending(true)
    const answer = await sendJson(`/drafts/${id}/sponsors`, {
      method,
      ...(method === 'PUT' ? { body: { digest } } : {}),
      ...(token === null ? {} : { headers: { 'Draft-Share': token } }),
    })
    setError(answer.ok ? null : explainAnswer(answer, texts))
    setSending(false)
    if (answer.ok || answer.code === 'draft_changed') onDone()
  }

  return (
    <div className="stack-2" aria-busy={busy || sending}>
      {sponsors !== 'current' && (
        <button type="button" className="btn main wide" disabled={busy || sending} onClick={() => send('PUT')}>
          {viewer === null ? texts.connectToSponsor : fillText(texts.sponsor, { revision })}
        </button>
      )}
      {sponsors !== null && (
        <button type="button" className="btn wide" disabled={busy || sending} onClick={() => send('DELETE')}>
          {texts.unsponsor}
        </button>
      )}
      <ActNotice status={status} texts={signTexts} />
      <AlertLine message={error} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </div>
  )
}
