import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { JobPlan } from './lease-folder'
import { buildSandboxArguments } from './sandbox'

/** A program that waits for `release`, so that limits are there before it runs. */
export type Launched = {
  /** Ends when the job has, with its code or 128 and its signal. */
  child: ChildProcess
  /** What is first in the job: of its namespace, whose end ends all of it, or the program itself without a sandbox. */
  first: number
  release: () => void
}

type Launch = { plan: JobPlan; folder: string; log: number }

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Starts what a plan says and has it wait; throws what bubblewrap said when it made no sandbox. */
export const launch = (options: Launch): Promise<Launched> =>
  options.plan.bubblewrap === null ? launchBare(options) : launchSandboxed(options, options.plan.bubblewrap)

const launchSandboxed = async ({ plan, folder, log }: Launch, bubblewrap: string): Promise<Launched> => {
  const { spec, inputFolder, outputFolder, devices, user } = plan
  const view = {
    ...{ rootFolder: join(folder, 'root'), inputFolder, outputFolder, devices },
    ...{ temporaryBytes: spec.limits.memoryBytes, env: { PATH, HOME: '/tmp', ...spec.env } },
  }
  const args = [...buildSandboxArguments(view), '--info-fd', '3', '--block-fd', '4', '--', ...spec.command]
  const options: SpawnOptions = { stdio: ['ignore', log, log, 'pipe', 'pipe'], cwd: '/', ...user }
  const child = spawn(bubblewrap, args, options)
  const info = child.stdio[3] as Readable
  const gate = child.stdio[4] as Writable
  gate.on('error', () => {})
  const first = await new Promise<number>((done, fail) => {
    let said = ''
    info.on('data', (data) => {
      said += data
      const found = /"child-pid": (\d+)/.exec(said)?.[1]
      if (found !== undefined) done(Number(found))
    })
    child.once('error', fail)
    child.once('exit', (code) => fail(new Error(`bubblewrap ended with ${code}`)))
  })
  return { child, first, release: () => gate.end('x') }
}

/** The program sees the machine: paths below the archive's root, /input and /output are replaced by where they are. */
const launchBare = async ({ plan, folder, log }: Launch): Promise<Launched> => {
  const { spec, inputFolder, outputFolder, user } = plan
  const root = join(folder, 'root')
  const replace = (text: string) => {
    if (text === '/output' || text.startsWith('/output/')) return text.replace('/output', outputFolder)
    if (inputFolder !== null && /^\/input(\/|$)/.test(text)) return text.replace('/input', inputFolder)
    return text.startsWith('/') && existsSync(join(root, text)) ? join(root, text) : text
  }
  const args = ['-c', 'read -r _ && exec "$@"', 'sh', ...spec.command.map(replace)]
  const env = { PATH, HOME: '/tmp', ...spec.env } as Record<string, string> as NodeJS.ProcessEnv
  const options: SpawnOptions = { stdio: ['pipe', log, log], cwd: root, env, detached: true, ...user }
  const child = spawn('/bin/sh', args, options)
  child.stdin?.on('error', () => {})
  const first = await new Promise<number>((done, fail) => {
    child.once('error', fail)
    child.once('spawn', () => done(child.pid ?? 0))
  })
  return { child, first, release: () => child.stdin?.end('go\n') }
}
