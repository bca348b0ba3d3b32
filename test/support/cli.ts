import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const command = fileURLToPath(new URL('../../app/cli/ostrakon.mjs', import.meta.url))

export type Said = { code: number; stdout: string; stderr: string }
type RunOptions = { env?: Record<string, string>; uid?: number; cwd?: string }

/** Another user than root, to whom permissions mean something. */
export const nobody: { uid?: number } = process.getuid?.() === 0 ? { uid: 65_534 } : {}

/** Runs `ostrakon` as a process of its own; settings come from `env` alone. */
export const runCli = (args: readonly string[], { env = {}, cwd = root, uid }: RunOptions = {}) =>
  new Promise<Said>((done) => {
    const user = uid === undefined ? {} : { uid, gid: uid }
    const settings: NodeJS.ProcessEnv = {
      NODE_ENV: 'production',
      PATH: process.env['PATH'],
      HOME: tmpdir(),
      DATA_DIR: `${tmpdir()}/nothing-runs-here`,
      ...env,
    }
    const options = { cwd, env: settings, maxBuffer: 1 << 28, ...user }
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr })
    })
  })
