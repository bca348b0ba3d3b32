import { useCallback, useEffect, useRef, useState } from 'react'
import { buildManifest, type Manifest, type ManifestFile } from '~/domain/manifest'
import { hashFiles, UnreadableFileError } from '../hashing/hash-files'
import type { Picked } from '../hashing/pick-files'

/** What hashing picked files gave: sizes belong to the names in `files`. */
export type Hashed = Manifest & { files: ManifestFile[]; sizes: ReadonlyMap<string, number>; ignored: string[] }

export type HashingState =
  | { step: 'idle' }
  | { step: 'hashing'; read: number; total: number; files: number; seconds: number }
  | { step: 'done'; hashed: Hashed }
  | { step: 'failed'; reason: 'none' | 'unreadable' | 'invalid'; detail: string }

const SHOW_MS = 250

const hashPicked = async ({ files, ignored }: Picked, onRead: (bytes: number) => void, signal: AbortSignal) => {
  const digests = await hashFiles(files, { onRead, signal })
  const sizes = new Map(files.map(({ name, file }) => [name, file.size]))
  return { ...buildManifest(digests), files: digests, sizes, ignored }
}

const describeFailure = (error: unknown): HashingState => {
  if (error instanceof UnreadableFileError) {
    return { step: 'failed', reason: 'unreadable', detail: `${error.file}: ${error.message}` }
  }
  return { step: 'failed', reason: 'invalid', detail: error instanceof Error ? error.message : String(error) }
}

/** Hashes what a reader picks, says how far it is, and can be stopped. */
export const useHashing = () => {
  const [state, setState] = useState<HashingState>({ step: 'idle' })
  const running = useRef<AbortController | null>(null)

  const stop = useCallback(() => {
    running.current?.abort()
    running.current = null
    setState({ step: 'idle' })
  }, [])

  const start = useCallback(async (picked: Picked): Promise<Hashed | null> => {
    running.current?.abort()
    if (picked.files.length === 0) {
      setState({ step: 'failed', reason: 'none', detail: picked.ignored.join(', ') })
      return null
    }
    const controller = new AbortController()
    running.current = controller
    const began = performance.now()
    const total = picked.files.reduce((sum, { file }) => sum + file.size, 0)
    let read = 0
    const show = () => {
      const seconds = (performance.now() - began) / 1000
      setState({ step: 'hashing', read, total, files: picked.files.length, seconds })
    }
    const count = (bytes: number) => {
      read += bytes
    }
    show()
    const showing = setInterval(show, SHOW_MS)
    try {
      const hashed = await hashPicked(picked, count, controller.signal)
      setState({ step: 'done', hashed })
      return hashed
    } catch (error) {
      if (!controller.signal.aborted) setState(describeFailure(error))
      return null
    } finally {
      clearInterval(showing)
    }
  }, [])

  useEffect(() => () => running.current?.abort(), [])
  return { state, start, stop }
}
