import type { Browser, Page } from 'playwright-core'
import { encodeFunctionData, erc20Abi, type LocalAccount } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { runCli } from '#test/support/cli'
import { openDemoDao } from '#test/support/demo-dao'
import { digestOf } from '#test/support/market'
import { openReader } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeMarketAbi,
  orderBookAbi,
  providerRegistryAbi,
} from '~/chain/abi/generated'
import { arbiters, auditors, faucet, providerOperators, stewards } from '~/cli/demo/cast'

const portal = inject('portal')
const dao = openDemoDao(portal)
const SLOW = 20_000
const HOUR = 3_600
const DAY = 86_400
const KEEPER = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
const POOL = 1
const NODE = 1
const OTHER_NODE = 2
const LAB_WALLET = 3
const PROVIDER_WALLET = 5
const [operator, otherOperator] = providerOperators
const lab = stewards[0] as LocalAccount
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const { AllocationPolicy, ProviderRegistry, OrderBook, ComputeMarket, Arbitration } = dao.contracts
const market = { address: ComputeMarket.address, abi: computeMarketAbi } as const
const policy = { address: AllocationPolicy.address, abi: allocationPolicyAbi } as const

const now = async () => Number((await dao.client.getBlock()).timestamp)
const moveTo = async (time: number) => dao.moveTime(time - (await now()))
const indexed = () =>
  waitUntil('the portal is level with the chain', async () => {
    const { timestamp } = await dao.client.getBlock()
    const status = (await dao.getJson('/status')) as { indexed?: { time: string } } | undefined
    return Date.parse(status?.indexed?.time ?? '') / 1000 >= Number(timestamp)
  })

type EpochAnswer = { epoch: number; starts: { time: string } }
const startOf = async (epoch: number) =>
  Date.parse(((await dao.getJson(`/compute/epochs/${epoch}`)) as EpochAnswer).starts.time) / 1000

/** Has the lab ask for ten GPU-hours of the next epoch, a keeper settle it, and the epoch begin. */
const shareNextEpoch = async (): Promise<number> => {
  const { epoch: current } = (await dao.getJson('/compute/epochs/current')) as EpochAnswer
  const start = await startOf(current + 1)
  // Too late for the next one: the one after it.
  const isLate = (await now()) > start - 3 * HOUR
  if (isLate) {
    await moveTo(start + 60)
    await indexed()
  }
  const epoch = isLate ? current + 2 : current + 1
  const { seq } = await dao.client.readContract({ ...policy, functionName: 'requestOf', args: [1, POOL, epoch] })
  const args = [POOL, epoch, 36_000n, seq + 1] as const
  await dao.send(lab, policy.address, encodeFunctionData({ ...policy, functionName: 'request', args }))
  await moveTo((await startOf(epoch)) - HOUR)
  const flags = ['--rpc', portal.rpcUrl, '--deployment', portal.deployment, '--epoch', String(epoch)]
  expect(await runCli(['settle', ...flags], { env: { SIGNER_KEY: KEEPER } })).toMatchObject({ code: 0 })
  await moveTo((await startOf(epoch)) + 60)
  await indexed()
  return epoch
}

/** Audits count for as long as auditors say, and other tests move time by weeks. */
const auditAgain = async (node: number) => {
  const registry = { address: ProviderRegistry.address, abi: providerRegistryAbi } as const
  const { version } = await dao.client.readContract({ ...registry, functionName: 'provider', args: [node] })
  const args = [node, version, (await now()) + 60 * DAY] as const
  await dao.send(auditors[0], registry.address, encodeFunctionData({ ...registry, functionName: 'audit', args }))
}

