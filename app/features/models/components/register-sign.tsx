import { useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { useAct } from '~/components/use-act'
import { useOpenWhenIndexed } from '~/components/use-open-when-indexed'
import type { ReleaseText } from '~/domain/wallet'
import type { RegisterEditorProps } from './register-props'

type RegisterSignProps = Omit<RegisterEditorProps, 'result' | 'empty' | 'head' | 'checker'> & {
  release: ReleaseText
  /** The checked list of files, which everyone may want to read. */
  list: string
  isStale: boolean
  onDone: () => void
}

/** Signs what was checked, and opens the release's page as soon as there is one. */
export const RegisterSign = ({
  release,
  list,
  isStale,
  onDone,
  form,
  viewer,
  signTexts,
  ...props
}: RegisterSignProps) => {
  const [made, setMade] = useState<string | null>(null)
  const { status, busy, connect, act } = useAct(props, viewer, false)
  // The list is public and its digest is on chain; without it the page shows the digests alone.
  const bringList = (resource: string) =>
    fetch(`${resource}/manifest`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: list,
    }).catch(() => null)
  useOpenWhenIndexed(made === null ? null : `/releases/${made}`, bringList)
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
