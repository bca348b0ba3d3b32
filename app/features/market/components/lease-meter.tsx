import { useEffect, useState } from 'react'
import { earnedAt } from '~/domain/market/earnings'
import { fillText } from '~/i18n/fill-text'
import { formatQuantity } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import type { AreaText } from '~/i18n/messages'

const TICK_MS = 1_000

export type LeaseMeterData = {
  /** As the API's LeaseClock; times in UNIX seconds of the chain. */
  clock: { rate: string; units: number; start: number; end: number; contestedFrom: number | null }
  /** The chain's time when the page was made, UNIX seconds. */
  now: number
  deposit: { value: string; decimals: number; unit: string }
  texts: AreaText<'meter'>
}

/** What a lease has earned and has left, second by second; the same formula as the contract's, from its own clock. */
export const LeaseMeter = ({ data, locale }: { data: LeaseMeterData; locale: Locale }) => {
  const { clock, deposit, texts } = data
  const [now, setNow] = useState(data.now)
  useEffect(() => {
    const began = Date.now()
    setNow(data.now)
    const timer = setInterval(() => setNow(data.now + Math.floor((Date.now() - began) / TICK_MS)), TICK_MS)
    return () => clearInterval(timer)
  }, [data.now])
  const earned = earnedAt({ ...clock, rate: BigInt(clock.rate) }, now)
  const show = (value: bigint) =>
    `${formatQuantity(locale, { value, decimals: deposit.decimals })}\u00a0${deposit.unit}`
  const left = Math.max(0, clock.end - now)
  const time = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  return (
    <section className="card" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <dl className="kv">
        <dt>{texts.earned}</dt>
        <dd className="num" data-meter="earned">
          {show(earned)}
        </dd>
        <dt>{texts.left}</dt>
        <dd className="num" data-meter="left">
          {show(BigInt(deposit.value) - earned)}
        </dd>
      </dl>
      <p className="note">{left > 0 ? fillText(texts.ends, { time }) : texts.over}</p>
    </section>
  )
}
