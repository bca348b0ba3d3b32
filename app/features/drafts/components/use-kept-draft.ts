import { useCallback, useEffect, useState } from 'react'
import type { Address } from 'viem'

export const VISIBILITIES = ['private', 'link', 'public'] as const
export type Visibility = (typeof VISIBILITIES)[number]

/** Which draft of the portal a form on this device is, as it was last written or read. */
export type KeptDraft = {
  id: string
  author: Address
  etag: string
  visibility: Visibility
  /** Of its link; null while there is none. */
  token: string | null
}

const read = (key: string): KeptDraft | null => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as KeptDraft | null
  } catch {
    return null
  }
}

/** Remembers it beside the form; only for its author. */
export const useKeptDraft = (key: string, viewer: Address | null) => {
  const [kept, setKept] = useState<KeptDraft | null>(null)
  useEffect(() => setKept(read(key)), [key])
  const keep = useCallback(
    (draft: KeptDraft | null) => {
      setKept(draft)
      try {
        if (draft === null) localStorage.removeItem(key)
        else localStorage.setItem(key, JSON.stringify(draft))
      } catch {
        // The device's store is full, or closed to this site: it is known until the page is left.
      }
    },
    [key],
  )
  return { kept: kept?.author === viewer ? kept : null, keep }
}
