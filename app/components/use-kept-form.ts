import { type RefObject, useCallback, useEffect } from 'react'

type Stored = Record<string, string>

const read = (key: string): Stored => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return typeof stored === 'object' && stored !== null ? (stored as Stored) : {}
  } catch {
    return {}
  }
}

const fill = (form: HTMLFormElement, values: Stored) => {
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && element.type === 'radio') {
      element.checked = values[element.name] === element.value
    } else if (
      (element instanceof HTMLInputElement && element.type !== 'hidden') ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement
    ) {
      const value = values[element.name]
      if (value !== undefined) element.value = value
    }
  }
}

/** Keeps a half-filled form on this device; `restore` is false where the server has just sent its values back. */
export const useKeptForm = (ref: RefObject<HTMLFormElement>, key: string, restore: boolean) => {
  useEffect(() => {
    const stored = read(key)
    if (restore && ref.current !== null && Object.keys(stored).length > 0) fill(ref.current, stored)
  }, [key, ref, restore])
  const keep = useCallback(() => {
    if (ref.current === null) return
    const entries = [...new FormData(ref.current)].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    try {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(entries)))
    } catch {
      // The device's store is full, or closed to this site: the form works all the same.
    }
  }, [key, ref])
  const forget = useCallback(() => localStorage.removeItem(key), [key])
  return { keep, forget }
}
