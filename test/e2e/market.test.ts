import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { encodeFunctionData, erc20Abi, type Hex, type LocalAccount } from 'viem'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { runCli } from '#test/support/cli'
import { openDemoDao } from '#test/support/demo-dao'
import { holdProvider } from '#test/support/demo-provider'
import { keyAt } from '#test/support/keeper'
import { digestOf } from '#test/support/market'
import { connectDemoWallet, openReader, press } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeMarketAbi,
  providerRegistryAbi,
  usageReceiptsAbi,
} from '~/chain/abi/generated'
import { arbiters, auditors, faucet, providerOperators, stewards } from '~/cli/demo/cast'
import { nodes, STAKE } from '~/cli/demo/nodes'
import { slotPool } from '~/cli/demo/pools'

const portal = inject('portal')
const dao = openDemoDao(portal)
const SLOW = 20_000
const HOUR = 3_600
const DAY = 86_400
const KEEPER = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
const POOL = slotPool
/** Served by the agent that `npm start` runs. */
const NODE = nodes.length
const LAB_WALLET = 3
const PROVIDER_WALLET = 5
const [operator] = providerOperators
const lab = stewards[0] as LocalAccount
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const { AllocationPolicy, ProviderRegistry, ComputeMarket, Arbitration, UsageReceipts } = dao.contracts
const market = { address: ComputeMarket.address, abi: computeMarketAbi } as const
const registry = { address: ProviderRegistry.address, abi: providerRegistryAbi } as const
const receipts = { address: UsageReceipts.address, abi: usageReceiptsAbi } as const
const policy = { address: AllocationPolicy.address, abi: allocationPolicyAbi } as const

const now = async () => Number((await dao.client.getBlock()).timestamp)
const moveTo = async (time: number) => dao.moveTime(time - (await now()))
type EpochAnswer = { epoch: number; starts: { time: string } }
const startOf = async (epoch: number) =>
  Date.parse(((await dao.getJson(`/compute/epochs/${epoch}`)) as EpochAnswer).starts.time) / 1000

/** Has the lab ask for ten slot-hours of the next epoch, a keeper settle it, and the epoch begin. */
const shareNextEpoch = async (): Promise<number> => {
  const { epoch: current } = (await dao.getJson('/compute/epochs/current')) as EpochAnswer
  const start = await startOf(current + 1)
  // Too late for the next one: the one after it.
  const isLate = (await now()) > start - 3 * HOUR
  if (isLate) {
    await moveTo(start + 60)
    await dao.indexed()
  }
  const epoch = isLate ? current + 2 : current + 1
  const { seq } = await dao.client.readContract({ ...policy, functionName: 'requestOf', args: [1, POOL, epoch] })
  const args = [POOL, epoch, 36_000n, seq + 1] as const
  await dao.send(lab, policy.address, encodeFunctionData({ ...policy, functionName: 'request', args }))
  await moveTo((await startOf(epoch)) - HOUR)
  const flags = ['--rpc', portal.rpcUrl, '--deployment', portal.deployment, '--epoch', String(epoch)]
  expect(await runCli(['settle', ...flags], { env: { SIGNER_KEY: KEEPER } })).toMatchObject({ code: 0 })
  await moveTo((await startOf(epoch)) + 60)
  await dao.indexed()
  return epoch
}

/** Audits count for as long as auditors say, and other tests move time by weeks. */
const auditAgain = async (node: number) => {
  const { version } = await dao.client.readContract({ ...registry, functionName: 'provider', args: [node] })
  const args = [node, version, (await now()) + 60 * DAY] as const
  await dao.send(auditors[0], registry.address, encodeFunctionData({ ...registry, functionName: 'audit', args }))
}

/** Another node of slots, whose operator bids by the page. */
const addRival = async (): Promise<number> => {
  const declaration = { pool: POOL, units: 2, attributes: 0n, hardware: digestOf('two slots') }
  const args = [declaration, 'https://slots.example'] as const
  await dao.send(operator, registry.address, encodeFunctionData({ ...registry, functionName: 'register', args }))
  const node = await dao.client.readContract({ ...registry, functionName: 'providerCount' })
  const stake = encodeFunctionData({ ...market, functionName: 'addStake', args: [node, STAKE] })
  await dao.send(operator, market.address, stake)
  await auditAgain(node)
  return node
}

