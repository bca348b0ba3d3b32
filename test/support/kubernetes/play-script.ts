/** How a pod of the stub ends: after a while, or when it is told, or killed. */
export type Played = {
  afterMs: number
  end: { exitCode: number; reason: string } | { evicted: string }
  heedsTerm: boolean
}

/** Plays what a script of the contract would do on a node; only what the tests write is known. */
export const playScript = (script: string): Played => {
  const heedsTerm = !script.includes("trap '' TERM")
  const seconds = /sleep ([\d.]+)/.exec(script)?.[1]
  const exitCode = Number(/exit (\d+)/.exec(script)?.[1] ?? 0)
  if (script.includes('tail /dev/zero')) {
    return { afterMs: 100, end: { exitCode: 137, reason: 'OOMKilled' }, heedsTerm }
  }
  if (script.includes('head -c')) {
    return { afterMs: 100, end: { evicted: 'Pod ephemeral local storage usage exceeds the total limit.' }, heedsTerm }
  }
  const reason = exitCode === 0 ? 'Completed' : 'Error'
  return { afterMs: Number(seconds ?? 0.2) * 1000, end: { exitCode, reason }, heedsTerm }
}
