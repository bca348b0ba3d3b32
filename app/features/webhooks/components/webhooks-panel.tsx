import { type FormEvent, useState } from 'react'
import type { Address } from 'viem'
import type { ActTexts } from '~/components/act-notice'
import { Choices } from '~/components/choices'
import { Field } from '~/components/field'
import { OwnPanel } from '~/components/own-panel'
import type { WalletProps } from '~/components/use-act'
import { useOwnList } from '~/components/use-own-list'
import { fillText } from '~/i18n/fill-text'
import { formatUtc } from '~/i18n/format'
import type { AreaText } from '~/i18n/messages'
import type { MadeWebhook, Webhook } from '../schema'

type Texts = AreaText<'webhooks'>

const describe = ({ events, enabled, disabledReason, failingSince }: Webhook, texts: Texts): string => {
  const what = events.length === 0 ? texts.all : events.join(', ')
  if (!enabled) return fillText(texts.off, { what, reason: disabledReason ?? '' })
  return failingSince === null
    ? fillText(texts.on, { what })
    : fillText(texts.failing, { what, since: formatUtc(failingSince) })
}

type Act = 'test' | 'rotate' | 'disable' | 'enable' | 'end'

type RowProps = { item: Webhook; texts: Texts; busy: boolean; onAct: (act: Act) => void }

const WebhookRow = ({ item, texts, busy, onAct }: RowProps) => {
  const acts: readonly Act[] = item.enabled ? ['test', 'rotate', 'disable', 'end'] : ['enable', 'end']
  return (
    <li className="stack-2">
      <strong className="long">
        <bdi>{item.url}</bdi>
      </strong>
      <p className="note">{describe(item, texts)}</p>
      <p className="row">
        {acts.map((act) => (
          <button key={act} type="button" className="btn sm" disabled={busy} onClick={() => onAct(act)}>
            {texts[act]}
            <span className="vh"> {item.url}</span>
          </button>
        ))}
        <a className="small" href={`/api/v1/webhooks/${item.id}/deliveries`}>
          {texts.deliveries}
        </a>
      </p>
    </li>
  )
}

type WebhooksPanelProps = WalletProps & {
  viewer: Address | null
  /** Names of what can be told. */
  events: readonly string[]
  texts: Texts
  signTexts: ActTexts
}

/** Where the reader's programs are told what happens: made with a secret that is shown once, tried, and switched off. */
export const WebhooksPanel = ({ viewer, events, texts, signTexts, ...props }: WebhooksPanelProps) => {
  const own = useOwnList<Webhook>('/webhooks', { ...props, viewer, refused: texts.refused })
  const { busy, ask, read } = own
  const [said, say] = useState<{ text: string; secret: string | null } | null>(null)

  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const written = new FormData(form)
    const body = { url: written.get('url'), events: written.getAll('events') }
    const made = await ask<MadeWebhook>('', { method: 'POST', body })
    if (made === null) return
    say({ text: texts.once, secret: made.secret })
    form.reset()
    await read()
  }

  const carryOut = async ({ id, url, description, events: told }: Webhook, act: Act) => {
    const post = () => ask<MadeWebhook>(`/${id}:${act}`, { method: 'POST' })
    const change = (enabled: boolean) => ({ url, description, events: told, enabled })
    if (act === 'test') return (await post()) && { text: texts.tested, secret: null }
    if (act === 'rotate') {
      const made = await post()
      return made && { text: texts.rotated, secret: made.secret }
    }
    if (act === 'end') await ask(`/${id}`, { method: 'DELETE' })
    else await ask(`/${id}`, { method: 'PUT', body: change(act === 'enable') })
    return null
  }

  const onAct = async (item: Webhook, act: Act) => {
    const done = await carryOut(item, act)
    say(done)
    if (act !== 'test') await read()
  }

  const row = (item: Webhook) => (
    <WebhookRow key={item.id} {...{ item, texts, busy }} onAct={(act) => void onAct(item, act)} />
  )

  return (
    <OwnPanel id="webhooks" isConnected={viewer !== null} {...{ own, texts, signTexts, said, row }}>
      <form className="stack" onSubmit={make}>
        <Field name="url" label={texts.url} help={texts.urlHelp} error={undefined}>
          {(input) => <input {...input} type="url" required maxLength={2000} autoComplete="off" />}
        </Field>
        <Choices
          name="events"
          label={texts.events}
          help={texts.eventsHelp}
          error={undefined}
          choices={events.map((value) => ({ value, text: value }))}
          chosen={[]}
        />
        <button type="submit" className="btn main" disabled={busy}>
          {texts.make}
        </button>
      </form>
    </OwnPanel>
  )
}
