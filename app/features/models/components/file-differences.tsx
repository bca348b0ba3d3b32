import { type FormEvent, useCallback, useEffect, useId, useState } from 'react'
import type { Hex } from 'viem'
import { compareLists, type FileDifference } from '~/domain/compare-lists'
import type { ManifestFile } from '~/domain/manifest'
import type { ManifestList } from '~/domain/manifest-list'
import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'
import type { Manifest } from '../schema'

const SHOWN = 200

type Found =
  | { step: 'idle' | 'asking' }
  | { step: 'unknown' | 'shards'; id: string }
  | { step: 'compared'; id: string; differences: FileDifference[] }

const compareWith = async (id: string, files: readonly ManifestFile[]): Promise<Found> => {
  const answer = await fetch(`/api/v1/releases/${encodeURIComponent(id)}/manifest`).catch(() => null)
  if (answer === null || !answer.ok) return { step: 'unknown', id }
  const { data } = (await answer.json()) as { data: Manifest }
  if (data.method !== 'files') return { step: 'shards', id }
  const listed = data.resources.map(({ name, digest }) => ({ name, digest: digest as Hex }))
  const found: ManifestList = { method: 'files', files: [...files] }
  return { step: 'compared', id, differences: compareLists(found, { method: 'files', files: listed }) }
}

const sentenceOf = (difference: FileDifference, texts: AreaText<'verify'>): string =>
  fillText(texts[`difference.${difference.kind}`], { ...difference })

const Differences = ({ differences, texts }: { differences: FileDifference[]; texts: AreaText<'verify'> }) => {
  if (differences.length === 0) return <p>{texts.noDifference}</p>
  const rest = differences.length - SHOWN
  return (
    <>
      <ul className="plain">
        {differences.slice(0, SHOWN).map((difference) => (
          <li key={`${difference.kind} ${difference.name}`}>
            <code className="long">{difference.name}</code>
            <span>{sentenceOf(difference, texts)}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="note">{fillText(texts.moreDifferences, { count: rest })}</p>}
    </>
  )
}

type FileDifferencesProps = {
  files: readonly ManifestFile[]
  /** Compared with at once, where it is clear which release is meant. */
  releaseId: string | null
  texts: AreaText<'verify'>
}

/** Which files are not those of a release, where its list of files is stored here. */
export const FileDifferences = ({ files, releaseId, texts }: FileDifferencesProps) => {
  const [found, setFound] = useState<Found>({ step: 'idle' })
  const id = useId()

  const compare = useCallback(
    async (release: string) => {
      setFound({ step: 'asking' })
      setFound(await compareWith(release, files))
    },
    [files],
  )
  useEffect(() => {
    if (releaseId !== null) void compare(releaseId)
  }, [releaseId, compare])

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const asked = new FormData(event.currentTarget).get('release')
    if (typeof asked === 'string' && asked.trim() !== '') void compare(asked.trim())
  }

  return (
    <section className="stack-2" aria-live="polite">
      <h3>{texts.differences}</h3>
      {releaseId === null && (
        <form className="row" onSubmit={onSubmit}>
          <label htmlFor={id}>{texts.compareWith}</label>
          <input
            id={id}
            name="release"
            className="short"
            inputMode="numeric"
            pattern="[0-9]+"
            autoComplete="off"
            required
          />
          <button type="submit" className="btn sm">
            {texts.compare}
          </button>
        </form>
      )}
      {found.step === 'asking' && <p className="note">{texts.asking}</p>}
      {(found.step === 'unknown' || found.step === 'shards') && (
        <p className="note">{fillText(texts[`list.${found.step}`], { id: found.id })}</p>
      )}
      {found.step === 'compared' && <Differences differences={found.differences} texts={texts} />}
    </section>
  )
}
