import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { findFreePort } from '~/cli/up/ports'
import { waitUntil } from './wait-until'

/** Where the whole stack of one test run answers. */
export type Portal = { url: string; rpcUrl: string; deployment: string }

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be added to
  export interface ProvidedContext {
    portal: Portal
  }
}

const command = fileURLToPath(new URL('../../app/cli/ostrakon.mjs', import.meta.url))
const START_SECONDS = 240

const endOf = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()))

/** Runs `npm start` on ports and data of its own: chain, demo, database, indexer and portal, nothing left out. */
const startPortal = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ostrakon-e2e-'))
  // Where the tests run as root, Postgres runs as another user, and would else take a folder elsewhere.
  await chmod(folder, 0o755)
  const [port, rpcPort] = [await findFreePort(), await findFreePort()]
  // All tests come from one address.
  const env = {
    RATE_LIMIT: '1000000',
    ...process.env,
    PORT: String(port),
    RPC_PORT: String(rpcPort),
    DATA_DIR: join(folder, 'data'),
  }
  const child = spawn(process.execPath, [command, 'up'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = endOf(child)
  let log = ''
  child.stdout.on('data', (chunk) => (log += chunk))
  child.stderr.on('data', (chunk) => (log += chunk))
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  const ready = async () => {
    if (child.exitCode !== null) throw new Error(`\`ostrakon up\` ended with ${child.exitCode}:\n${log}`)
    const answer = await fetch(`${url}/api/v1/readyz`).catch(() => undefined)
    return answer?.ok
  }
  await waitUntil('the portal answers', ready, { seconds: START_SECONDS, every: 250 }).catch(async (error: unknown) => {
    await stop()
    throw new Error(`${String(error)}\n${log}`)
  })
  const portal: Portal = {
    url,
    rpcUrl: `http://127.0.0.1:${rpcPort}`,
    deployment: join(folder, 'data', 'deployment.json'),
  }
  return { portal, stop }
}

/** Vitest's global set-up of the browser tests: one stack for all of them. */
export default async (project: TestProject) => {
  const { portal, stop } = await startPortal()
  project.provide('portal', portal)
  return stop
}
