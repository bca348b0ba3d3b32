import { useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { useAct, type WalletProps } from '~/components/use-act'
import { useOpenWhenIndexed } from '~/components/use-open-when-indexed'
import type { MarketAct } from '~/domain/wallet'
import type { AreaText } from '~/i18n/messages'

/** What the reader can sign now; `pays` in base units of their money. */
export type PreparedAct = { act: MarketAct; pays: string; button: string; note: string }

export type MarketActsData = {
  viewer: Address | null
  acts: readonly PreparedAct[]
  /** Changes with whatever the page shows, so that an act is known to be shown. */
  stamp: string
  /** Said where there is nothing to do. */
  empty: string
  texts: ActTexts & AreaText<'marketActs'>
}

/** Connects, or signs one of the acts that the server has worked out. */
export const MarketActs = ({ data, ...props }: WalletProps & { data: MarketActsData }) => {
  const { viewer, acts, stamp, empty, texts } = data
  const [sent, setSent] = useState<string | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const { status, busy, connect, act } = useAct(props, viewer, sent !== null && sent !== stamp)
  useOpenWhenIndexed(made)

  const send = async (prepared: PreparedAct) => {
    setSent(stamp)
    const outcome = await act({ kind: 'market', act: prepared.act, pays: prepared.pays })
    if (!outcome.ok) return
    const { name } = prepared.act
    if (name === 'placeOrder') setMade(`/compute/orders/${outcome.created}`)
    if (name === 'offer') setMade(`/compute/jobs/${outcome.created}`)
  }

  return (
    <section className="card" aria-busy={busy} aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {viewer === null && (
        <button type="button" className="btn main wide" disabled={busy} onClick={() => connect()}>
          {texts.connect}
        </button>
      )}
      {viewer !== null && acts.length === 0 && <p className="note">{empty}</p>}
      {viewer !== null &&
        acts.map((prepared, index) => (
          <div key={`${prepared.act.name} ${prepared.button}`} className="stack">
            <button
              type="button"
              className={index === 0 ? 'btn main wide' : 'btn wide'}
              disabled={busy}
              onClick={() => send(prepared)}
            >
              {prepared.button}
            </button>
            <p className="note">{prepared.note}</p>
          </div>
        ))}
      <ActNotice status={status} texts={texts} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
