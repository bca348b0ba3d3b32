import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Speaker } from '../log'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const entry = fileURLToPath(new URL('../ostrakon.mjs', import.meta.url))
const STOP_MS = 5_000

/** A part of the system in a process of its own; `ended` resolves with a sentence when it ends. */
export type Child = { speaker: Speaker; ended: Promise<string>; stop: () => Promise<void> }

type ChildOptions = {
  speaker: Speaker
  /** The command and what it takes. */
  args: readonly string[]
  env: NodeJS.ProcessEnv
  onMessage?: (message: unknown) => void
  /** Takes what it says, line by line; without it the command writes to the log by itself. */
  onLine?: (line: string) => void
}

/** Starts `ostrakon COMMAND`. It ends with this process, whatever ends this process: it watches the channel between. */
export const startChild = ({ speaker, args, env, onMessage, onLine }: ChildOptions): Child => {
  const output = onLine ? 'pipe' : 'inherit'
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: root,
    env,
    // A group of its own: Ctrl-C goes to the supervisor, which stops its children in order.
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
  if (onMessage) child.on('message', onMessage)
  for (const input of [child.stdout, child.stderr]) {
    if (input && onLine) createInterface({ input }).on('line', onLine)
  }
  const ended = new Promise<string>((done) => {
    child.once('error', ({ message }) => done(`${speaker} could not start: ${message}`))
    child.once('exit', (code, signal) => done(`${speaker} ended (${signal ?? `exit code ${code}`})`))
  })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(timer)
  }
  return { speaker, ended, stop }
}
