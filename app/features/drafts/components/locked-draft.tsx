import { type ReactNode, type SyntheticEvent, useCallback, useEffect, useState } from 'react'
import { ProblemNotice, type ProblemText } from '~/components/problem-notice'

type Opened<View> = { view: View; token: string; reload: () => Promise<void> }

type LockedDraftProps<View> = {
  locked: ProblemText & { opening: string; refused: string }
  children: (opened: Opened<View>) => ReactNode
}

// The fragment is all that says who may read, so links and forms to the same draft take it along.
const carryToken = ({ target }: SyntheticEvent) => {
  const link = target instanceof Element ? target.closest('a[href^="/drafts/"]') : null
  if (link instanceof HTMLAnchorElement) link.hash = location.hash
  if (target instanceof HTMLFormElement) target.action = `${target.action}${location.hash}`
}

/**
 * A draft that is not public. The token of its link stands behind `#`, which no browser sends, so only a script can
 * ask with it.
 */
export const LockedDraft = <View extends { title: string }>({ locked, children }: LockedDraftProps<View>) => {
  const [opened, setOpened] = useState<{ view: View; token: string } | null>(null)
  const [state, setState] = useState<'locked' | 'opening' | 'refused'>('locked')

  const open = useCallback(async () => {
    const token = location.hash.slice(1)
    if (token === '') return
    setState('opening')
    const answer = await fetch(`${location.pathname}/shared${location.search}`, {
      headers: { 'Draft-Share': token },
    }).catch(() => null)
    if (!answer?.ok) return setState('refused')
    const view = (await answer.json()) as View
    document.title = view.title
    setOpened({ view, token })
  }, [])

  useEffect(() => {
    void open()
    window.addEventListener('hashchange', open)
    return () => window.removeEventListener('hashchange', open)
  }, [open])

  if (opened !== null) {
    return (
      <div onClickCapture={carryToken} onSubmitCapture={carryToken}>
        {children({ ...opened, reload: open })}
      </div>
    )
  }
  return (
    <>
      <ProblemNotice {...locked} />
      <p role="status">{state === 'opening' && locked.opening}</p>
      <p role="alert">{state === 'refused' && locked.refused}</p>
    </>
  )
}
