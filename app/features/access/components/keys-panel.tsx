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
import type { Key, MadeKey } from '../schema'

type KeysPanelProps = WalletProps & {
  viewer: Address | null
  scopes: readonly string[]
  texts: AreaText<'keys'>
  signTexts: ActTexts
}

/** The reader's keys for machines: made, shown once, and revoked. */
export const KeysPanel = ({ viewer, scopes, texts, signTexts, ...props }: KeysPanelProps) => {
  const own = useOwnList<Key>('/keys', { ...props, viewer, refused: texts.refused })
  const { busy, ask, read } = own
  const [key, setKey] = useState<string | null>(null)

  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const written = new FormData(form)
    const body = { name: written.get('name'), scopes: written.getAll('scopes'), days: Number(written.get('days')) }
    const made = await ask<MadeKey>('', { method: 'POST', body })
    if (made === null) return
    setKey(made.key)
    form.reset()
    await read()
  }

  const end = async (id: string) => {
    setKey(null)
    if ((await ask(`/${id}`, { method: 'DELETE' })) !== null) await read()
  }

  const row = ({ id, name, scopes: allowed, expires }: Key) => (
    <li key={id} className="todo-item">
      <div>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <p className="note">{fillText(texts.row, { scopes: allowed.join(', '), expires: formatUtc(expires) })}</p>
      </div>
      <button type="button" className="btn sm" disabled={busy} onClick={() => end(id)}>
        {texts.revoke}
        <span className="vh"> {name}</span>
      </button>
    </li>
  )

  const said = key === null ? null : { text: texts.once, secret: key }
  return (
    <OwnPanel id="keys" isConnected={viewer !== null} {...{ own, texts, signTexts, said, row }}>
      <form className="stack" onSubmit={make}>
        <Field name="name" label={texts.name} help={texts.nameHelp} error={undefined}>
          {(input) => <input {...input} required maxLength={80} autoComplete="off" />}
        </Field>
        <Choices
          name="scopes"
          label={texts.scopes}
          help={texts.scopesHelp}
          error={undefined}
          choices={scopes.map((value) => ({ value, text: value }))}
          chosen={[]}
        />
        <Field name="days" label={texts.days} help={texts.daysHelp} error={undefined}>
          {(input) => <input {...input} type="number" required min={1} max={365} defaultValue={90} />}
        </Field>
        <button type="submit" className="btn main" disabled={busy}>
          {texts.make}
        </button>
      </form>
    </OwnPanel>
  )
}
