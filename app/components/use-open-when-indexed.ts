import { useNavigate } from '@remix-run/react'
import { useEffect } from 'react'

const POLL_MS = 500

/** Opens the page of what was made, which exists from the block on that the index has read. */
export const useOpenWhenIndexed = (path: string | null) => {
  const navigate = useNavigate()
  useEffect(() => {
    if (path === null) return
    const timer = setInterval(async () => {
      const answer = await fetch(`/api/v1${path}`, { method: 'HEAD' }).catch(() => null)
      if (answer?.ok) navigate(path)
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [path, navigate])
}
