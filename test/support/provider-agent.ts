import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Address, encodeFunctionData, erc20Abi } from 'viem'
import { onTestFinished } from 'vitest'
import { findFreePort } from '~/cli/up/ports'
import { createLocalRunner } from '~/runner/local/local-runner'
import { holderAt, people, stewardAt, type TestChain } from './chain'
import { runCli, type Said } from './cli'
import { openCompute } from './compute'
import { keyAt } from './keeper'
import { openMarket, wanting } from './market'
import { waitUntil } from './wait-until'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Who plays a part on the market; the index is that of the test chain's account. */
export const traders = {
  tenant: { index: 0, account: holderAt(0) },
  stranger: { index: 1, account: holderAt(1) },
  operator: { index: 11, account: stewardAt(1) },
  rival: { index: 12, account: stewardAt(2) },
  auditor: { index: 10, account: stewardAt(0) },
  arbiter: { index: 13, account: stewardAt(3) },
} as const

export const RATE = 250_000n
export const STAKE = 500_000_000n
const FUNDS = 10_000_000_000n

/** A pool, an auditor, and people with money: what there has to be before anybody trades. */
export const openTrade = async (chain: TestChain) => {
  const compute = await openCompute(chain)
  const market = await openMarket(chain)
  const pool = await compute.addPool({ name: 'Test GPUs', capacity: 1_000_000n })
  await market.appointAuditor(traders.auditor.account)
  const give = (to: Address, amount = FUNDS) => {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, amount] })
    return market.send(people.funder, market.money, data)
  }
  for (const { account } of [traders.tenant, traders.operator]) await give(account.address)
  const wants = wanting({ pool, units: 2, duration: 3_600, notice: 300 })
  const earned = (leaseId: bigint) =>
    chain.client.readContract({ ...market.contracts.market, functionName: 'earned', args: [leaseId] })
  /** For accounts without a key. */
  const approveAs = (account: Address) => {
    const args = [market.contracts.market.address, FUNDS] as const
    return market.send(account, market.money, encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }))
  }
  return { ...market, compute, pool, wants, give, approveAs, earned }
}

export type TestTrade = Awaited<ReturnType<typeof openTrade>>

/** What has to be done once whoever asked is done: a test, unless it says otherwise. */
type OnEnd = (stop: () => Promise<void>) => void

type Settings = { pool: number; units?: number; price?: object; given?: object; onEnd?: OnEnd }

/** A configuration of an agent with a folder of its own; both are gone after the test, with whatever still runs. */
export const makeConfig = async ({ pool, units = 4, price = {}, given = {}, onEnd = onTestFinished }: Settings) => {
  const place = mkdtempSync(join(tmpdir(), 'ostrakon-provider-'))
  chmodSync(place, 0o755)
  const folder = join(place, 'agent')
  mkdirSync(folder)
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const config = {
    folder,
    provider: { pool, units, serials: ['GPU-1', 'GPU-0'], endpoint: url },
    stake: String(STAKE),
    prices: [{ pool, rate: String(RATE), floor: '100000', undercut: '10000', ...price }],
    listen: { port },
    runner: { kind: 'local', cpuSlots: 16 },
    pollSeconds: 0.2,
    graceSeconds: 1,
    ...given,
  }
  const path = join(place, 'provider.json')
  const write = (changed: object = {}) => writeFileSync(path, JSON.stringify({ ...config, ...changed }))
  write()
  onEnd(async () => {
    const runner = await createLocalRunner({ folder: join(folder, 'runner'), cpuSlots: 16 })
    for (const lease of await runner.leases()) await (await runner.adopt(lease))?.stop(0)
    rmSync(place, { recursive: true, force: true })
  })
  return { path, place, folder, url, config, write }
}

type Act = { act: string; [name: string]: unknown }
type StartAgent = { chain: TestChain; config: string; rpc?: string; args?: readonly string[]; onEnd?: OnEnd }

/** `ostrakon provider` as a process of its own that can be killed, and what it did so far. */
export const startAgent = ({ chain, config, rpc = chain.url, args = [], onEnd = onTestFinished }: StartAgent) => {
  const settings = { RPC_URL: rpc, DEPLOYMENT: chain.deploymentFile, SIGNER_KEY: keyAt(traders.operator.index) }
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: process.env['PATH'], TMPDIR: tmpdir(), ...settings }
  const command = ['app/cli/ostrakon.mjs', 'provider', '--json', '--config', config, ...args]
  const child = spawn(process.execPath, command, { cwd: root, env })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    said.stdout += data
  })
  child.stderr.on('data', (data) => {
    said.stderr += data
  })
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  const acts = (): Act[] =>
    said.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  /** Waits for an act of that name, and facts of it. */
  const does = (act: string, facts: object = {}) =>
    waitUntil(`the agent does ${act} ${JSON.stringify(facts)}, and says ${said.stderr}`, async () =>
      acts().find((one) => one.act === act && Object.entries(facts).every(([name, value]) => one[name] === value)),
    )
  onEnd(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { said, acts, does, ended, kill: (signal: NodeJS.Signals) => child.kill(signal) }
}

/** Runs a command of the operator or of a tenant to its end. */
export const runAs = (
  chain: TestChain,
  who: { index: number } | null,
  args: readonly string[],
  rpc = chain.url,
): Promise<Said> => {
  const env = { RPC_URL: rpc, DEPLOYMENT: chain.deploymentFile, ...(who && { SIGNER_KEY: keyAt(who.index) }) }
  return runCli(args, { env })
}
