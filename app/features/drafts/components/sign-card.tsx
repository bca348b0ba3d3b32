import { useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { useAct } from '~/components/use-act'
import { useOpenWhenIndexed } from '~/components/use-open-when-indexed'
import { buildDescription } from '../build-description'
import type { DraftEditorProps, DraftResult } from './draft-props'

type SignCardProps = Omit<DraftEditorProps, 'opened' | 'result' | 'empty' | 'checker' | 'saveTexts'> & {
  proposal: NonNullable<DraftResult['proposal']>
  isStale: boolean
  onDone: () => void
}

/** Signs what was checked, and opens its page as soon as there is one. */
export const SignCard = ({ proposal, isStale, onDone, form, viewer, signTexts, ...props }: SignCardProps) => {
  const [made, setMade] = useState<string | null>(null)
  const { status, busy, connect, act } = useAct(props, viewer, false)
  useOpenWhenIndexed(made === null ? null : `/proposals/${made}`)
  const { texts } = form

  const sign = async () => {
    if (viewer === null) return void (await connect())
    const description = buildDescription(proposal, viewer)
    const outcome = await act({ kind: 'propose', calls: proposal.calls, description })
    if (!outcome.ok) return
    onDone()
    setMade(outcome.created)
  }

  return (
    <section className="card" aria-busy={busy}>
      {isStale && <p className="note">{texts.stale}</p>}
      <button type="button" className="btn main wide" disabled={busy || isStale} onClick={sign}>
        {viewer === null ? texts.connect : texts.sign}
      </button>
      <ActNotice status={status} texts={signTexts} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
