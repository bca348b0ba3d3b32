import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestClient, http, keccak256, publicActions, stringToBytes } from 'viem'
import { findCommand } from '#db/running-command'
import { creationCode } from '~/chain/bytecode/generated'
import { AppError } from '~/domain/errors'
import { MNEMONIC, WALLETS } from '../demo/keys'
import { HISTORY_SECONDS, seedDemo } from '../demo/seed'
import { say } from '../log'
import type { DataFolder } from './data-folder'

const CHAIN_ID = 31_337
const START_SECONDS = 20
const STOP_SECONDS = 8
// Nobody waits for a deadline here, and a chain that is cut off loses what it has not written.
const LEFTOVER_SECONDS = 30
/** Anvil calls a block final after two epochs: eight blocks, as the demo profile says. */
const SLOTS_IN_AN_EPOCH = 4
// Views read the newest state; older ones would fill memory at a block a second.
const STATES_KEPT = 64

/** The embedded chain; `ended` resolves with a sentence when its process ends. */
export type LocalChain = { url: string; isNew: boolean; ended: Promise<string>; stop: () => Promise<void> }

/** Which contracts and which history a stored demo was made of. */
const demoDigest = keccak256(stringToBytes(JSON.stringify(creationCode)))

/**
 * Starts the embedded chain with the stored demo, or with a new one. Throws `demo_outdated` when the stored demo is of
 * other contracts than this code's.
 */
export const startLocalChain = async (folder: DataFolder, port: number): Promise<LocalChain> => {
  const isNew = !hasStoredDemo(folder)
  if (isNew) for (const entry of ['state', 'demo', 'deployment'] as const) rmSync(folder.file(entry), { force: true })
  const end = Math.floor(Date.now() / 1000)
  const time = isNew ? ['--no-mining', '--timestamp', String(end - HISTORY_SECONDS)] : ['--block-time', '1']
  const chain = await startAnvil(folder, port, time)
  try {
    if (isNew) await makeDemo(folder, chain.url, end)
    await catchUp(chain.url)
  } catch (error) {
    await chain.stop()
    throw error
  }
  say('chain', `ready at ${chain.url}, chain id ${CHAIN_ID}, a block each second`)
  return { ...chain, isNew }
}

const hasStoredDemo = (folder: DataFolder): boolean => {
  if (!(['state', 'demo', 'deployment'] as const).every((entry) => existsSync(folder.file(entry)))) return false
  const { digest } = JSON.parse(readFileSync(folder.file('demo'), 'utf8')) as { digest?: string }
  if (digest === demoDigest) return true
  const message = `The demo stored in ${folder.path} was made of other contracts than this version's: run \`npm run reset\` to start a new one.`
  throw new AppError('demo_outdated', message)
}

const makeDemo = async (folder: DataFolder, rpcUrl: string, end: number) => {
  const began = performance.now()
  say('chain', 'making the demo: a DAO with ten weeks of history, about 10 s')
  const deployment = await seedDemo({ rpcUrl, end, onProgress: (line) => say('chain', line) })
  await createLocalClient(rpcUrl).setIntervalMining({ interval: 1 })
  writeFileSync(folder.file('deployment'), `${JSON.stringify(deployment, null, 2)}\n`)
  // Written last: a demo that was interrupted is made anew.
  writeFileSync(folder.file('demo'), `${JSON.stringify({ digest: demoDigest })}\n`)
  say('chain', `the demo is made (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

const createLocalClient = (url: string) =>
  createTestClient({ mode: 'anvil', transport: http(url) }).extend(publicActions)

/** A chain that was switched off must not tell yesterday's time; one whose time was moved ahead stays ahead. */
const catchUp = async (url: string) => {
  const client = createLocalClient(url)
  const { timestamp } = await client.getBlock()
  const now = BigInt(Math.floor(Date.now() / 1000))
  if (timestamp < now) await client.setNextBlockTimestamp({ timestamp: now })
}

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

const startAnvil = async (folder: DataFolder, port: number, time: readonly string[]) => {
  const log = openSync(folder.file('chainLog'), 'w')
  const args = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(CHAIN_ID), '--quiet', ...time]
  const limits = ['--prune-history', String(STATES_KEPT), '--slots-in-an-epoch', String(SLOTS_IN_AN_EPOCH)]
  const accounts = ['--accounts', String(WALLETS), '--mnemonic', MNEMONIC]
  const child = spawn(findAnvil(), [...args, ...limits, ...accounts, '--state', folder.file('state')], {
    // A group of its own: Ctrl-C must reach its clients first.
    detached: true,
    stdio: ['ignore', log, log],
  })
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
      if (isGone())
        throw new AppError(
          'chain_failed',
          `The chain did not start; its last words are in ${log}. If its stored state is broken, \`npm run reset\` forgets it.`,
          { cause },
        )
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
