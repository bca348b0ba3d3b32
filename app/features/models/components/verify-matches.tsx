import { Callout } from '~/components/callout'
import { Icon } from '~/components/icon'
import { fillText } from '~/i18n/fill-text'
import { formatUtc } from '~/i18n/format'
import type { AreaText } from '~/i18n/messages'
import type { Match, Verification } from '../schema'

type Words = { texts: AreaText<'verify'>; stages: AreaText<'stage'> }
type Target = { id: string; name: string } | null

const nameOf = ({ release }: Match, texts: AreaText<'verify'>): string =>
  fillText(texts.name, { model: release.model.name, version: release.version })

const describe = (match: Match, { texts, stages }: Words): string => {
  const { release, verdict } = match
  const state =
    verdict === 'recalled' && release.recall !== null
      ? fillText(texts['state.recalled'], {
          until: formatUtc(release.recall.until.time),
          reason: release.recall.reason,
        })
      : fillText(texts[`state.${verdict}`], { stage: stages[release.stage] })
  return `${match.match === 'exact' ? texts.exact : texts.bytes} ${state}`
}

const toneOf = ({ match, verdict }: Match): 'result' | 'warn' | 'bad' => {
  if (verdict === 'recalled' || verdict === 'revoked') return 'bad'
  return match === 'exact' && verdict === 'open' ? 'result' : 'warn'
}

const OneMatch = ({ match, ...words }: Words & { match: Match }) => {
  const { texts } = words
  const tone = toneOf(match)
  return (
    <Callout tone={tone} title={nameOf(match, texts)}>
      <p>
        <Icon
          name={tone === 'result' ? 'ok' : tone === 'bad' ? 'no' : 'wait'}
          tone={tone === 'result' ? 'good' : tone}
        />{' '}
        {describe(match, words)}
      </p>
      {!match.holdsRoot && <p className="note">{texts.notHolder}</p>}
      <p>
        <a href={`/releases/${match.release.id}`}>{fillText(texts.toRelease, { id: match.release.id })}</a>{' '}
        <span className="small">{fillText(texts.licence, { licence: match.release.licence })}</span>
      </p>
    </Callout>
  )
}

/** The verdict for every release that has these bytes, the best first; or that none has. */
export const Matches = ({ answer, target, ...words }: Words & { answer: Verification; target: Target }) => {
  const { texts } = words
  const isTarget = target === null || answer.matches.some(({ release }) => release.id === target.id)
  return (
    <>
      {!isTarget && target !== null && (
        <Callout tone="bad" title={fillText(texts.notThis, target)}>
          <p>{answer.matches.length > 0 ? texts.butOther : texts.noneDetail}</p>
        </Callout>
      )}
      {answer.matches.length === 0 && target === null && (
        <Callout tone="bad" title={texts.none}>
          <p>{texts.noneDetail}</p>
        </Callout>
      )}
      {answer.matches.map((match) => (
        <OneMatch key={match.release.id} match={match} {...words} />
      ))}
    </>
  )
}
