import { useEffect, useRef, useState } from 'react'
import { StaticHtml } from '~/components/static-html'
import { useKeptForm } from '~/components/use-kept-form'
import { draftKinds } from '../draft-kinds'
import { DraftFields } from './draft-fields'
import type { DraftEditorProps } from './draft-props'
import { SaveDraft } from './save-draft'
import { SignCard } from './sign-card'
import { type KeptDraft, useKeptDraft } from './use-kept-draft'

const Steps = ({ texts, checked }: { texts: DraftEditorProps['form']['texts']; checked: boolean }) => (
  <ol className="steps" aria-label={texts.steps}>
    <li className="done">{texts['step.kind']}</li>
    <li {...(checked ? { className: 'done' } : { 'aria-current': 'step' as const })}>{texts['step.details']}</li>
    <li className={checked ? 'done' : undefined}>{texts['step.check']}</li>
    <li {...(checked ? { 'aria-current': 'step' as const } : {})}>{texts['step.sign']}</li>
  </ol>
)

const Kinds = ({ form }: { form: DraftEditorProps['form'] }) => (
  <nav className="row" aria-label={form.texts.kinds}>
    {draftKinds.map((kind) => (
      <a
        key={kind}
        className="btn sm"
        href={`/proposals/new?kind=${kind}`}
        {...(kind === form.kind ? { 'aria-current': 'page' as const } : {})}
      >
        {form.texts[`kind.${kind}`]}
      </a>
    ))}
  </nav>
)

/** The form on one side, what it means on the other: form, check, sentence, signature. */
export const DraftEditor = (props: DraftEditorProps) => {
  const { form, opened, result, empty, access, checker, saveTexts, ...rest } = props
  const { texts } = form
  const ref = useRef<HTMLFormElement>(null)
  const [isStale, setStale] = useState(false)
  const checking = checker.state !== 'idle'
  // What was typed into a saved draft belongs to the revision that was open.
  const name = opened === null ? form.kind : `${opened.id}.${opened.revision}`
  const { keep, forget } = useKeptForm(ref, `ostrakon.draft.${access.chainId}.${name}`, result === null)
  const stored = useKeptDraft(`ostrakon.kept.${access.chainId}.${form.kind}`, rest.viewer)
  const [current, setCurrent] = useState(opened?.kept ?? null)
  // Its author alone writes it; what others save is a draft of their own.
  const { kept, keep: keepDraft } =
    opened === null ? stored : { kept: current?.author === rest.viewer ? current : null, keep: setCurrent }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came back belongs to what the form holds now
  useEffect(() => setStale(false), [result])
  const onChange = () => {
    keep()
    setStale(true)
  }
  const onDone = () => {
    forget()
    keepDraft(null)
  }
  const onSave = (draft: KeptDraft) => {
    if (opened !== null) forget()
    keepDraft(draft)
  }
  const isChecked = result?.proposal != null && !isStale
  return (
    <>
      <div className="head">
        <h1>{texts.title}</h1>
        <Steps texts={texts} checked={isChecked} />
        <Kinds form={form} />
        <p className="small">
          <a href="/drafts">{texts.drafts}</a>
        </p>
      </div>
      <div className="cols">
        <checker.Form ref={ref} method="post" className="sec" onInput={onChange} aria-busy={checking}>
          <h2>{texts.details}</h2>
          <DraftFields form={form} values={result?.values ?? form.initial} errors={result?.errors ?? {}} />
          <p className="row">
            <button type="submit" className={isChecked ? 'btn' : 'btn main'} aria-disabled={checking}>
              {checking ? texts.checking : texts.check}
            </button>
            <span className="note">{texts.kept}</span>
          </p>
        </checker.Form>
        <aside className="side stack" aria-label={texts.preview} aria-live="polite">
          <StaticHtml html={result?.preview ?? empty} />
          {result?.proposal != null && (
            <SignCard {...rest} {...{ form, access, isStale, onDone }} proposal={result.proposal} />
          )}
          <SaveDraft {...rest} {...{ access, kept }} formRef={ref} keep={onSave} texts={saveTexts} />
        </aside>
      </div>
    </>
  )
}
