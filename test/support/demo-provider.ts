import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Portal } from './portal'

/** The agent that `npm start` runs for the demo's last node: it can be held for a while, as one that hangs. */
export const holdProvider = ({ deployment }: Portal): (() => void) => {
  const { folder } = JSON.parse(readFileSync(join(dirname(deployment), 'provider.json'), 'utf8')) as { folder: string }
  const pid = Number(readFileSync(join(folder, 'agent.lock'), 'utf8'))
  const release = () => void process.kill(pid, 'SIGCONT')
  process.kill(pid, 'SIGSTOP')
  onTestFinished(release)
  return release
}
