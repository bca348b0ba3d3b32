import type { Browser, Page } from 'playwright-core'
import { encodeFunctionData, erc20Abi } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { digestOf } from '#test/support/market'
import { connectDemoWallet, openReader, press } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import { arbitrationAbi, milestoneLeasesAbi } from '~/chain/abi/generated'
import { arbiters, faucet, marketTenant, providerOperators } from '~/cli/demo/cast'

const portal = inject('portal')
const dao = openDemoDao(portal)
const SLOW = 20_000
const DAY = 86_400
const NODE = 1
const TENANT_WALLET = 2
const PROVIDER_WALLET = 5
const PAID = 4
const RETURNED = 5
const [operator] = providerOperators
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const { MilestoneLeases, Arbitration } = dao.contracts
const leases = { address: MilestoneLeases.address, abi: milestoneLeasesAbi } as const

const now = async () => Number((await dao.client.getBlock()).timestamp)
const inDays = async (days: number) => new Date(((await now()) + days * DAY) * 1000).toISOString().slice(0, 16)
/** Answers the deadline, as the field holds it. */
const fillMilestone = async (page: Page, number: number, { pays, days }: { pays: string; days: number }) => {
  const fields = page.getByRole('group', { name: `Milestone ${number}` })
  const deadline = await inDays(days)
  await fields.getByLabel('Pays').fill(pays)
  await fields.getByLabel('Deliver before').fill(deadline)
  return deadline
}

/** Waits until a milestone stands there in the table. */
const waitForState = (page: Page, number: number, state: string) =>
  page
    .getByRole('row', { name: new RegExp(`^Milestone ${number} `) })
    .getByText(new RegExp(`^${state}`))
    .waitFor({ timeout: SLOW })

const deliver = async (page: Page, number: number, made: string) => {
  await page.getByLabel('Digest of what you made').fill(digestOf(made))
  await press(page, 'Prepare the delivery')
  await press(page, new RegExp(`^Deliver milestone ${number}, with a bond of 10\\.00\\sDUSD$`))
  await waitForState(page, number, 'delivered')
}

const milestoneOf = (job: string, index: number) =>
  dao.client.readContract({ ...leases, functionName: 'milestone', args: [BigInt(job), index] })

