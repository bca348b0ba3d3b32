import { useRevalidator } from '@remix-run/react'
import { useEffect, useRef } from 'react'

/**
 * Which news concern a page: kinds of `/api/v1/events`, and the one subject where it is about one. `until` is the chain
 * time at which what it shows changes by time alone, RFC 3339.
 */
export type LiveUpdatesProps = {
  kinds: readonly string[]
  id?: string
  until?: string | null
  /** Something that the page shows is still being made. */
  pending?: boolean
}

const QUIET_MS = 60_000
const GATHER_MS = 250
const PENDING_MS = 2_000
// Only a local chain's clock jumps.
const JUMP_MS = 30_000

const fieldOf = (data: string, name: 'id' | 'time'): string | null => {
  const parsed: unknown = JSON.parse(data)
  if (typeof parsed !== 'object' || parsed === null) return null
  const value = (parsed as Partial<Record<typeof name, unknown>>)[name]
  return value === undefined ? null : String(value)
}

/** Reads the page's data again when what it shows was indexed; rests while nobody looks at it. */
export const LiveUpdates = ({ kinds, id, until = null, pending = false }: LiveUpdatesProps) => {
  const { revalidate, state } = useRevalidator()
  const router = useRef({ revalidate, state })
  router.current = { revalidate, state }
  // What is read anew often names another moment, and news that wait to be read must outlive that.
  const moment = useRef(until)
  moment.current = until
  const list = kinds.join(' ')

  useEffect(() => {
    if (!pending || state !== 'idle') return
    const timer = setTimeout(revalidate, PENDING_MS)
    return () => clearTimeout(timer)
  }, [pending, state, revalidate])

  useEffect(() => {
    let source: EventSource | null = null
    let gathering: ReturnType<typeof setTimeout> | undefined
    let quiet: ReturnType<typeof setInterval> | undefined
    // One at a time: the router would break off the one before, and what it had begun to read ends in an error.
    const refresh = () => (router.current.state === 'idle' ? router.current.revalidate() : refreshSoon())
    const refreshSoon = () => {
      clearTimeout(gathering)
      gathering = setTimeout(refresh, GATHER_MS)
    }
    const onNews = (event: MessageEvent<string>) => {
      const subject = fieldOf(event.data, 'id')
      if (id === undefined || subject === null || subject === id) refreshSoon()
    }
    let seen: string | null = null
    let passed: string | null = null
    const onBlock = (event: MessageEvent<string>) => {
      const time = fieldOf(event.data, 'time')
      if (time === null) return
      const jumped = seen !== null && Date.parse(time) - Date.parse(seen) > JUMP_MS
      const passes = moment.current !== null && time > moment.current && passed !== moment.current
      if (passes) passed = moment.current
      seen = time
      if (jumped || passes) refreshSoon()
    }
    const listen = () => {
      source = new EventSource('/api/v1/events')
      for (const kind of list.split(' ')) source.addEventListener(kind, onNews)
      source.addEventListener('block', onBlock)
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
