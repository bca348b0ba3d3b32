import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '~/cli/up/ports'
import { waitUntil } from './wait-until'

const root = fileURLToPath(new URL('../..', import.meta.url))
const command = join(root, 'app/cli/ostrakon.mjs')

type RunOptions = { args: readonly string[]; env?: Record<string, string>; uid?: number }

const runs = new Set<{
  isRunning: () => boolean
  kill: (signal: NodeJS.Signals) => boolean
  exited: Promise<unknown>
}>()

/** Stops whatever a test has left running. */
export const stopRuns = async () => {
  const left = [...runs].filter((run) => run.isRunning())
  for (const run of left) run.kill('SIGTERM')
  await Promise.all(left.map(({ exited }) => exited))
  runs.clear()
}

/** Runs `ostrakon` as a process of its own, with its output collected; settings come from `env` alone. */
export const runOstrakon = ({ args, ...rest }: RunOptions) =>
  runProgram({ program: process.execPath, args: [command, ...args], ...rest })

/** Runs `npm start`, as the README says; a signal goes to npm. */
export const runNpmStart = (env: Record<string, string>) => runProgram({ program: 'npm', args: ['start'], env })

const runProgram = ({ program, args, env = {}, uid }: RunOptions & { program: string }) => {
  const child = spawn(program, args, {
    cwd: root,
    // All tests come from one address.
    env: { NODE_ENV: 'production', RATE_LIMIT: '1000000', PATH: process.env['PATH'], HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  // The output may stay open when a killed process leaves others behind, so `exit`, not `close`.
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const isRunning = () => child.exitCode === null && child.signalCode === null
  const kill = (signal: NodeJS.Signals) => child.kill(signal)
  const run = { said: () => said, exited, isRunning, kill }
  runs.add(run)
  return run
}

export type Run = ReturnType<typeof runProgram>

/** Runs it to its end; the output is complete a moment after the exit. */
export const runToEnd = async (options: RunOptions) => {
  const run = runOstrakon(options)
  const code = await run.exited
  await new Promise((done) => setTimeout(done, 100))
  return { code, said: run.said() }
}

/** A data folder that Postgres can reach when the tests run as root. */
export const createDataFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ostrakon-up-'))
  await chmod(folder, 0o755)
  return { path: join(folder, 'data'), remove: () => rm(folder, { recursive: true, force: true }) }
}

export type Place = { DATA_DIR: string; PORT: string; RPC_PORT: string }

export const choosePlace = async (folder: string): Promise<Place> => {
  return { DATA_DIR: folder, PORT: String(await findFreePort()), RPC_PORT: String(await findFreePort()) }
}

/** Waits until the log says that everything is ready; rejects with the log when it ends before. */
export const waitUntilReady = (run: Run, seconds: number) =>
  waitUntil(
    'ostrakon is ready',
    async () => {
      if (!run.isRunning()) throw new Error(`ostrakon ended before it was ready:\n${run.said()}`)
      return run.said().includes('ready after')
    },
    { seconds, every: 100 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${run.said()}`)
  })

/** The processes that still work on a data folder, or listen on behalf of it (Linux). */
export const findProcessesOf = async (marks: readonly string[]): Promise<string[]> => {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    ids.map(async (id) => {
      const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
      const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')
      const isMarked = marks.some((mark) => command.includes(mark) || environment.includes(mark))
      return isMarked && id !== String(process.pid) ? `${id} ${command.replaceAll('\0', ' ')}` : ''
    }),
  )
  return found.filter((line) => line !== '')
}
