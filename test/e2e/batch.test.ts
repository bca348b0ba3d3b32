import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { type Address, encodeFunctionData, erc20Abi, type LocalAccount, parseEther, parseEventLogs } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { deployBatchAccount, injectBatchWallet } from '#test/support/batch-wallet'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { digestOf, openMarket, wanting } from '#test/support/market'
import { openReader, press } from '#test/support/open-page'
import { createSharedAccount } from '#test/support/shared-account'
import { injectSharedWallet } from '#test/support/shared-wallet'
import { injectWallet, pickTestWallet } from '#test/support/wallet'
import { orderBookAbi } from '~/chain/abi/generated'
import { parseDeployment } from '~/chain/deployment'
import { auditors, faucet, providerOperators } from '~/cli/demo/cast'

const portal = inject('portal')
const dao = openDemoDao(portal)
const SLOW = 20_000
const NODE = 2
const RATE = 1_000_000n
const wants = wanting({ pool: 1, units: 1, duration: 7_200 })
const operator = providerOperators[1]
let browser: Browser
let market: Awaited<ReturnType<typeof openMarket>>
let code: Address

beforeAll(async () => {
  browser = await launchChromium()
  const file = portal.deployment
  market = await openMarket(
    { client: dao.client, deployment: parseDeployment(JSON.parse(readFileSync(file, 'utf8')), file) },
    faucet,
  )
  code = await deployBatchAccount(dao.client, faucet)
})
afterAll(() => browser.close())

const { OrderBook, ComputeMarket } = dao.contracts
const createKey = () => privateKeyToAccount(generatePrivateKey())
const acceptButton = /^Lease from node 2 for /

const giveMoney = (to: Address) => {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, 50_000_000n] })
  return market.send(faucet, market.money, data)
}

const openBid = async (order: bigint) => {
  await market.audit(auditors[0], NODE)
  await market.bid(operator, order, { providerId: NODE, rate: RATE })
  await dao.indexed()
  return order
}

/** A key with ether and money, and an order of it that has a bid. */
const createTenant = async (): Promise<{ tenant: LocalAccount; order: bigint }> => {
  const tenant = createKey()
  await dao.client.setBalance({ address: tenant.address, value: parseEther('10') })
  await giveMoney(tenant.address)
  return { tenant, order: await openBid(await market.placeOrder(tenant, wants)) }
}

const allowanceOf = (account: Address) =>
  dao.client.readContract({
    ...{ address: market.money, abi: erc20Abi, functionName: 'allowance' },
    args: [account, ComputeMarket.address],
  })
const isLeased = async (order: bigint) => (await market.leaseOf(order)).start > 0

test('what needs an approval and an act is one batch where the wallet can, and nothing stays approved', async () => {
  const { tenant, order } = await createTenant()
  const { open, context, errors } = await openReader(browser, portal, { viewer: tenant.address })
  const wallet = await injectBatchWallet(context, { account: tenant, rpcUrl: portal.rpcUrl, code })
  const page = await open(`/compute/orders/${order}`)
  await press(page, acceptButton)
  await pickTestWallet(page)
  await page.getByRole('link', { name: 'To the lease' }).waitFor({ timeout: SLOW })
  expect(await isLeased(order)).toBe(true)
  expect(await allowanceOf(tenant.address)).toBe(0n)
  expect(wallet.asked.filter((method) => method.includes('send'))).toEqual(['wallet_sendCalls'])
  // From now on the key lends itself code, and is still one that signs alone.
  expect(await dao.client.getCode({ address: tenant.address })).toMatch(/^0xef0100/)
  const next = await openBid(await market.placeOrder(tenant, wants))
  const again = await open(`/compute/orders/${next}`)
  await press(again, acceptButton)
  await again.getByRole('link', { name: 'To the lease' }).waitFor({ timeout: SLOW })
  expect(errors).toEqual([])
  await context.close()
})

test('a refused batch sends nothing, a failed one says so, and a refused upgrade goes one by one', async () => {
  const { tenant, order } = await createTenant()
  const { open, context, errors } = await openReader(browser, portal, { viewer: tenant.address })
  const wallet = await injectBatchWallet(context, { account: tenant, rpcUrl: portal.rpcUrl, code })
  const page = await open(`/compute/orders/${order}`)
  wallet.mood = 'refuses'
  await press(page, acceptButton)
  await pickTestWallet(page)
  await page.getByText(/You refused in your wallet/).waitFor({ timeout: SLOW })
  wallet.mood = 500
  await press(page, acceptButton)
  await page.getByText(/Your wallet gave up the steps .* \(status 500\)/).waitFor({ timeout: SLOW })
  wallet.mood = 600
  await press(page, acceptButton)
  await page.getByText(/Your wallet did only a part of the steps/).waitFor({ timeout: SLOW })
  expect(await isLeased(order)).toBe(false)
  expect(wallet.asked).not.toContain('eth_sendTransaction')
  wallet.mood = 'keeps its account'
  await press(page, acceptButton)
  await page.getByRole('link', { name: 'To the lease' }).waitFor({ timeout: SLOW })
  expect(await isLeased(order)).toBe(true)
  expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(2)
  expect(errors).toEqual([])
  await context.close()
})

test('a wallet that knows no batches is asked twice, and never for money where the act would fail anyway', async () => {
  const { tenant, order } = await createTenant()
  const { open, context, errors } = await openReader(browser, portal, { viewer: tenant.address })
  const wallet = await injectWallet(context, { account: tenant, rpcUrl: portal.rpcUrl })
  const page = await open(`/compute/orders/${order}`)
  await press(page, acceptButton)
  await pickTestWallet(page)
  await page.getByRole('link', { name: 'To the lease' }).waitFor({ timeout: SLOW })
  expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(2)
  expect(await allowanceOf(tenant.address)).toBe(0n)

  const late = await openBid(await market.placeOrder(tenant, wants))
  const stale = await open(`/compute/orders/${late}`)
  await context.route('**/api/v1/events', (route) => route.abort())
  await market.call(operator, 'OrderBook', 'withdrawBid', [late, NODE])
  await press(stale, acceptButton)
  await stale.getByRole('alert').filter({ hasText: /./ }).waitFor({ timeout: SLOW })
  expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(2)
  expect(errors).toEqual([])
  await context.close()
})

test('a batch of an account with two signers waits for both, and is all of it or nothing', async () => {
  const account = await createSharedAccount(dao.client, [createKey(), createKey()], faucet)
  await giveMoney(account.address)
  const args = [wants, digestOf('workload')] as const
  const place = encodeFunctionData({ abi: orderBookAbi, functionName: 'placeOrder', args })
  const { logs } = await account.execute([{ to: OrderBook.address, data: place }])
  const [placed] = parseEventLogs({ abi: orderBookAbi, eventName: 'OrderPlaced', logs })
  const order = await openBid(placed?.args.orderId ?? 0n)
  const { open, context, errors } = await openReader(browser, portal, { viewer: account.address })
  const wallet = await injectSharedWallet(context, { account, rpcUrl: portal.rpcUrl })
  const page = await open(`/compute/orders/${order}`)
  await press(page, acceptButton)
  await pickTestWallet(page)
  await page.getByText('Handed to your account, which is a contract.').waitFor({ timeout: SLOW })
  expect(wallet.proposed).toMatchObject([{ calls: [{ to: market.money }, {}] }])
  expect(await isLeased(order)).toBe(false)
  await wallet.cosign()
  await page.getByRole('link', { name: 'To the lease' }).waitFor({ timeout: SLOW })
  expect(await allowanceOf(account.address)).toBe(0n)
  expect(errors).toEqual([])
  await context.close()
})
