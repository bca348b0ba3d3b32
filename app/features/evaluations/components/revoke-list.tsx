import { useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { useAct } from '~/components/use-act'
import type { AttestProps } from './attest-props'

/** Takes back what the reader has stated; only live statements are offered. */
export const RevokeList = ({ form, ...props }: AttestProps) => {
  const { texts, mine, viewer } = form
  const [sent, setSent] = useState<number | null>(null)
  const isShown = sent !== null && !mine.some(({ uid }) => uid === sent)
  const { status, busy, act } = useAct(props, viewer, isShown)
  if (mine.length === 0 && status.step === 'idle') return null

  const revoke = async (uid: number) => {
    setSent(uid)
    await act({ kind: 'revoke-attestation', uid })
  }
  return (
    <section className="card" aria-busy={busy} aria-labelledby="revoke">
      <h2 id="revoke">{texts.revokeTitle}</h2>
      <p className="note">{texts.revokeNote}</p>
      {mine.map(({ uid, text }) => (
        <button key={uid} type="button" className="btn wide" disabled={busy} onClick={() => revoke(uid)}>
          {text}
        </button>
      ))}
      <ActNotice status={status} texts={texts} />
    </section>
  )
}
