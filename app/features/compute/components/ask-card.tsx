import { useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { useAct, type WalletProps } from '~/components/use-act'
import type { ComputeAsk } from '~/domain/wallet'
import type { AreaText } from '~/i18n/messages'

/** What can be signed, as the server prepares it. */
export type AskCardData = {
  viewer: Address | null
  /** Null while there is nothing to sign; `button` says what it does. */
  ask: { request: ComputeAsk; button: string } | null
  /** The number of the request that stands for that pool, 0 where there is none. */
  present: number
  texts: ActTexts & AreaText<'askCard'>
}

/** Connects, or signs the request that the page has worked out. */
export const AskCard = ({ data, ...props }: WalletProps & { data: AskCardData }) => {
  const { viewer, ask, present, texts } = data
  const [sent, setSent] = useState<number | null>(null)
  const { status, busy, connect, act } = useAct(props, viewer, sent !== null && present >= sent)

  const send = async () => {
    if (viewer === null) return void (await connect())
    if (ask === null) return
    setSent(ask.request.seq)
    await act({ kind: 'request-compute', request: ask.request })
  }

  return (
    <section className="card" aria-busy={busy} aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <button
        type="button"
        className="btn main wide"
        disabled={busy || (viewer !== null && ask === null)}
        onClick={send}
      >
        {viewer === null ? texts.connect : (ask?.button ?? texts.first)}
      </button>
      <ActNotice status={status} texts={texts} />
      <p className="note">{texts.note}</p>
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
