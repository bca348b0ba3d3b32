import { type FormEvent, useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { useAct, type WalletProps } from '~/components/use-act'
import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'
import { parseSigned } from './parse-statement'

type SubmitSignedProps = WalletProps & {
  viewer: Address | null
  texts: AreaText<'submit'> & ActTexts & { title: string; connect: string }
}

/** Sends a statement that an evaluator signed; anyone may. */
export const SubmitSigned = ({ viewer, texts, ...props }: SubmitSignedProps) => {
  const [problem, setProblem] = useState('')
  const [isSent, setSent] = useState(false)
  const { status, busy, connect, act } = useAct(props, viewer, isSent)
  const { chainId, contracts } = props.access

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setProblem('')
    if (viewer === null) return void (await connect())
    const text = new FormData(event.currentTarget).get('signed')
    const signed = typeof text === 'string' ? parseSigned(text) : null
    if (signed === null) return setProblem(texts.bad)
    if (signed.chainId !== chainId || signed.registry.toLowerCase() !== contracts.registry.toLowerCase()) {
      return setProblem(fillText(texts.chain, { given: `${signed.chainId}, ${signed.registry}` }))
    }
    const outcome = await act({ kind: 'attest-by-sig', signed })
    setSent(outcome.ok)
  }

  return (
    <section className="card" aria-busy={busy} aria-labelledby="submit">
      <h2 id="submit">{texts.title}</h2>
      <p className="note">{texts.intro}</p>
      <form className="stack-2" onSubmit={onSubmit}>
        <div className="field">
          <label htmlFor="signed-statement">{texts.label}</label>
          <textarea id="signed-statement" name="signed" className="mono" spellCheck={false} />
        </div>
        <button type="submit" className="btn wide" disabled={busy}>
          {viewer === null ? texts.connect : texts.send}
        </button>
      </form>
      {problem !== '' && (
        <p className="err" role="alert">
          {problem}
        </p>
      )}
      <ActNotice status={status} texts={texts} />
    </section>
  )
}
