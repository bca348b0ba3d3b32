import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, http } from 'viem'
import { getBlockNumber, getChainId } from 'viem/actions'
import { readDeployment } from '~/chain/deployment.server'
import { AppError } from '~/domain/errors'
import { type Env, readEnv } from '~/env.server'
import { relayKey } from './demo/cast'
import { say, sentenceOf } from './log'
import { createStopSignal } from './stop-signal'
import { stopLeftover } from './up/anvil'
import { type Child, startChild } from './up/child'
import { openDataFolder } from './up/data-folder'
import { findIndexedBlock, matchToChain, openDatabase, prepareDatabase, storeDemoManifests } from './up/database'
import { startLocalChain } from './up/local-chain'
import { buildPortal } from './up/portal-build'
import { requireFreePort } from './up/ports'
import { startProvider } from './up/provider'
import { openPushKey } from './up/push-key'
import { announceRunning } from './up/running'

// How long the children of a killed supervisor may take to let go of their ports.
const PATIENCE_SECONDS = 10

type Stop = () => Promise<void>
/** What the parts need of the chain; `ended` resolves when an embedded chain ends by itself. */
type Chain = { url: string; deployment: string; isDemo: boolean; ended?: Promise<string> }

/** `ostrakon up`: starts what is not given by RPC_URL and DATABASE_URL, and stops all that it started. */
export const runUp = async (): Promise<number> => {
  const env = readEnv()
  requireWholeSettings(env)
  const signal = createStopSignal()
  const folder = openDataFolder(env.DATA_DIR)
  // Stopped in this order: who asks before who answers.
  const stops: Stop[] = []
  const addStop = (stop: Stop) => stops.unshift(stop)
  try {
    return await start({ env, folder, signal, addStop })
  } catch (error) {
    if (signal.aborted && !(error instanceof AppError)) return 0
    throw error
  } finally {
    const isRunning = stops.length > 1
    if (isRunning) say('ostrakon', 'stopping')
    for (const stop of stops) await stop().catch((error: unknown) => say('ostrakon', sentenceOf(error)))
    folder.unlock()
    if (isRunning) say('ostrakon', 'stopped')
  }
}

type Start = {
  env: Env
  folder: ReturnType<typeof openDataFolder>
  signal: AbortSignal
  addStop: (stop: Stop) => void
}

const start = async ({ env, folder, signal, addStop }: Start): Promise<number> => {
  const began = performance.now()
  say('ostrakon', `Node ${process.version}, data in ${folder.path}`)
  await stopLeftover(folder)
  const patience = folder.isTakenOver ? PATIENCE_SECONDS : 0
  await requireFreePort({ port: env.PORT, host: env.HOST, setting: 'PORT', patience })
  if (!env.RPC_URL) await requireFreePort({ port: env.RPC_PORT, host: '127.0.0.1', setting: 'RPC_PORT', patience })

  const build = new AbortController()
  addStop(async () => build.abort())
  const building = settle(buildPortal(AbortSignal.any([signal, build.signal])))
  const database = await openDatabase(folder, env.DATABASE_URL)
  addStop(database.stop)
  await prepareDatabase(database.url)
  if (signal.aborted) return 0

  const chain = await openChain({ env, folder, signal, addStop })
  if (chain.isDemo) {
    await matchToChain(database, chain.url)
    await storeDemoManifests(database.url)
  }
  if (signal.aborted) return 0

  const settings = {
    ...process.env,
    NODE_ENV: 'production' as const,
    RPC_URL: chain.url,
    DATABASE_URL: database.url,
    DEPLOYMENT: chain.deployment,
    DEMO: chain.isDemo ? '1' : '0',
  }
  const indexer = startChild({ speaker: 'indexer', args: ['index'], env: settings })
  addStop(indexer.stop)
  const ended = chain.ended ? [indexer.ended, chain.ended] : [indexer.ended]
  /** Waits for a step, for the end of a part, which fails, or for the signal; false after the signal. */
  const reach = async (step: Promise<unknown>): Promise<boolean> => {
    await Promise.race([step, Promise.race(ended).then(failUnlessStopping(signal)), aborted(signal)])
    return !signal.aborted
  }
  if (!(await reach(building.then(unwrap)))) return 0
  const keys = { RELAY_KEY: relayKey, VAPID_PRIVATE_KEY: openPushKey(folder) }
  const { portal, listening } = startPortal(chain.isDemo ? { ...keys, ...settings } : settings)
  addStop(portal.stop)
  ended.push(portal.ended)
  if (!(await reach(listening))) return 0
  if (chain.isDemo && !(await reach(waitForIndex(database.url, chain.url, signal)))) return 0

  const { RPC_URL, DATABASE_URL, DEPLOYMENT } = settings
  addStop(announceRunning(folder, { RPC_URL, DATABASE_URL, DEPLOYMENT, url: `http://${env.HOST}:${env.PORT}` }))
  say('ostrakon', `ready after ${((performance.now() - began) / 1000).toFixed(1)} s: open ${addressOf(env)}`)
  if (chain.isDemo) say('ostrakon', 'the demo wallets use test keys that everyone knows: send them nothing of value')
  say('ostrakon', 'Ctrl-C stops everything; the state is kept for the next start')
  // Last, since nobody has to wait for it.
  const provider = chain.isDemo ? await startProvider(folder, settings) : null
  if (provider) {
    addStop(provider.stop)
    ended.push(provider.ended)
  } else if (!chain.isDemo) say('provider', 'none is started on a chain of your own: see `ostrakon provider`')
  await reach(new Promise(() => undefined))
  return 0
}

