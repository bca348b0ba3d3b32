import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { openReader, waitForScripts } from '#test/support/open-page'
import { injectWallet } from '#test/support/wallet'
import { demoWallet } from '~/cli/demo/keys'

const portal = inject('portal')
const dao = openDemoDao(portal)
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const card = (page: Page) => page.getByRole('complementary', { name: 'Your vote' })
const choose = (page: Page, name: string) => card(page).getByRole('radio', { name, exact: true }).check()
const press = (page: Page, name: string | RegExp) => card(page).getByRole('button', { name }).click()
const pickWallet = (page: Page, name: RegExp) => page.getByRole('dialog').getByRole('button', { name }).click()
const says = (page: Page, text: string | RegExp) => card(page).getByText(text).waitFor({ timeout: 15_000 })

test('votes with a demo wallet and sees it counted without a reload', async () => {
  const id = await dao.openVote('A vote with a demo wallet')
  const { open, errors, context } = await openReader(browser, portal)
  const page = await open(`/proposals/${id}`)
  await press(page, 'Connect a wallet to vote')
  await pickWallet(page, /^Demo wallet 1 /)
  await choose(page, 'For')
  await card(page)
    .getByLabel(/Reason/)
    .fill('These are the bytes that I tested.')
  await press(page, 'Vote For with 2,994,330.00 OST')
  await says(page, 'You voted For with 2,994,330.00 OST. A vote is final.')
  await page.getByText('These are the bytes that I tested.').waitFor()
  const tally = await dao.getJson(`/proposals/${id}/tally`)
  expect(tally).toMatchObject({ token: { for: { value: '2994330000000000000000000' } } })
  const against = await dao.client.readContract({ ...dao.governor, functionName: 'proposalVotes', args: [BigInt(id)] })
  expect(against[1]).toBe(2_994_330n * 10n ** 18n)
  expect(errors).toEqual([])
  await context.close()
})

test('keeps the reason through a refusal in the wallet and a reload, then votes with it', async () => {
  const id = await dao.openVote('A vote that the wallet refuses at first')
  const { open, context, errors } = await openReader(browser, portal)
  const wallet = await injectWallet(context, { account: demoWallet(1), rpcUrl: portal.rpcUrl })
  const page = await open(`/proposals/${id}`)
  await card(page)
    .getByLabel(/Reason/)
    .fill('A reason that took an hour to write.')
  await press(page, 'Connect a wallet to vote')
  await pickWallet(page, /Test Wallet/)
  await choose(page, 'Against')
  wallet.refusesNext = true
  await press(page, 'Vote Against with 1,502,950.00 OST')
  await says(page, /You refused in your wallet/)
  await page.reload()
  await waitForScripts(page)
  const reason = card(page).getByLabel(/Reason/)
  await expect.poll(() => reason.inputValue()).toBe('A reason that took an hour to write.')
  await choose(page, 'Against')
  await press(page, /^Vote Against with/)
  await says(page, 'You voted Against with 1,502,950.00 OST. A vote is final.')
  expect(await reason.count()).toBe(0)
  const { data } = (await (await fetch(`${portal.url}/api/v1/proposals/${id}/votes`)).json()) as { data: object[] }
  expect(data).toMatchObject([{ house: 'token', support: 'against', reason: 'A reason that took an hour to write.' }])
  expect(errors).toEqual([])
  await context.close()
})

test('lets a steward vote in the seat house', async () => {
  const id = await dao.openVote('A vote of a steward')
  const steward = demoWallet(3)
  const { open, context } = await openReader(browser, portal, { viewer: steward.address })
  await injectWallet(context, { account: steward, rpcUrl: portal.rpcUrl })
  const page = await open(`/proposals/${id}`)
  await choose(page, 'Abstain')
  await press(page, 'Vote Abstain with 1 seat')
  await pickWallet(page, /Test Wallet/)
  await says(page, 'You voted Abstain with 1 seat. A vote is final.')
  const cast = { ...dao.governor, functionName: 'hasVotedIn' } as const
  expect(await dao.client.readContract({ ...cast, args: [BigInt(id), steward.address, 1] })).toBe(true)
  expect(await dao.client.readContract({ ...cast, args: [BigInt(id), steward.address, 0] })).toBe(false)
  await context.close()
})

