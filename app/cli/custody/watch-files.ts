import type { WalkedFile } from '~/manifest/walk-directory'
import { createHashProgress } from '../hash-progress'

type Watch = { onRead: (bytes: number) => void; signal: AbortSignal }

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Goes over files with progress shown, and aborted by Ctrl-C and the like, so that nothing half done stays behind. */
export const watchFiles = async <T>(files: readonly WalkedFile[], run: (watch: Watch) => Promise<T>): Promise<T> => {
  const { onStart, onProgress, onEnd } = createHashProgress()
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const name of SIGNALS) process.on(name, stop)
  let done = 0n
  const onRead = (bytes: number) => {
    done += BigInt(bytes)
    onProgress(done)
  }
  try {
    onStart({ files: files.length, bytes: files.reduce((sum, { state }) => sum + state.size, 0n) })
    return await run({ onRead, signal: controller.signal })
  } finally {
    onEnd()
    for (const name of SIGNALS) process.off(name, stop)
  }
}
