import { useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { useAct } from '~/components/use-act'
import { useOpenWhenIndexed } from '~/components/use-open-when-indexed'
import type { ReleaseText } from '~/domain/wallet'
import type { RegisterEditorProps } from './register-props'

type RegisterSignProps = Omit<RegisterEditorProps, 'result' | 'empty' | 'head' | 'checker'> & {
  release: ReleaseText
  isStale: boolean
  onDone: () => void
}

/** Signs what was checked, and opens the release's page as soon as there is one. */
export const RegisterSign = ({ release, isStale, onDone, form, viewer, signTexts, ...props }: RegisterSignProps) => {
  const [made, setMade] = useState<string | null>(null)
  const { status, busy, connect, act } = useAct(props, viewer, false)
  useOpenWhenIndexed(made === null ? null : `/releases/${made}`)
  const { texts } = form

  const sign = async () => {
    if (viewer === null) return void (await connect())
    const outcome = await act({ kind: 'register-release', release })
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
      <p className="note">{texts.final}</p>
      <ActNotice status={status} texts={signTexts} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
