import { type RefObject, useCallback, useEffect, useState } from 'react'

type Kept = { text: string; keep: (text: string) => void; forget: () => void }

/**
 * The text of a field that survives a refusal, a reload and a lost connection: it stays in this tab until it is
 * forgotten. What was typed before the script ran counts too.
 */
export const useKeptText = (key: string, field: RefObject<HTMLTextAreaElement>): Kept => {
  const [text, setText] = useState('')
  const keep = useCallback(
    (next: string) => {
      setText(next)
      sessionStorage.setItem(key, next)
    },
    [key],
  )
  const forget = useCallback(() => {
    setText('')
    sessionStorage.removeItem(key)
  }, [key])
  useEffect(() => {
    const typed = field.current?.value ?? ''
    if (typed === '') setText(sessionStorage.getItem(key) ?? '')
    else keep(typed)
  }, [key, field, keep])
  return { text, keep, forget }
}
