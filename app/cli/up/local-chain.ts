import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createTestClient, http, keccak256, parseEther, publicActions, stringToBytes } from 'viem'
import { creationCode } from '~/chain/bytecode/generated'
import { AppError } from '~/domain/errors'
import { relay } from '../demo/cast'
import { nodes } from '../demo/nodes'
import { HISTORY_SECONDS, seedDemo } from '../demo/seed'
import { say } from '../log'
import { BLOCKS_TO_FINALITY, CHAIN_ID, startAnvil } from './anvil'
import type { DataFolder } from './data-folder'

/** The embedded chain; `ended` resolves with a sentence when its process ends. */
export type LocalChain = { url: string; ended: Promise<string>; stop: () => Promise<void> }

/** Which contracts a stored demo was made of, and which nodes, one of which an agent looks for. */
const demoDigest = keccak256(stringToBytes(JSON.stringify([creationCode, nodes.map(({ hardware }) => hardware)])))

const RELAY_BALANCE = parseEther('10')

type ChainOptions = { folder: DataFolder; port: number; portal: string; signal: AbortSignal }

/**
 * Starts the embedded chain with the stored demo, or with a new one. Throws `demo_outdated` when the stored demo is of
 * other contracts or nodes than this code's.
 */
export const startLocalChain = async ({ folder, port, portal, signal }: ChainOptions): Promise<LocalChain> => {
  const isNew = !hasStoredDemo(folder)
  if (isNew) for (const entry of ['state', 'demo', 'deployment'] as const) rmSync(folder.file(entry), { force: true })
  const end = Math.floor(Date.now() / 1000)
  const chain = await startAnvil({ folder, port, args: isNew ? ['--timestamp', String(end - HISTORY_SECONDS)] : [] })
  try {
    if (isNew) await makeDemo({ folder, rpcUrl: chain.url, portal, end, signal })
    await startClock(chain.url)
  } catch (error) {
    await chain.stop()
    throw error
  }
  say('chain', `ready at ${chain.url}, chain id ${CHAIN_ID}, a block each second`)
  return chain
}

const hasStoredDemo = (folder: DataFolder): boolean => {
  if (!(['state', 'demo', 'deployment'] as const).every((entry) => existsSync(folder.file(entry)))) return false
  const { digest } = JSON.parse(readFileSync(folder.file('demo'), 'utf8')) as { digest?: string }
  if (digest === demoDigest) return true
  const message = `The demo stored in ${folder.path} was made of other contracts or nodes than this version's: run \`npm run reset\` to start a new one.`
  throw new AppError('demo_outdated', message)
}

type DemoOptions = { folder: DataFolder; rpcUrl: string; portal: string; end: number; signal: AbortSignal }

const makeDemo = async ({ folder, rpcUrl, portal, end, signal }: DemoOptions) => {
  const began = performance.now()
  say('chain', 'making the demo: a DAO with ten weeks of history, about 10 s')
  const deployment = await seedDemo({ rpcUrl, portal, end, signal, onProgress: (line) => say('chain', line) })
  writeFileSync(folder.file('deployment'), `${JSON.stringify(deployment, null, 2)}\n`)
  // Written last: a demo that was interrupted is made anew.
  writeFileSync(folder.file('demo'), `${JSON.stringify({ digest: demoDigest })}\n`)
  say('chain', `the demo is made (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

const createLocalClient = (url: string) =>
  createTestClient({ mode: 'anvil', transport: http(url) }).extend(publicActions)

/**
 * Makes a block each second from now on. A chain that was switched off must not tell yesterday's time, and one whose
 * time was moved ahead must not go back: by itself a restarted chain would take the clock of the machine. It also has
 * forgotten the state of every block but its last, and commands read the final one: so the first blocks come at once.
 */
const startClock = async (url: string) => {
  const client = createLocalClient(url)
  await client.setBalance({ address: relay.address, value: RELAY_BALANCE })
  const { timestamp } = await client.getBlock()
  const now = BigInt(Math.floor(Date.now() / 1000))
  await client.setNextBlockTimestamp({ timestamp: timestamp < now ? now : timestamp + 1n })
  await client.mine({ blocks: BLOCKS_TO_FINALITY, interval: 1 })
  await client.setIntervalMining({ interval: 1 })
}