test('asks the chain first and says its refusal in words, without asking for a signature', async () => {
  const id = await dao.openVote('A vote cast twice')
  const voter = demoWallet(0)
  const { open, context } = await openReader(browser, portal, { viewer: voter.address })
  const wallet = await injectWallet(context, { account: voter, rpcUrl: portal.rpcUrl })
  await context.route('**/api/v1/events', (route) => route.abort())
  const page = await open(`/proposals/${id}`)
  await choose(page, 'For')
  await dao.vote(voter, id, { support: 1, params: '0x' })
  await press(page, /^Vote For/)
  await pickWallet(page, /Test Wallet/)
  await says(page, `${voter.address} has already voted in this house. A vote is final.`)
  expect(wallet.asked).not.toContain('eth_sendTransaction')
  await context.close()
})

test('asks a wallet on another network to change, and says so when it does not', async () => {
  const id = await dao.openVote('A vote from another network')
  const voter = demoWallet(0)
  const { open, context } = await openReader(browser, portal, { viewer: voter.address })
  const wallet = await injectWallet(context, { account: voter, rpcUrl: portal.rpcUrl })
  wallet.chainId = 1
  wallet.refusesNext = true
  const page = await open(`/proposals/${id}`)
  await choose(page, 'For')
  await press(page, /^Vote For/)
  await pickWallet(page, /Test Wallet/)
  await says(page, /You refused in your wallet/)
  await press(page, /^Vote For/)
  await says(page, /You voted For/)
  expect(wallet.chainId).toBe(31_337)
  await context.close()
})

test('says that an account without ether cannot pay', async () => {
  const id = await dao.openVote('A vote without ether')
  const poor = holders[5]
  if (poor === undefined) throw new Error('The demo has too few holders.')
  const { open, context } = await openReader(browser, portal, { viewer: poor.address })
  await injectWallet(context, { account: poor, rpcUrl: portal.rpcUrl })
  const value = await dao.client.getBalance({ address: poor.address })
  await dao.client.setBalance({ address: poor.address, value: 0n })
  const page = await open(`/proposals/${id}`)
  await choose(page, 'For')
  await press(page, /^Vote For/)
  await pickWallet(page, /Test Wallet/)
  await says(page, new RegExp(`${poor.address} cannot pay the network fee`))
  await dao.client.setBalance({ address: poor.address, value })
  await context.close()
})

test('shows whose power it speaks of when the wallet changed its account', async () => {
  const id = await dao.openVote('A vote with another account than shown')
  const { open, context } = await openReader(browser, portal, { viewer: demoWallet(0).address })
  const wallet = await injectWallet(context, { account: demoWallet(1), rpcUrl: portal.rpcUrl })
  const page = await open(`/proposals/${id}`)
  await choose(page, 'For')
  await press(page, 'Vote For with 2,994,330.00 OST')
  await pickWallet(page, /Test Wallet/)
  await says(page, new RegExp(`Your wallet speaks for ${demoWallet(1).address}`))
  await card(page).getByRole('button', { name: 'Vote For with 1,502,950.00 OST' }).waitFor()
  expect(wallet.asked).not.toContain('eth_sendTransaction')
  await context.close()
})

test('votes with the keyboard alone', async () => {
  const id = await dao.openVote('A vote without a mouse')
  const { open, context } = await openReader(browser, portal, { viewer: demoWallet(0).address })
  await injectWallet(context, { account: demoWallet(0), rpcUrl: portal.rpcUrl })
  const page = await open(`/proposals/${id}`)
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  const role = () => page.evaluate(() => document.activeElement?.getAttribute('type') ?? '')
  const tabUntil = async (found: () => Promise<boolean>) => {
    for (let step = 0; step < 60; step += 1) {
      if (await found()) return
      await page.keyboard.press('Tab')
    }
    throw new Error('The keyboard does not reach it.')
  }
  await tabUntil(async () => (await role()) === 'radio')
  await page.keyboard.press('Space')
  await tabUntil(async () => (await focused()).startsWith('Vote For with'))
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await tabUntil(async () => (await focused()).includes('Test Wallet'))
  await page.keyboard.press('Enter')
  await says(page, 'You voted For with 2,994,330.00 OST. A vote is final.')
  await context.close()
})

test('closing the dialog sends nothing and says so', async () => {
  const id = await dao.openVote('A vote that is left alone')
  const { open, context } = await openReader(browser, portal)
  const page = await open(`/proposals/${id}`)
  await press(page, 'Connect a wallet to vote')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await says(page, 'No wallet was chosen, so nothing was sent.')
  await context.close()
})
