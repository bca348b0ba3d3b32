import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { openReader, waitForScripts } from '#test/support/open-page'
import { injectWallet, pickTestWallet } from '#test/support/wallet'
import { demoWallet } from '~/cli/demo/keys'

const portal = inject('portal')
const dao = openDemoDao(portal)
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

test('delegates, and shows the power before and after', async () => {
  const delegate = holders[3]
  const delegator = demoWallet(6)
  if (delegate === undefined) throw new Error('The demo has too few holders.')
  const read = (account: `0x${string}`) =>
    dao.client.readContract({ ...dao.token, functionName: 'getVotes', args: [account] })
  const balance = await dao.client.readContract({ ...dao.token, functionName: 'balanceOf', args: [delegator.address] })
  const before = await read(delegate.address)
  const { open, context, errors } = await openReader(browser, portal)
  await injectWallet(context, { account: delegator, rpcUrl: portal.rpcUrl })
  const page = await open(`/delegates/${delegate.address}`)
  await page.getByRole('button', { name: 'Connect a wallet to delegate' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Test Wallet/ })
    .click()
  const row = page.getByRole('row', { name: /Votes of this delegate/ })
  const shown = (amount: bigint) => `${(amount / 10n ** 18n).toLocaleString('en')}.00 OST`
  await row.getByText(shown(before)).waitFor()
  await row.getByText(shown(before + balance)).waitFor()
  await page.getByRole('button', { name: `Delegate ${shown(balance)} to this delegate` }).click()
  await page.getByText(`Your ${shown(balance)} already count for this delegate.`).waitFor({ timeout: 15_000 })
  expect(await read(delegate.address)).toBe(before + balance)
  expect(await dao.getJson(`/delegates/${delegate.address}`)).toMatchObject({
    votes: { value: String(before + balance) },
  })
  expect(errors).toEqual([])
  await context.close()
})

test('N4 a holder sees at home what its delegate voted, and takes the power back there in one click more', async () => {
  const delegate = holders[3]
  const delegator = demoWallet(6)
  if (delegate === undefined) throw new Error('The demo has too few holders.')
  const { data } = await (await fetch(`${portal.url}/api/v1/delegates/${delegate.address}/votes?limit=1`)).json()
  const { open, context } = await openReader(browser, portal, { viewer: delegator.address })
  await injectWallet(context, { account: delegator, rpcUrl: portal.rpcUrl })
  const page = await open('/')
  const section = page.getByRole('region', { name: 'What your delegate voted' })
  await section.locator(`a[href="/proposals/${data[0].proposal.id}"]`).waitFor()
  await section.getByRole('link', { name: 'Take your power back' }).click()
  await page.getByRole('button', { name: /^Vote with your [\d,.]+ OST yourself$/ }).waitFor()
  await context.close()
})

test('tells an account that never held any tokens that delegating changes nothing', async () => {
  const stranger = '0x1111111111111111111111111111111111111111'
  const { open, context } = await openReader(browser, portal, { viewer: stranger })
  const page = await open(`/delegates/${holders[3]?.address}`)
  await page.getByText('You hold no OST, so delegating changes nothing.').waitFor()
  expect(await page.getByRole('button', { name: /^Delegate/ }).count()).toBe(0)
  await context.close()
})

test('a delegate says what it stands for with a signature, and takes it back', async () => {
  const [, , , , delegate] = holders
  if (delegate === undefined) throw new Error('The demo has too few holders.')
  const { open, context, errors } = await openReader(browser, portal)
  const wallet = await injectWallet(context, { account: delegate, rpcUrl: portal.rpcUrl })
  const page = await open(`/delegates/${delegate.address}`)
  const section = page.getByRole('region', { name: 'What it stands for' })
  await section.getByText('It has said nothing about itself.').waitFor()
  expect(await page.getByRole('button', { name: 'Sign it with the wallet' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Connect a wallet to delegate' }).click()
  await pickTestWallet(page)
  const sign = page.getByRole('button', { name: 'Sign it with the wallet' })

  await page.getByLabel('Interests you declare').fill('I sell *compute*.')
  await sign.click()
  await page.getByText('Interests stand with a statement').waitFor()

  await page.getByLabel('Statement').fill('# Open weights\n\n<img src=x onerror=alert(1)> [first](javascript:alert(1))')
  wallet.refusesNext = true
  await sign.click()
  await page.getByText(/You refused in your wallet/).waitFor()
  await page.reload()
  await waitForScripts(page)
  expect(await page.getByLabel('Interests you declare').inputValue()).toBe('I sell *compute*.')
  await sign.click()
  await section.getByRole('heading', { name: 'Open weights' }).waitFor()
  await section.getByText('compute', { exact: true }).waitFor()
  await section.getByText(/^Signed with its key, /).waitFor()
  expect(await section.locator('img, a[href^="javascript"]').count()).toBe(0)
  expect(await dao.getJson(`/delegates/${delegate.address}/statement`)).toMatchObject({
    current: { interests: 'I sell *compute*.' },
  })

  await page.getByLabel('Statement').fill('')
  await page.getByLabel('Interests you declare').fill('')
  await sign.click()
  await section.getByText('It took back what it had said about itself.').waitFor()
  await section.getByRole('link', { name: 'All that it ever signed (API)' }).waitFor()
  expect(errors).toEqual([])
  await context.close()
})