test('a tenant offers a job by the page, its provider delivers, and what is accepted, rejected or missed is settled', async () => {
  const money = await dao.client.readContract({ ...leases, functionName: 'money' })
  for (const { address } of [marketTenant, operator]) {
    const give = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [address, 400_000_000n] })
    await dao.send(faucet, money, give)
  }

  // From the page of a node to what it comes to; what is wrong is said before anything is signed.
  const { open, context, errors } = await openReader(browser, portal)
  const page = await open(`/compute/providers/${NODE}`)
  await page.getByRole('link', { name: 'Offer a job' }).click()
  await connectDemoWallet(page, TENANT_WALLET)
  await page.getByText('Fill the form and look at what it comes to').waitFor()
  expect(await page.getByLabel('Provider').inputValue()).toBe(String(NODE))
  await page.getByLabel('Digest of what is agreed').fill('our agreement')
  await fillMilestone(page, 1, { pays: '200', days: 2 })
  await fillMilestone(page, 2, { pays: '70.5', days: 1 })
  await press(page, 'Show what it comes to')
  await page.getByText('“our agreement” is no digest.').waitFor()
  await page.getByText('is before the milestone above. Enter the same time or a later one.').waitFor()
  await page.getByLabel('Digest of what is agreed').fill(digestOf('our agreement'))
  await fillMilestone(page, 2, { pays: '70.5', days: 3 })
  await fillMilestone(page, 3, { pays: '29.5', days: 4 })
  await press(page, 'Show what it comes to')
  await page.getByText(/^3 milestones by node 1 for 300\.00\sDUSD in all, the last delivered before .* UTC$/).waitFor()
  await press(page, /^Offer it, with 300\.00\sDUSD in escrow$/)
  await page.waitForURL(/\/compute\/jobs\/\d+$/, { timeout: SLOW })
  const id = page.url().split('/').at(-1) ?? ''
  await page.getByRole('button', { name: 'Take the offer back' }).waitFor()

  // The provider accepts and delivers; the tenant's page shows it by itself, and accepting it pays.
  const provider = await openReader(browser, portal)
  const node = await provider.open(`/compute/jobs/${id}`)
  await connectDemoWallet(node, PROVIDER_WALLET)
  await press(node, 'Accept the job')
  await node.getByText('Running. The provider delivers the milestones in their order').waitFor({ timeout: SLOW })
  await node.getByLabel('Digest of what you made').fill('a model')
  await press(node, 'Prepare the delivery')
  await node.getByText('“a model” is no digest.').waitFor()
  await deliver(node, 1, 'a model')
  await press(page, 'Accept milestone 1')
  await waitForState(page, 1, 'paid')
  expect((await milestoneOf(id, 0)).state).toBe(PAID)
  const job = (await dao.getJson(`/compute/jobs/${id}`)) as { fee: { value: string } }
  const fee = BigInt(job.fee.value)
  expect(fee).toBeGreaterThan(0n)
  const owed = await dao.client.readContract({ ...leases, functionName: 'claimable', args: [operator.address] })
  expect(owed).toBe(200_000_000n - fee + 10_000_000n)
  const balanceOf = () =>
    dao.client.readContract({ address: money, abi: erc20Abi, functionName: 'balanceOf', args: [operator.address] })
  const before = await balanceOf()
  await press(node, /^Take .*\sDUSD that jobs owe you$/)
  await waitUntil('the provider has its money', async () => (await balanceOf()) === before + owed)

  // The second one is rejected with evidence, and the case says what it is about.
  await deliver(node, 2, 'half a report')
  await page.getByLabel('Milestone', { exact: true }).selectOption({ label: 'Milestone 2' })
  await page.getByLabel('Digest of your evidence').fill(digestOf('the other half is missing'))
  await press(page, 'Prepare the rejection')
  await press(page, /^Reject milestone 2, with a bond of 10\.00\sDUSD$/)
  await waitForState(page, 2, 'rejected')
  await page.getByRole('link', { name: /^Case \d+$/ }).click()
  await page.getByText('The arbiters vote. What is contested is frozen.').waitFor()
  await page.getByRole('link', { name: `Job ${id}, milestone 2` }).waitFor()
  const caseId = page.url().split('/').at(-1) ?? ''
  await page.goto('/compute/disputes')
  await page
    .getByRole('row', { name: `Case ${caseId}` })
    .getByRole('link', { name: `Job ${id}, milestone 2` })
    .waitFor()
  for (const arbiter of arbiters.slice(0, 2)) {
    const args = [BigInt(caseId), true, digestOf('half is not whole')] as const
    const data = encodeFunctionData({ abi: arbitrationAbi, functionName: 'vote', args })
    await dao.send(arbiter, Arbitration.address, data)
  }

  // Final after the time in which a vote could overturn it; by then the third deadline is missed too.
  await dao.moveTime(5 * DAY + 60)
  await dao.indexed()
  await page.goto(`/compute/disputes/${caseId}`)
  await press(page, 'Carry the verdict out')
  await page.getByText('Carried out: the tenant was right').waitFor({ timeout: SLOW })
  await page.getByText(/^70\.50\sDUSD went back to the tenant, with both bonds\.$/).waitFor()
  expect((await milestoneOf(id, 1)).state).toBe(RETURNED)
  await page.getByRole('link', { name: `Job ${id}, milestone 2` }).click()
  await press(page, 'Take back what was not delivered')
  await page.getByText('Ended early: a deadline was missed').waitFor({ timeout: SLOW })
  await press(page, /^Take 90\.50\sDUSD that jobs owe you$/)
  await page.getByText('There is nothing for this account to do here now.').waitFor({ timeout: SLOW })
  expect([...errors, ...provider.errors]).toEqual([])
  await context.close()
  await provider.context.close()
})

test('the form of an offer grows without scripts, keeps what was typed, and says what is missing', async () => {
  const { open, context } = await openReader(browser, portal, { scripts: false })
  const page = await open('/compute/jobs')
  await page.getByRole('link', { name: 'Offer a job' }).click()
  const rows = page.getByRole('group', { name: /^Milestone \d+$/ })
  expect(await rows.count()).toBe(3)
  await page.getByRole('button', { name: 'Show what it comes to' }).click()
  await page.getByText('A job has at least one milestone.').waitFor()
  for (const number of [1, 2]) await fillMilestone(page, number, { pays: '1', days: number })
  const deadline = await fillMilestone(page, 3, { pays: '1.5', days: 3 })
  await page.getByRole('button', { name: 'Show what it comes to' }).click()
  // Without scripts nothing says when the next page is there.
  await expect.poll(() => rows.count()).toBe(4)
  const third = page.getByRole('group', { name: 'Milestone 3' })
  expect(await third.getByLabel('Deliver before').inputValue()).toBe(deadline)
  expect(await third.getByLabel('Pays').inputValue()).toBe('1.5')
  await page.getByText('“” is no digest.').waitFor()
  await context.close()
})
