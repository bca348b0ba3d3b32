import { useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { useAct, type WalletProps } from '~/components/use-act'

type StopGrantsProps = WalletProps & {
  viewer: Address
  /** Those that are not over yet; the council alone is given any. */
  grants: readonly { id: number; text: string }[]
  texts: ActTexts & { title: string; note: string }
}

/** Stops grants of custody: only what the contract would accept from the council now. */
export const StopGrants = ({ viewer, grants, texts, ...props }: StopGrantsProps) => {
  const [sent, setSent] = useState<number | null>(null)
  const isShown = sent !== null && !grants.some(({ id }) => id === sent)
  const { status, busy, act } = useAct(props, viewer, isShown)
  if (grants.length === 0 && status.step === 'idle') return null

  const stop = async (grantId: number) => {
    setSent(grantId)
    await act({ kind: 'stop-grant', grantId })
  }
  return (
    <section className="card" aria-busy={busy}>
      <h2>{texts.title}</h2>
      <p className="note">{texts.note}</p>
      {grants.map(({ id, text }) => (
        <button key={id} type="button" className="btn wide" disabled={busy} onClick={() => stop(id)}>
          {text}
        </button>
      ))}
      <ActNotice status={status} texts={texts} />
    </section>
  )
}
