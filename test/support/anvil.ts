import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createClient, http, publicActions, testActions, walletActions } from 'viem'
import { findFreePort } from '~/cli/up/ports'
import { waitUntil } from './wait-until'

const wrapper = fileURLToPath(new URL('../../node_modules/@foundry-rs/anvil/bin.mjs', import.meta.url))

export const createTestClient = (url: string) =>
  createClient({ transport: http(url, { timeout: 60_000 }), pollingInterval: 20, cacheTime: 0 })
    .extend(publicActions)
    .extend(walletActions)
    .extend(testActions({ mode: 'anvil' }))

export type TestClient = ReturnType<typeof createTestClient>

/** Starts a real anvil on a free port, mining a block per transaction unless `args` say otherwise. */
export const startAnvil = async ({ args = [] }: { args?: readonly string[] } = {}) => {
  const port = await findFreePort()
  const fixed = ['--port', String(port), '--host', '127.0.0.1', '--accounts', '30', '--quiet']
  // A group of its own, since the npm wrapper runs the binary as a child.
  const child = spawn(process.execPath, [wrapper, ...fixed, ...args], { detached: true, stdio: 'ignore' })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // A test that fails before its clean-up must not leave a chain behind.
  const kill = () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM')
  }
  process.once('exit', kill)
  const url = `http://127.0.0.1:${port}`
  const client = createTestClient(url)
  await waitUntil('anvil answers', async () => {
    if (child.exitCode !== null) throw new Error(`anvil ended with ${child.exitCode}`)
    return client.getChainId().catch(() => undefined)
  })
  const stop = async () => {
    kill()
    await exited
    process.removeListener('exit', kill)
  }
  return { url, socketUrl: `ws://127.0.0.1:${port}`, client, stop }
}
