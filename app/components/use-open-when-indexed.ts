import { useNavigate } from '@remix-run/react'
import { useEffect, useRef } from 'react'

const POLL_MS = 500

/**
 * Opens the page of what was made, which exists from the block on that the index has read. `onFound` runs before, with
 * the page's address in the API.
 */
export const useOpenWhenIndexed = (path: string | null, onFound?: (resource: string) => Promise<unknown>) => {
  const navigate = useNavigate()
  const found = useRef(onFound)
  found.current = onFound
  useEffect(() => {
    if (path === null) return
    const resource = `/api/v1${path}`
    const timer = setInterval(async () => {
      const answer = await fetch(resource, { method: 'HEAD' }).catch(() => null)
      if (!answer?.ok) return
      clearInterval(timer)
      await found.current?.(resource)
      navigate(path)
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [path, navigate])
}
