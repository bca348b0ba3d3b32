import { useNavigate } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { useAct } from '~/components/use-act'
import { buildDescription } from '../build-description'
import type { DraftEditorProps, DraftResult } from './draft-props'

const POLL_MS = 500

type SignCardProps = Omit<DraftEditorProps, 'result' | 'empty' | 'checker'> & {
  proposal: NonNullable<DraftResult['proposal']>
  isStale: boolean
  onDone: () => void
}

// The page of the new proposal exists from the block on that the index has read.
const useOpenWhenIndexed = (proposalId: string | null) => {
  const navigate = useNavigate()
  useEffect(() => {
    if (proposalId === null) return
    const timer = setInterval(async () => {
      const answer = await fetch(`/api/v1/proposals/${proposalId}`, { method: 'HEAD' }).catch(() => null)
      if (answer?.ok) navigate(`/proposals/${proposalId}`)
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [proposalId, navigate])
}

/** Signs what was checked, and opens its page as soon as there is one. */
export const SignCard = ({ proposal, isStale, onDone, form, viewer, signTexts, ...props }: SignCardProps) => {
  const [made, setMade] = useState<string | null>(null)
  const { status, busy, connect, act } = useAct(props, viewer, false)
  useOpenWhenIndexed(made)
  const { texts } = form

  const sign = async () => {
    if (viewer === null) return void (await connect())
    const description = buildDescription(proposal, viewer)
    const outcome = await act({ kind: 'propose', calls: proposal.calls, description })
    if (!outcome.ok) return
    onDone()
    setMade(outcome.proposalId)
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
