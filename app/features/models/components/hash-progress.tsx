import { fillText } from '~/i18n/fill-text'
import { formatWhole } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import type { HashingState } from './use-hashing'

type HashProgressTexts = Readonly<
  Record<'progress' | 'left' | 'minutesLeft' | 'stop' | 'failed.none' | 'failed.unreadable' | 'failed.invalid', string>
>

const MEGABYTE = 1_000_000
const MINUTE = 60

const describeLeft = (seconds: number, texts: HashProgressTexts): string =>
  seconds < MINUTE
    ? fillText(texts.left, { seconds: Math.ceil(seconds) })
    : fillText(texts.minutesLeft, { minutes: Math.floor(seconds / MINUTE), seconds: Math.ceil(seconds % MINUTE) })

type HashProgressProps = { state: HashingState; texts: HashProgressTexts; locale: Locale; onStop: () => void }

/** Bytes, speed and time left while files are hashed; or why it ended without a digest. */
export const HashProgress = ({ state, texts, locale, onStop }: HashProgressProps) => {
  if (state.step === 'failed') {
    return (
      <p className="err" role="alert">
        {fillText(texts[`failed.${state.reason}`], { detail: state.detail })}
      </p>
    )
  }
  if (state.step !== 'hashing') return null
  const { read, total, seconds } = state
  const speed = seconds > 0 ? read / seconds : 0
  const label = fillText(texts.progress, {
    read: formatWhole(locale, read),
    total: formatWhole(locale, total),
    speed: formatWhole(locale, Math.round(speed / MEGABYTE)),
  })
  return (
    <div className="stack-2">
      <progress max={Math.max(total, 1)} value={read} aria-label={label} />
      <p className="row small">
        <span>{label}</span>
        {speed > 0 && <span>{describeLeft((total - read) / speed, texts)}</span>}
        <button type="button" className="btn sm" onClick={onStop}>
          {texts.stop}
        </button>
      </p>
    </div>
  )
}
