import { useCallback, useEffect, useState } from 'react'

/** A text that survives a refusal, a reload and a lost connection: it stays in this tab until it is forgotten. */
export const useKeptText = (key: string): { text: string; keep: (text: string) => void; forget: () => void } => {
  const [text, setText] = useState('')
  useEffect(() => setText(sessionStorage.getItem(key) ?? ''), [key])
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
  return { text, keep, forget }
}
