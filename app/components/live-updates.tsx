import { useRevalidator } from '@remix-run/react'
import { useEffect, useRef } from 'react'

/** Which news concern a page: kinds of `/api/v1/events`, and the one subject where it is about one. */
export type LiveUpdatesProps = { kinds: readonly string[]; id?: string }

// States end by time alone, so that a quiet page is read again now and then.
const QUIET_MS = 60_000
const GATHER_MS = 250

const idOf = (data: string): string | null => {
  const parsed: unknown = JSON.parse(data)
  return typeof parsed === 'object' && parsed !== null && 'id' in parsed ? String(parsed.id) : null
}

/** Reads the page's data again when what it shows was indexed; rests while nobody looks at it. */
export const LiveUpdates = ({ kinds, id }: LiveUpdatesProps) => {
  const { revalidate } = useRevalidator()
  const refresh = useRef(revalidate)
  refresh.current = revalidate
  const list = kinds.join(' ')

  useEffect(() => {
    let source: EventSource | null = null
    let gathering: ReturnType<typeof setTimeout> | undefined
    let quiet: ReturnType<typeof setInterval> | undefined
    const refreshSoon = () => {
      clearTimeout(gathering)
      gathering = setTimeout(() => refresh.current(), GATHER_MS)
    }
    const onNews = (event: MessageEvent<string>) => {
      const subject = idOf(event.data)
      if (id === undefined || subject === null || subject === id) refreshSoon()
    }
    const listen = () => {
      source = new EventSource('/api/v1/events')
      for (const kind of list.split(' ')) source.addEventListener(kind, onNews)
      source.addEventListener('reorg', refreshSoon)
      quiet = setInterval(refreshSoon, QUIET_MS)
    }
    const rest = () => {
      source?.close()
      source = null
      clearInterval(quiet)
      clearTimeout(gathering)
    }
    const onVisibility = () => {
      rest()
      if (document.hidden) return
      listen()
      refreshSoon()
    }
    if (!document.hidden) listen()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      rest()
    }
  }, [list, id])

  return null
}