/** A folder with the demo's job, its spec's digest, and that of the output as computed here. */
const makeJob = async () => {
  const place = mkdtempSync(join(tmpdir(), 'ostrakon-market-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const folder = join(place, 'job')
  const { spec, output } = await run<{ spec: string; output: string }>(['demo-job', folder])
  return { spec, output, files: ['--spec', join(folder, 'spec.json'), '--root', join(folder, 'root.tar')], place }
}

/** What a command of the lab answers. */
const run = async <Answer>(args: readonly string[]): Promise<Answer> => {
  const env = { RPC_URL: portal.rpcUrl, DEPLOYMENT: portal.deployment, SIGNER_KEY: keyAt(LAB_WALLET - 1) }
  const said = await runCli([...args, '--json'], { env })
  expect(said).toMatchObject({ code: 0, stderr: '' })
  return JSON.parse(said.stdout)
}

type Status = { status: { gpuSeconds: string; output: { digest: string } | null } }
type Receipt = { gpuSeconds: string; signature: Hex; held: string }

/** Brings the job, waits for its output, compares that with what was computed here, and has the receipt confirmed. */
const useLease = async (id: string, { output, files, place }: Awaited<ReturnType<typeof makeJob>>) => {
  await run(['lease', 'put', id, ...files])
  const used = await waitUntil(
    'the job has ended',
    async () => {
      const { status } = await run<Status>(['lease', 'status', id])
      return status.output !== null && status
    },
    { seconds: 60, every: 500 },
  )
  expect(used.output?.digest).toBe(output)
  const fetched = await run(['lease', 'fetch', id, '--out', join(place, 'result'), '--expect', output])
  expect(fetched).toMatchObject({ matches: true, files: [{ name: 'speech.json' }] })
  const { signature, held } = await run<Receipt>(['lease', 'usage', id, '--gpu-seconds', used.gpuSeconds])
  expect(held).toBe(used.gpuSeconds)
  // Anybody may have the chain confirm it.
  const args = [BigInt(id), BigInt(used.gpuSeconds), signature] as const
  await dao.send(faucet, receipts.address, encodeFunctionData({ ...receipts, functionName: 'submit', args }))
  const confirmed = await dao.client.readContract({ ...receipts, functionName: 'confirmedOf', args: [BigInt(id)] })
  expect(confirmed).toBe(BigInt(used.gpuSeconds))
}

test('a lab orders from its allocation, two nodes bid, one runs the job, is paid, disputed and slashed', async () => {
  const epoch = await shareNextEpoch()
  await auditAgain(NODE)
  const rival = await addRival()
  const money = await dao.client.readContract({ ...market, functionName: 'money' })
  const give = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [lab.address, 50_000_000n] })
  await dao.send(faucet, money, give)
  const job = await makeJob()

  // Bids on a budget order are taken for a minute only: an operator is there before, and takes what another lease earned.
  const provider = await openReader(browser, portal)
  const lease = await provider.open('/compute/leases/4')
  await connectDemoWallet(lease, PROVIDER_WALLET)
  await press(lease, 'Withdraw what it has earned')
  await lease.getByRole('button', { name: 'Withdraw what it has earned' }).waitFor({ state: 'hidden', timeout: SLOW })

  // The lab says what it needs; what is wrong is said before anything is signed.
  const { open, context, errors } = await openReader(browser, portal)
  const page = await open('/compute/orders/new')
  await connectDemoWallet(page, LAB_WALLET)
  await page.getByText('Fill the form and look at what it comes to').waitFor()
  await page.getByLabel('Who pays').selectOption('1')
  await page.getByLabel('Pool').selectOption('CPU slots')
  await page.getByLabel('Units').fill('1')
  await page.getByLabel('For at most').fill('4')
  await page.getByLabel('Per unit and hour, at most').fill('0.045')
  await page.getByLabel('Notice of the provider').fill('10')
  await page.getByLabel('Digest of the workload').fill('my job')
  await press(page, 'Show what it comes to')
  await page.getByText('“my job” is no digest.').waitFor()
  await page.getByLabel('Digest of the workload').fill(job.spec)
  await press(page, 'Show what it comes to')
  await page
    .getByText(/^1 of CPU slots for at most 4\sh, at most 0\.045\sDUSD per unit-hour: at most 0\.18\sDUSD in all$/)
    .waitFor()
  await press(page, 'Place the order')
  await page.waitForURL(/\/compute\/orders\/\d+$/, { timeout: SLOW })
  const id = page.url().split('/').at(-1) ?? ''

  // One node bids by the page, and the agent of the other by its price list below it: the budget pays, so that one is assigned.
  const node = await provider.open(`/compute/orders/${id}`)
  await node.getByLabel('Per unit and hour, at most').fill('0.036')
  await press(node, 'Prepare the bid')
  await press(node, new RegExp(`^Bid 0\\.036\\sDUSD per unit-hour with node ${rival}$`))
  await node.getByRole('button', { name: `Take the bid of node ${rival} back` }).waitFor({ timeout: SLOW })
  await page.getByText(/^Goes to node 7 at 0\.0355\d*…?\sDUSD per unit-hour$/).waitFor({ timeout: SLOW })
  await page.getByText('a higher rate').waitFor({ timeout: SLOW })
  await node.getByLabel('Per unit and hour, at most').fill('0.06')
  await press(node, 'Prepare the bid')
  await node.getByText('“0.06” is no price that fits.').waitFor()

  // Assigned once bids are in; the money comes from the line, the time from the allocation.
  await dao.moveTime(310)
  await node.getByRole('button', { name: 'Prepare the bid' }).waitFor({ state: 'hidden', timeout: SLOW })
  await node.getByRole('button', { name: `Take the bid of node ${rival} back` }).waitFor()
  await press(page, new RegExp(`^Lease from node ${NODE} for 4\\sh$`))
  await page.getByRole('link', { name: 'To the lease' }).waitFor({ timeout: SLOW })
  const { party, deposit } = await dao.client.readContract({ ...market, functionName: 'lease', args: [BigInt(id)] })
  expect(party).toBe(14)
  const request = await dao.client.readContract({ ...policy, functionName: 'requestOf', args: [1, POOL, epoch] })
  expect(request.consumed).toBe(4n * 3_600n)
  await page.getByRole('link', { name: 'To the lease' }).click()
  const earned = page.locator('[data-meter="earned"]')
  const before = await earned.textContent()
  await waitUntil('the meter runs', async () => (await earned.textContent()) !== before)

  // The agent runs the open release in its sandbox; an hour later it takes what it has earned.
  await useLease(id, job)
  await dao.moveTime(HOUR)
  await page.getByRole('rowheader', { name: 'Earnings withdrawn' }).waitFor({ timeout: SLOW })
  const paid = (await dao.client.readContract({ ...market, functionName: 'lease', args: [BigInt(id)] })).withdrawn
  expect(paid).toBeGreaterThan(0n)
  // From here on it hangs, which stops nobody.
  const wake = holdProvider(portal)

  // The lab contests the last half hour, which was paid out already: the stake covers it.
  const stakeOf = () => dao.client.readContract({ ...market, functionName: 'stakeOf', args: [NODE] })
  const staked = (await stakeOf()).amount
  await page.getByLabel('Contest the last').fill('30')
  await page.getByLabel('Digest of your evidence').fill(digestOf('nothing came back'))
  await press(page, 'Prepare the dispute')
  await press(page, /^Dispute it, with a bond of 10\.00\sDUSD$/)
  await page.getByText('The tenant disputes this lease').waitFor({ timeout: SLOW })
  await page.getByRole('link', { name: 'To the dispute' }).click()
  await page.getByText('The arbiters vote. What is contested is frozen.').waitFor()
  const caseId = page.url().split('/').at(-1) ?? ''
  for (const arbiter of arbiters.slice(0, 2)) {
    const args = [BigInt(caseId), true, digestOf('no output')] as const
    const data = encodeFunctionData({ abi: arbitrationAbi, functionName: 'vote', args })
    await dao.send(arbiter, Arbitration.address, data)
  }
  await page.getByText('2 of 3 must agree.').waitFor()
  await page.getByText(/^By the arbiters, final from .* on unless a vote overturns it\.$/).waitFor({ timeout: SLOW })

  // Final after the time in which a vote could overturn it; then anyone carries it out.
  await dao.moveTime(5 * DAY + 60)
  await press(page, 'Carry the verdict out')
  await page.getByText('Carried out: the tenant was right').waitFor({ timeout: SLOW })
  await page.getByText(/DUSD went back to who paid, .*\sDUSD of it out of the stake/).waitFor()
  const ended = await dao.client.readContract({ ...market, functionName: 'lease', args: [BigInt(id)] })
  expect(ended.deposit).toBeLessThan(deposit)
  expect(ended.withdrawn).toBe(ended.deposit)
  const slashed = paid - ended.withdrawn
  expect(slashed).toBeGreaterThan(0n)
  const taken = staked - (await stakeOf()).amount
  // What was paid out for the contested time, the bond, and a tenth of the damages.
  expect(taken).toBeGreaterThan(slashed + 10_000_000n)
  wake()
  await waitUntil('the agent fills its stake up', async () => (await stakeOf()).amount === STAKE)
  const credit = await dao.client.readContract({ ...market, functionName: 'claimable', args: [lab.address] })
  expect(credit).toBe(20_000_000n)
  await press(page, /^Take 20\.00\sDUSD that you are owed$/)
  await page.getByText('Only its arbiters vote, while they may').waitFor({ timeout: SLOW })
  expect([...errors, ...provider.errors]).toEqual([])
  await context.close()
  await provider.context.close()
}, 300_000)

test('an account without a node or an order finds nothing to sign, and says so', async () => {
  const { open, context, errors } = await openReader(browser, portal, { viewer: operator.address })
  const page = await open('/compute/leases/1')
  await page.getByText('There is nothing for this account to do here now.').waitFor()
  expect(errors).toEqual([])
  await context.close()
})
