import { execFile } from 'node:child_process'
import { AppError } from '~/domain/errors'

/** The account that jobs run as; only root can choose another than its own. */
export type JobUser = { uid: number; gid: number }

/** What is seen of the machine within, and nothing else is. */
export type SandboxView = {
  rootFolder: string
  inputFolder: string | null
  outputFolder: string
  /** Bytes that /tmp may hold. */
  temporaryBytes: number
  /** Device files of the lease's GPUs. */
  devices: readonly string[]
  env: Readonly<Record<string, string>>
}

/** New namespaces for everything, so no network at all; no capability, and no way to new namespaces; ends with who started it. */
const isolation = [
  ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
  ...['--die-with-parent', '--new-session', '--clearenv', '--hostname', 'job'],
]

/** What programs with a GPU open beside the GPU's own file, where it is there. */
const sharedDevices = ['/dev/nvidiactl', '/dev/nvidia-uvm', '/dev/nvidia-uvm-tools']

/** The arguments of bubblewrap up to the command. */
export const buildSandboxArguments = (view: SandboxView): string[] => [
  ...isolation,
  ...Object.entries(view.env).flatMap(([name, value]) => ['--setenv', name, value]),
  ...['--ro-bind', view.rootFolder, '/', '--proc', '/proc', '--dev', '/dev'],
  ...view.devices.flatMap((device) => ['--dev-bind', device, device]),
  ...(view.devices.length === 0 ? [] : sharedDevices.flatMap((device) => ['--dev-bind-try', device, device])),
  ...['--size', String(view.temporaryBytes), '--tmpfs', '/tmp'],
  ...(view.inputFolder === null ? [] : ['--ro-bind', view.inputFolder, '/input']),
  ...['--bind', view.outputFolder, '/output', '--chdir', '/'],
]

type Sandbox = { bubblewrap: string; user: JobUser | null; folder: string }

/**
 * Refuses to go on unless a sandbox of the very kind can be made here, by the account that jobs run as and with what is in
 * the folder. Throws `no_sandbox`.
 */
export const requireSandbox = async ({ bubblewrap, user, folder }: Sandbox): Promise<void> => {
  const seen = ['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp']
  const args = [...isolation, ...seen, '--ro-bind', folder, '/tmp/folder', '--', '/bin/true']
  const problem = await new Promise<string | null>((done) => {
    execFile(bubblewrap, args, { timeout: 10_000, cwd: '/', ...user }, (error, _, stderr) => {
      done(error === null ? null : stderr.trim() || `it ended with ${error.code}`)
    })
  })
  if (problem === null) return
  throw new AppError(
    'no_sandbox',
    `No sandbox, no service: ${bubblewrap} makes none of ${folder} (${problem}). Install bubblewrap, allow user namespaces, and let the jobs' account through to the folder; --unsafe-no-sandbox runs strangers' programs without one.`,
  )
}
