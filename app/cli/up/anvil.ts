import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestClient, http, publicActions } from 'viem'
import { findCommand } from '#db/running-command'
import { AppError } from '~/domain/errors'
import { MNEMONIC, WALLETS } from '../demo/keys'
import type { DataFolder } from './data-folder'

export const CHAIN_ID = 31_337
/** As the demo profile says; anvil calls a block final after two epochs. */
export const BLOCKS_TO_FINALITY = 8
const START_SECONDS = 20
const STOP_SECONDS = 8
// Nobody waits for a deadline here, and a chain that is cut off loses what it has not written.
const LEFTOVER_SECONDS = 30
// Views read the newest state; older ones would fill memory at a block a second.
const STATES_KEPT = 64

const findAnvil = (): string => {
  const anvil = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json')
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const name = `@foundry-rs/anvil-${platform}-${architecture}`
  try {
    const at = createRequire(anvil).resolve(`${name}/package.json`)
    return at.replace('package.json', process.platform === 'win32' ? 'bin/anvil.exe' : 'bin/anvil')
  } catch (cause) {
    throw new AppError('no_anvil', `${name} is not installed: run \`npm install\` on this machine.`, { cause })
  }
}

type AnvilOptions = { folder: DataFolder; port: number; args: readonly string[] }

/** Starts anvil without mining, with the stored state if there is one; it writes its state when it is stopped. */
export const startAnvil = async ({ folder, port, args }: AnvilOptions) => {
  const log = openSync(folder.file('chainLog'), 'w')
  const network = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(CHAIN_ID)]
  const limits = ['--prune-history', String(STATES_KEPT), '--slots-in-an-epoch', String(BLOCKS_TO_FINALITY / 2)]
  const accounts = ['--accounts', String(WALLETS), '--mnemonic', MNEMONIC]
  const child = spawn(
    findAnvil(),
    [...network, ...limits, ...accounts, ...args, '--quiet', '--no-mining', '--state', folder.file('state')],
    {
      // A group of its own: Ctrl-C must reach its clients first.
      detached: true,
      stdio: ['ignore', log, log],
    },
  )
  const ended = new Promise<string>((done) => {
    child.once('error', ({ message }) => done(`the chain could not start: ${message}`))
    child.once('exit', (code, signal) => done(`the chain ended (${signal ?? `exit code ${code}`})`))
  })
  const isGone = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  if (child.pid) writeFileSync(folder.file('chainPid'), String(child.pid))
  const stop = async () => {
    if (!isGone()) child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000)
    await ended
    clearTimeout(timer)
    rmSync(folder.file('chainPid'), { force: true })
  }
  const url = `http://127.0.0.1:${port}`
  await waitUntilReady({ url, isGone, log: folder.file('chainLog') })
  return { url, ended, stop }
}

const waitUntilReady = async ({ url, isGone, log }: { url: string; isGone: () => boolean; log: string }) => {
  const client = createTestClient({ mode: 'anvil', transport: http(url, { retryCount: 0 }) }).extend(publicActions)
  for (let waited = 0; waited < START_SECONDS * 20; waited++) {
    try {
      await client.getBlockNumber()
      return
    } catch (cause) {
      if (isGone()) {
        const hint = 'if its stored state is broken, `npm run reset` forgets it'
        throw new AppError('chain_failed', `The chain did not start, see ${log}; ${hint}.`, { cause })
      }
      await sleep(50)
    }
  }
  throw new AppError('chain_failed', `The chain did not answer within ${START_SECONDS} s; see ${log}.`)
}

const findLeftover = (folder: DataFolder): number | null => {
  if (!existsSync(folder.file('chainPid'))) return null
  const pid = Number(readFileSync(folder.file('chainPid'), 'utf8'))
  return findCommand(pid)?.includes(folder.file('state')) ? pid : null
}

/** A chain that a killed supervisor left behind: it writes its state when it is asked to end. */
export const stopLeftover = async (folder: DataFolder): Promise<void> => {
  const pid = findLeftover(folder)
  if (pid !== null) {
    process.kill(pid, 'SIGTERM')
    for (let waited = 0; waited < LEFTOVER_SECONDS * 20 && findCommand(pid) !== null; waited++) await sleep(50)
    if (findCommand(pid) !== null) process.kill(pid, 'SIGKILL')
  }
  rmSync(folder.file('chainPid'), { force: true })
}
