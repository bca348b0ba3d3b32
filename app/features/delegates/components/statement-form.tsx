import { useRef, useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { AlertLine } from '~/components/alert-line'
import { Field } from '~/components/field'
import { sendJson } from '~/components/send-json'
import { useAct, type WalletProps } from '~/components/use-act'
import { useKeptForm } from '~/components/use-kept-form'
import { buildDelegateStatement, statementBounds } from '~/domain/delegate-statement'
import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'

/** What the form knows of the reader's own statement, in Markdown. */
type OwnStatement = {
  account: Address
  text: string
  interests: string
  texts: AreaText<'statementAct'>
  signTexts: ActTexts
}

type StatementFormProps = WalletProps & {
  own: OwnStatement
  /** Shows the page anew. */
  onDone: () => void
}

/** Says what its reader stands for, or takes that back with an empty text: a message that the wallet signs, free of gas. */
export const StatementForm = ({ own, onDone, ...props }: StatementFormProps) => {
  const { account, texts, signTexts } = own
  const { access } = props
  const { status, busy, signTyped } = useAct(props, account, false)
  const form = useRef<HTMLFormElement>(null)
  const { keep, forget } = useKeptForm(form, `statement:${access.chainId}:${account}`, true)
  const [sending, setSending] = useState(false)
  const [{ error, saved }, tell] = useState<{ error: string | null; saved: boolean }>({ error: null, saved: false })

  const send = async () => {
    if (form.current === null) return
    const written = new FormData(form.current)
    const said = { text: String(written.get('text')).trim(), interests: String(written.get('interests')).trim() }
    if (said.text === '' && said.interests !== '') return tell({ error: texts.noText, saved: false })
    const message = { delegate: account, ...said, issuedAt: Date.now() }
    const place = { chainId: access.chainId, governor: access.contracts.governor }
    const signed = await signTyped(buildDelegateStatement(place, message))
    if (!signed.ok) return
    setSending(true)
    const body = { message, signature: signed.signature }
    const answer = await sendJson(`/delegates/${account}/statement`, { method: 'PUT', body })
    setSending(false)
    if (!answer.ok) {
      const detail =
        answer.code === 'unreachable' ? texts.unreachable : fillText(texts.refused, { detail: answer.detail })
      return tell({ error: detail, saved: false })
    }
    forget()
    tell({ error: null, saved: true })
    onDone()
  }

  return (
    <form
      ref={form}
      className="card"
      aria-busy={busy || sending}
      onInput={keep}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2>{texts.title}</h2>
      <Field name="text" label={texts.text} help={texts.textHelp} error={undefined}>
        {(input) => <textarea {...input} rows={8} maxLength={statementBounds.text} defaultValue={own.text} />}
      </Field>
      <Field name="interests" label={texts.interests} help={texts.interestsHelp} error={undefined}>
        {(input) => <textarea {...input} rows={3} maxLength={statementBounds.interests} defaultValue={own.interests} />}
      </Field>
      <button type="submit" className="btn main wide" disabled={busy || sending}>
        {texts.sign}
      </button>
      <ActNotice status={status} texts={signTexts} />
      <p role="status" className="note">
        {saved && texts.saved}
      </p>
      <AlertLine message={error} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </form>
  )
}
