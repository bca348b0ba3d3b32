import { type FormEvent, useEffect, useState } from 'react'
import type { Address } from 'viem'
import { shorten } from '~/components/address-chip'
import { Callout } from '~/components/callout'
import { type PushTopic, pushTopics } from '~/domain/push-topics'
import { fillText } from '~/i18n/fill-text'
import type { Locale } from '~/i18n/locale'
import type { AreaText } from '~/i18n/messages'
import type { Wanted } from './browser-push'

export type BrowserNotificationsProps = {
  publicKey: string
  texts: AreaText<'notify'>
  locale: Locale
  viewer: Address | null
}

type Status =
  | { step: 'idle' | 'working' | 'on' | 'saved' | 'ended' | 'none' | 'denied' | 'unsupported' }
  | { step: 'failed'; detail: string }

const toFailed = (error: unknown): Status => ({
  step: 'failed',
  detail: error instanceof Error ? error.message : String(error),
})

const load = () => import('./browser-push')

const isSupported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

const Outcome = ({ status, texts }: { status: Status; texts: AreaText<'notify'> }) => {
  switch (status.step) {
    case 'working':
      return <p className="note">{texts.working}</p>
    case 'on':
    case 'saved':
      return (
        <Callout tone="result" title={texts.on}>
          <p>{status.step === 'saved' ? texts.saved : texts.onNote}</p>
        </Callout>
      )
    case 'ended':
      return <p>{texts.ended}</p>
    case 'none':
      return <p className="err">{texts.none}</p>
    case 'denied':
      return (
        <Callout tone="warn" title={texts.denied}>
          <p>{texts.deniedNote}</p>
        </Callout>
      )
    case 'unsupported':
      return (
        <Callout tone="warn" title={texts.unsupported}>
          <p>{texts.unsupportedNote}</p>
        </Callout>
      )
    case 'failed':
      return (
        <Callout tone="bad" title={texts.failed}>
          <p>{fillText(texts.failedNote, { detail: status.detail })}</p>
        </Callout>
      )
    case 'idle':
      return null
  }
}

/** Turns the browser's own notifications on and off; what does that is loaded with the first click. */
export const BrowserNotifications = ({ publicKey, texts, locale, viewer }: BrowserNotificationsProps) => {
  const [status, setStatus] = useState<Status>({ step: 'idle' })
  const [known, setKnown] = useState<Wanted | null>(null)

  useEffect(() => {
    if (!isSupported()) return setStatus({ step: 'unsupported' })
    const look = async () => {
      // The portal has no other worker, so without one nothing was ever turned on here.
      if ((await navigator.serviceWorker.getRegistrations()).length === 0) return
      const wanted = await (await load()).findWanted()
      setKnown(wanted)
      if (wanted !== null) setStatus({ step: 'on' })
    }
    look().catch((error: unknown) => setStatus(toFailed(error)))
  }, [])

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const topics = form.getAll('topics') as PushTopic[]
    if (topics.length === 0) return setStatus({ step: 'none' })
    setStatus({ step: 'working' })
    try {
      // Before anything else is waited for: browsers ask only right after a click.
      if ((await Notification.requestPermission()) !== 'granted') return setStatus({ step: 'denied' })
      const wanted = { topics, locale, account: form.has('account') ? viewer : null }
      await (await load()).subscribe(publicKey, wanted)
      setKnown(wanted)
      setStatus({ step: known === null ? 'on' : 'saved' })
    } catch (error) {
      setStatus(toFailed(error))
    }
  }

  const onEnd = async () => {
    setStatus({ step: 'working' })
    try {
      await (await load()).unsubscribe()
      setKnown(null)
      setStatus({ step: 'ended' })
    } catch (error) {
      setStatus(toFailed(error))
    }
  }

  const isBusy = status.step === 'working'
  const chosen: readonly string[] = known?.topics ?? pushTopics
  return (
    <div className="stack" aria-busy={isBusy}>
      {status.step !== 'unsupported' && (
        // What was kept is shown once it is known.
        <form key={known === null ? 'new' : 'known'} className="stack-2" onSubmit={onSubmit}>
          <fieldset className="field">
            <legend>{texts.topics}</legend>
            <div className="choices">
              {pushTopics.map((topic) => (
                <label key={topic}>
                  <input type="checkbox" name="topics" value={topic} defaultChecked={chosen.includes(topic)} />
                  <span>{texts[topic]}</span>
                </label>
              ))}
            </div>
          </fieldset>
          {viewer !== null && (
            <div className="field">
              <div className="choices">
                <label>
                  <input type="checkbox" name="account" defaultChecked={known !== null && known.account !== null} />
                  <span>{fillText(texts.account, { account: shorten(viewer) })}</span>
                </label>
              </div>
              <p className="note">{texts.accountNote}</p>
            </div>
          )}
          <div className="row">
            <button type="submit" className="btn main" disabled={isBusy}>
              {known === null ? texts.turnOn : texts.save}
            </button>
            {known !== null && (
              <button type="button" className="btn" disabled={isBusy} onClick={onEnd}>
                {texts.turnOff}
              </button>
            )}
          </div>
        </form>
      )}
      <div role="status">
        <Outcome status={status} texts={texts} />
      </div>
    </div>
  )
}
