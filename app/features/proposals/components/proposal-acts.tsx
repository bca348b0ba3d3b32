import { useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { useAct } from '~/components/use-act'
import type { ProposalAct } from '~/domain/vote-options'
import type { ProposalActsProps } from './proposal-acts-props'

const endsIt = (act: ProposalAct) => act === 'cancel' || act === 'cancel-retiered'

/** Queue, execute or cancel: only what the governor would accept now. */
export const ProposalActs = ({ data, access, locale, wallet }: ProposalActsProps) => {
  const { acts, texts } = data
  const [sent, setSent] = useState<ProposalAct | null>(null)
  const [unsure, setUnsure] = useState<ProposalAct | null>(null)
  const shown = sent !== null && !acts.some(({ act }) => act === sent)
  const { status, busy, act } = useAct({ access, locale, wallet }, data.viewer, shown)
  if (acts.length === 0 && status.step === 'idle') return null

  const send = async (kind: ProposalAct) => {
    setUnsure(null)
    setSent(kind)
    await act({ kind, calls: data.calls, descriptionHash: data.descriptionHash })
  }

  return (
    <section className="card" aria-busy={busy}>
      <h2>{texts.title}</h2>
      {acts.map(({ act: kind, note, label }) => (
        <div key={kind} className="stack-2">
          <p className="note">{note}</p>
          {unsure === kind ? (
            <p className="row">
              <button type="button" className="btn" disabled={busy} onClick={() => send(kind)}>
                {texts.sure}
              </button>
              <button type="button" className="btn" onClick={() => setUnsure(null)}>
                {texts.keep}
              </button>
            </p>
          ) : (
            <button
              type="button"
              className={endsIt(kind) ? 'btn wide' : 'btn main wide'}
              disabled={busy}
              onClick={() => (endsIt(kind) ? setUnsure(kind) : send(kind))}
            >
              {label}
            </button>
          )}
        </div>
      ))}
      <ActNotice status={status} texts={texts} />
    </section>
  )
}
