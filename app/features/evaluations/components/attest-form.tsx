import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex } from '@noble/hashes/utils'
import { type ChangeEvent, useRef, useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { Field } from '~/components/field'
import { useAct } from '~/components/use-act'
import type { AttestFormData, AttestProps } from './attest-props'
import { parseStatement } from './parse-statement'

const WEEK = 7 * 86_400

// A report is a document: it fits into memory, unlike weights.
const digestOf = async (file: File): Promise<string> =>
  `0x${bytesToHex(sha256(new Uint8Array(await file.arrayBuffer())))}`

const Choices = ({ form }: { form: AttestFormData }) => {
  const { texts, releases, kinds, waiting } = form
  const onWaiting = ({ currentTarget }: ChangeEvent<HTMLSelectElement>) => {
    const [release = '', kind = ''] = currentTarget.value.split(' ')
    const elements = currentTarget.form?.elements
    const set = (name: string, value: string) => {
      const field = elements?.namedItem(name)
      if (field instanceof HTMLSelectElement) field.value = value
    }
    set('release', release)
    set('kind', kind)
  }
  return (
    <>
      {waiting.length > 0 && (
        <div className="field">
          <label htmlFor="attest-waiting">{texts.what}</label>
          <select id="attest-waiting" onChange={onWaiting} defaultValue="">
            <option value="">{texts.choose}</option>
            {waiting.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className="two">
        <div className="field">
          <label htmlFor="attest-release">{texts.release}</label>
          <select id="attest-release" name="release" defaultValue="">
            <option value="">{texts.choose}</option>
            {releases.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="attest-kind">{texts.kind}</label>
          <select id="attest-kind" name="kind" defaultValue="">
            <option value="">{texts.choose}</option>
            {kinds.map((name, number) => (
              <option key={name} value={number}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <fieldset className="field">
        <legend>{texts.verdict}</legend>
        <div className="choices">
          <label>
            <input type="radio" name="verdict" value="1" /> {texts.pass}
          </label>
          <label>
            <input type="radio" name="verdict" value="2" /> {texts.fail}
          </label>
        </div>
        <p className="note">{texts.failNote}</p>
      </fieldset>
    </>
  )
}

/** States an evaluation by transaction, or signs it for anyone to send. */
export const AttestForm = ({ form, ...props }: AttestProps) => {
  const { texts, viewer, releases, now } = form
  const ref = useRef<HTMLFormElement>(null)
  const [problem, setProblem] = useState('')
  const [signed, setSigned] = useState('')
  const [before, setBefore] = useState<string | null>(null)
  const live = form.mine.map(({ uid }) => uid).join()
  const { status, busy, act, sign } = useAct(props, viewer, before !== null && before !== live)

  const read = () => {
    setProblem('')
    setSigned('')
    if (ref.current === null) return null
    const data = new FormData(ref.current)
    const release = releases.find(({ id }) => String(id) === data.get('release'))
    const statement = parseStatement({ release, form: data })
    if (statement === null) setProblem(texts.bad)
    return statement
  }
  const onSend = async () => {
    const statement = read()
    if (statement === null) return
    setBefore(live)
    const outcome = await act({ kind: 'attest', statement })
    if (outcome.ok) ref.current?.reset()
  }
  const onSign = async () => {
    const statement = read()
    if (statement === null) return
    const outcome = await sign({ statement, deadline: now + WEEK })
    if (outcome.ok) setSigned(JSON.stringify(outcome.signed, null, 1))
  }
  const onReport = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? []
    const field = currentTarget.form?.elements.namedItem('report')
    if (file !== undefined && field instanceof HTMLInputElement) field.value = await digestOf(file)
  }

  return (
    <section className="card" aria-busy={busy} aria-labelledby="attest">
      <h2 id="attest">{texts.title}</h2>
      <p className="note">{texts.intro}</p>
      <form ref={ref} className="stack-2" onSubmit={(event) => event.preventDefault()}>
        <Choices form={form} />
        <Field name="report" label={texts.report} help={texts.reportHelp} error={undefined}>
          {(input) => <input {...input} spellCheck={false} autoComplete="off" />}
        </Field>
        <div className="field">
          <label htmlFor="attest-file">{texts.reportFile}</label>
          <input id="attest-file" type="file" onChange={onReport} />
        </div>
        <Field name="uri" label={texts.uri} help={texts.uriHelp} error={undefined}>
          {(input) => <input {...input} spellCheck={false} autoComplete="off" />}
        </Field>
        <Field name="expires" label={texts.expires} help={texts.expiresHelp} error={undefined}>
          {(input) => <input {...input} type="date" />}
        </Field>
        <button type="button" className="btn main wide" disabled={busy} onClick={onSend}>
          {texts.send}
        </button>
        <button type="button" className="btn wide" disabled={busy} onClick={onSign}>
          {texts.sign}
        </button>
      </form>
      {problem !== '' && (
        <p className="err" role="alert">
          {problem}
        </p>
      )}
      {signed !== '' && (
        <div className="field">
          <label htmlFor="signed">{texts.signed}</label>
          <textarea id="signed" className="mono" readOnly value={signed} rows={8} />
        </div>
      )}
      <ActNotice status={status} texts={texts} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