/** Where readers find the portal. */
const addressOf = ({ PUBLIC_URL, HOST, PORT }: Env): string =>
  PUBLIC_URL ?? `http://${HOST === '127.0.0.1' ? 'localhost' : HOST}:${PORT}`

/** A promise that may fail long before anyone awaits it. */
const settle = (promise: Promise<void>) =>
  promise.then(
    () => null,
    (error: unknown) => ({ error }),
  )

const unwrap = (failure: { error: unknown } | null) => {
  if (failure) throw failure.error
}

const failUnlessStopping = (signal: AbortSignal) => (sentence: string) => {
  if (!signal.aborted) throw new AppError('part_ended', `${sentence}; everything else is stopped.`)
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done()
    signal.addEventListener('abort', () => done(), { once: true })
  })

const requireWholeSettings = (env: Env) => {
  if (env.RPC_URL && !env.DEPLOYMENT) {
    throw new AppError(
      'invalid_environment',
      'RPC_URL is set but DEPLOYMENT is not: name the file that `npm run deploy` wrote.',
    )
  }
  if (env.DEPLOYMENT && !env.RPC_URL) {
    throw new AppError('invalid_environment', 'DEPLOYMENT is set but RPC_URL is not: name the node of its chain.')
  }
}

const openChain = async ({ env, folder, signal, addStop }: Start): Promise<Chain> => {
  if (env.RPC_URL && env.DEPLOYMENT) return joinChain(env.RPC_URL, env.DEPLOYMENT)
  const chain = await startLocalChain({ folder, port: env.RPC_PORT, portal: addressOf(env), signal })
  addStop(chain.stop)
  return { url: chain.url, deployment: folder.file('deployment'), isDemo: true, ended: chain.ended }
}

/** A chain of the operator's own: the first node must answer and be of the chain that the deployment names. */
const joinChain = async (urls: string, path: string): Promise<Chain> => {
  const deployment = await readDeployment(path)
  const url = urls.split(',')[0]?.trim() ?? urls
  const client = createClient({ transport: http(url, { retryCount: 1, timeout: 5_000 }) })
  const chainId = await getChainId(client).catch((cause: unknown) => {
    throw new AppError('rpc_unreachable', `No RPC node answers at ${url}: start it, or set RPC_URL to another.`, {
      cause,
    })
  })
  if (chainId !== deployment.chainId) {
    const message = `The node at ${url} is of chain ${chainId}, but ${path} is of chain ${deployment.chainId}: set RPC_URL or DEPLOYMENT.`
    throw new AppError('wrong_chain', message)
  }
  say('chain', `using ${url}, chain id ${chainId}`)
  return { url: urls, deployment: path, isDemo: false }
}

const startPortal = (env: NodeJS.ProcessEnv): { portal: Child; listening: Promise<void> } => {
  let listen: () => void
  const listening = new Promise<void>((done) => {
    listen = done
  })
  const portal = startChild({ speaker: 'portal', args: ['serve'], env, onMessage: () => listen() })
  return { portal, listening }
}

/** Until the index has the block that is the chain's newest now: before its first commit it knows of no head itself. */
const waitForIndex = async (databaseUrl: string, chainUrl: string, signal: AbortSignal) => {
  const head = await getBlockNumber(createClient({ transport: http(chainUrl) }))
  while (!signal.aborted) {
    const indexed = await findIndexedBlock(databaseUrl)
    if (indexed !== null && indexed >= head) return
    await sleep(200)
  }
}
