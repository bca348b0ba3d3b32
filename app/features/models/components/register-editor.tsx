import { useEffect, useRef, useState } from 'react'
import { StaticHtml } from '~/components/static-html'
import { useKeptForm } from '~/components/use-kept-form'
import { RegisterFields } from './register-fields'
import { RegisterModel } from './register-model'
import type { RegisterEditorProps } from './register-props'
import { RegisterSign } from './register-sign'

/** The form on one side, what it means on the other: form, check, sentence, signature. */
export const RegisterEditor = (props: RegisterEditorProps) => {
  const { form, result, head, empty, access, checker, locale } = props
  const { texts } = form
  const ref = useRef<HTMLFormElement>(null)
  const [isStale, setStale] = useState(false)
  const checking = checker.state !== 'idle'
  const { keep, forget } = useKeptForm(ref, `ostrakon.register.${access.chainId}`, result === null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came back belongs to what the form holds now
  useEffect(() => setStale(false), [result])
  const onChange = () => {
    keep()
    setStale(true)
  }
  const isChecked = result?.release != null && !isStale
  return (
    <>
      <StaticHtml className="head" html={head} />
      <div className="cols">
        <checker.Form ref={ref} method="post" className="sec" onInput={onChange} aria-busy={checking}>
          <h2>{texts.details}</h2>
          <RegisterFields form={form} values={result?.values ?? {}} errors={result?.errors ?? {}} locale={locale} />
          <p className="row">
            <button type="submit" className={isChecked ? 'btn' : 'btn main'} aria-disabled={checking}>
              {checking ? texts.checking : texts.check}
            </button>
            <span className="note">{texts.kept}</span>
          </p>
        </checker.Form>
        <aside className="side stack" aria-label={texts.preview} aria-live="polite">
          <StaticHtml html={result?.preview ?? empty} />
          {result?.release != null && (
            <RegisterSign
              {...props}
              release={result.release}
              list={result.values['list'] ?? ''}
              isStale={isStale}
              onDone={forget}
            />
          )}
          <RegisterModel {...props} />
        </aside>
      </div>
    </>
  )
}
