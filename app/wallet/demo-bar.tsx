import { useRevalidator } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { fillText } from '~/i18n/fill-text'
import { formatUtc } from '~/i18n/format'
import { moveChainTime } from '~/wallet/chain-clock'

const HOUR = 3_600
const DAY = 86_400

type DemoBarProps = {
  rpcUrl: string
  /** The newest indexed block's time, RFC 3339. */
  chainTime: string
  texts: Readonly<Record<'title' | 'now' | 'hour' | 'day' | 'days' | 'moving' | 'failed', string>>
}

const REFRESH_MS = 500

/** Only in the embedded demo: nobody wants to wait three days to see a vote end. */
export const DemoBar = ({ rpcUrl, chainTime, texts }: DemoBarProps) => {
  const { revalidate } = useRevalidator()
  const [awaited, setAwaited] = useState<string | null>(null)
  const [moving, setMoving] = useState(false)
  const [failure, setFailure] = useState('')
  const behind = awaited !== null && chainTime < awaited

  useEffect(() => {
    if (!behind) return
    const timer = setInterval(revalidate, REFRESH_MS)
    return () => clearInterval(timer)
  }, [behind, revalidate])

  const move = async (seconds: number) => {
    setMoving(true)
    setFailure('')
    try {
      const time = await moveChainTime(rpcUrl, seconds)
      setAwaited(new Date(time * 1000).toISOString().replace('.000Z', 'Z'))
    } catch (error) {
      setFailure(fillText(texts.failed, { detail: String(error) }))
    }
    setMoving(false)
    revalidate()
  }

  const busy = moving || behind
  const steps = [
    [texts.hour, HOUR],
    [texts.day, DAY],
    [texts.days, 3 * DAY],
  ] as const
  return (
    <section className="demo-bar" aria-label={texts.title} aria-busy={busy}>
      <div className="wrap row small">
        <strong>{texts.title}</strong>
        <span role="status">{busy ? texts.moving : fillText(texts.now, { time: formatUtc(chainTime) })}</span>
        {steps.map(([name, seconds]) => (
          <button key={name} type="button" className="btn sm" disabled={busy} onClick={() => move(seconds)}>
            {name}
          </button>
        ))}
        <span role="alert" className="err">
          {failure}
        </span>
      </div>
    </section>
  )
}
