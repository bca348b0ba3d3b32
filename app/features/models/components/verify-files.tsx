import { useCallback, useState } from 'react'
import { Callout } from '~/components/callout'
import { fillText } from '~/i18n/fill-text'
import type { Locale } from '~/i18n/locale'
import type { AreaText } from '~/i18n/messages'
import type { Picked } from '../hashing/pick-files'
import type { Verification } from '../schema'
import { BringList } from './bring-list'
import { FileDifferences } from './file-differences'
import { FileDrop } from './file-drop'
import { HashProgress } from './hash-progress'
import { useHashing } from './use-hashing'
import { Matches } from './verify-matches'

/** The release that a reader asks about, where the page is about one. */
export type VerifyTarget = { id: string; name: string }

export type VerifyFilesProps = {
  texts: AreaText<'verify'>
  stages: AreaText<'stage'>
  locale: Locale
  target: VerifyTarget | null
}

type Asked =
  | { step: 'idle' | 'asking' }
  | { step: 'answered'; answer: Verification }
  | { step: 'failed'; detail: string }

const askReleases = async (digests: { root: string; manifest: string }): Promise<Verification> => {
  const response = await fetch('/api/v1/releases:verify', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(digests),
  })
  const body = (await response.json()) as { data: Verification; detail?: string }
  if (!response.ok) throw new Error(body.detail ?? String(response.status))
  return body.data
}

/** Hashes files on this device and says which release they are, in which state; only digests are sent. */
export const VerifyFiles = ({ texts, stages, locale, target }: VerifyFilesProps) => {
  const { state, start, stop } = useHashing()
  const [asked, setAsked] = useState<Asked>({ step: 'idle' })

  const onPick = useCallback(
    async (picked: Picked) => {
      setAsked({ step: 'idle' })
      const hashed = await start(picked)
      if (hashed === null) return
      setAsked({ step: 'asking' })
      try {
        const { root, manifest } = hashed
        setAsked({ step: 'answered', answer: await askReleases({ root, manifest }) })
      } catch (error) {
        setAsked({ step: 'failed', detail: error instanceof Error ? error.message : String(error) })
      }
    },
    [start],
  )

  const hashed = state.step === 'done' ? state.hashed : null
  const answer = asked.step === 'answered' ? asked.answer : null
  const about = target?.id ?? (answer?.matches[0]?.match === 'bytes' ? answer.matches[0].release.id : null)
  const isExact = answer?.matches.some(
    ({ match, release }) => match === 'exact' && (about ?? release.id) === release.id,
  )
  const exact = answer?.matches.find(({ match }) => match === 'exact')
  return (
    <div className="stack" aria-busy={state.step === 'hashing' || asked.step === 'asking'}>
      <FileDrop texts={texts} disabled={state.step === 'hashing'} onPick={onPick} />
      <HashProgress state={state} texts={texts} locale={locale} onStop={stop} />
      <div role="status" className="stack">
        {asked.step === 'asking' && <p className="note">{texts.asking}</p>}
        {asked.step === 'failed' && (
          <Callout tone="warn" title={texts.unanswered}>
            <p>{fillText(texts.unansweredDetail, { detail: asked.detail })}</p>
          </Callout>
        )}
        {answer !== null && <Matches answer={answer} texts={texts} stages={stages} target={target} />}
      </div>
      {answer !== null && hashed !== null && exact !== undefined && (
        <BringList key={exact.release.id} releaseId={exact.release.id} json={hashed.json} texts={texts} />
      )}
      {answer !== null && hashed !== null && !isExact && (
        <FileDifferences key={hashed.manifest} files={hashed.files} releaseId={about} texts={texts} />
      )}
      {hashed !== null && (
        <dl className="kv one">
          <dt>{texts.root}</dt>
          <dd className="hash">{hashed.root}</dd>
          <dt>{texts.manifest}</dt>
          <dd className="hash">{hashed.manifest}</dd>
          <dt>{texts.counted}</dt>
          <dd>{hashed.files.length}</dd>
          {hashed.ignored.length > 0 && (
            <>
              <dt>{texts.ignored}</dt>
              <dd className="long">{hashed.ignored.slice(0, 20).join(', ')}</dd>
            </>
          )}
        </dl>
      )}
    </div>
  )
}