const connect = async (page: Page, number: number) => {
  await page.getByRole('button', { name: 'Connect a wallet' }).last().click()
  const name = new RegExp(`^Demo wallet ${number} `)
  await page.getByRole('dialog').getByRole('button', { name }).click()
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

test('a lab orders from its allocation, two nodes bid, one serves, is paid, disputed and slashed', async () => {
  const epoch = await shareNextEpoch()
  await auditAgain(NODE)
  await auditAgain(OTHER_NODE)
  const money = await dao.client.readContract({ ...market, functionName: 'money' })
  const give = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [lab.address, 50_000_000n] })
  await dao.send(faucet, money, give)

  // Bids on a budget order are taken for a minute only: its operator is there before.
  const provider = await openReader(browser, portal)
  const node = await provider.open('/compute/leases/1')
  await connect(node, PROVIDER_WALLET)
  await node.getByText('There is nothing for this account to do here now.').waitFor()

  // The lab says what it needs; what is wrong is said before anything is signed.
  const { open, context, errors } = await openReader(browser, portal)
  const page = await open('/compute/orders/new')
  await connect(page, LAB_WALLET)
  await page.getByText('Fill the form and look at what it comes to').waitFor()
  await page.getByLabel('Who pays').selectOption('1')
  await page.getByLabel('Units').fill('2')
  await page.getByLabel('For at most').fill('4')
  await page.getByLabel('Per unit and hour, at most').fill('1.20')
  await page.getByLabel('Notice of the provider').fill('10')
  await page.getByLabel('Digest of the workload').fill('my job')
  await press(page, 'Show what it comes to')
  await page.getByText('“my job” is no digest.').waitFor()
  await page.getByLabel('Digest of the workload').fill(digestOf('a job of the lab'))
  await press(page, 'Show what it comes to')
  await page
    .getByText(/^2 of .* GPUs for at most 4\sh, at most 1\.20\sDUSD per unit-hour: at most 9\.59\d+…?\sDUSD in all$/)
    .waitFor()
  await press(page, 'Place the order')
  await page.waitForURL(/\/compute\/orders\/\d+$/, { timeout: SLOW })
  const id = page.url().split('/').at(-1) ?? ''

  // One node bids by the page, the other by the contract and higher: the budget pays, so the lower one is assigned.
  await node.goto(`/compute/orders/${id}`)
  await node.getByLabel('Per unit and hour, at most').fill('1.05')
  await press(node, 'Prepare the bid')
  await press(node, /^Bid 1\.04\d+…?\sDUSD per unit-hour with node 1$/)
  await node.getByRole('button', { name: 'Take the bid of node 1 back' }).waitFor({ timeout: SLOW })
  const bid = { abi: orderBookAbi, functionName: 'bid', args: [BigInt(id), OTHER_NODE, 320_000_000n, 1, 0] } as const
  await dao.send(otherOperator, OrderBook.address, encodeFunctionData(bid))
  await page.getByText(/^Goes to node 1 at 1\.04\d+…?\sDUSD per unit-hour$/).waitFor({ timeout: SLOW })
  await page.getByText('a higher rate').waitFor({ timeout: SLOW })
  await node.getByLabel('Per unit and hour, at most').fill('1.30')
  await press(node, 'Prepare the bid')
  await node.getByText('“1.30” is no price that fits.').waitFor()

  // Assigned once bids are in; the money comes from the line, the time from the allocation.
  await dao.moveTime(310)
  await indexed()
  await page.reload()
  await press(page, /^Lease from node 1 for 4\sh$/)
  await page.getByRole('link', { name: 'To the lease' }).waitFor({ timeout: SLOW })
  const { party, deposit } = await dao.client.readContract({ ...market, functionName: 'lease', args: [BigInt(id)] })
  expect(party).toBe(3)
  const request = await dao.client.readContract({ ...policy, functionName: 'requestOf', args: [1, POOL, epoch] })
  expect(request.consumed).toBe(2n * 4n * 3_600n)
  await page.getByRole('link', { name: 'To the lease' }).click()
  const earned = page.locator('[data-meter="earned"]')
  const before = await earned.textContent()
  await waitUntil('the meter runs', async () => (await earned.textContent()) !== before)

  // The node works for an hour and takes what it has earned.
  await dao.moveTime(HOUR)
  await indexed()
  await node.goto(`/compute/leases/${id}`)
  await press(node, 'Withdraw what it has earned')
  await node.getByRole('rowheader', { name: 'Earnings withdrawn' }).waitFor({ timeout: SLOW })
  const paid = (await dao.client.readContract({ ...market, functionName: 'lease', args: [BigInt(id)] })).withdrawn
  expect(paid).toBeGreaterThan(0n)

  // The lab contests the last half hour, which was paid out already: the stake covers it.
  const stakeOf = () => dao.client.readContract({ ...market, functionName: 'stakeOf', args: [NODE] })
  const staked = (await stakeOf()).amount
  await page.reload()
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
  await indexed()
  await page.reload()
  await press(page, 'Carry the verdict out')
  await page.getByText('Carried out: the tenant was right').waitFor({ timeout: SLOW })
  await page.getByText(/DUSD went back to who paid, .*\sDUSD of it out of the stake/).waitFor()
  const lease = await dao.client.readContract({ ...market, functionName: 'lease', args: [BigInt(id)] })
  expect(lease.deposit).toBeLessThan(deposit)
  expect(lease.withdrawn).toBe(lease.deposit)
  const slashed = paid - lease.withdrawn
  expect(slashed).toBeGreaterThan(0n)
  const taken = staked - (await stakeOf()).amount
  // What was paid out for the contested time, the bond, and a tenth of the damages.
  expect(taken).toBeGreaterThan(slashed + 10_000_000n)
  const credit = await dao.client.readContract({ ...market, functionName: 'claimable', args: [lab.address] })
  expect(credit).toBe(20_000_000n)
  await press(page, /^Take 20\.00\sDUSD that you are owed$/)
  await page.getByText('Only its arbiters vote, while they may').waitFor({ timeout: SLOW })
  expect([...errors, ...provider.errors]).toEqual([])
  await context.close()
  await provider.context.close()
})

test('an account without a node or an order finds nothing to sign, and says so', async () => {
  const { open, context, errors } = await openReader(browser, portal, { viewer: operator.address })
  const page = await open('/compute/leases/1')
  await page.getByText('There is nothing for this account to do here now.').waitFor()
  expect(errors).toEqual([])
  await context.close()
})
