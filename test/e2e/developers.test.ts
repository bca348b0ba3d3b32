import type { Browser } from 'playwright-core'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openReader } from '#test/support/open-page'
import { injectWallet, pickTestWallet } from '#test/support/wallet'

const portal = inject('portal')
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

test('a key is made, shown once, works, and works no more once it is revoked', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const { open, context, errors } = await openReader(browser, portal)
  const wallet = await injectWallet(context, { account, rpcUrl: portal.rpcUrl })
  const page = await open('/developers')
  const keys = page.getByRole('region', { name: 'Your keys' })
  await keys.getByRole('button', { name: 'Connect a wallet to see your keys' }).click()
  await pickTestWallet(page)
  const see = keys.getByRole('button', { name: 'Sign in and see your keys' })
  await see.click()
  await keys.getByText('You have no keys.').waitFor()

  await keys.getByLabel('Name of the key').fill('<b>my bot</b>')
  await keys.getByRole('button', { name: 'Make a key' }).click()
  await keys.getByText(/The portal refused it: .*scopes/).waitFor()
  await keys.getByLabel('webhooks').check()
  await keys.getByRole('button', { name: 'Make a key' }).click()
  await keys.getByText('<b>my bot</b>').first().waitFor()
  const key = (await keys.locator('code').textContent()) ?? ''
  const ask = async () =>
    (await fetch(`${portal.url}/api/v1/webhooks`, { headers: { Authorization: `Bearer ${key}` } })).status
  expect(await ask()).toBe(200)
  await page.reload()
  expect(await page.getByText(key).count()).toBe(0)
  await see.click()
  await keys.getByRole('button', { name: 'Revoke <b>my bot</b>' }).click()
  await keys.getByText('You have no keys.').waitFor()
  expect(await ask()).toBe(401)
  expect(wallet.asked.filter((method) => method === 'personal_sign')).toHaveLength(1)
  expect(errors.filter((error) => !error.includes('400'))).toEqual([])
  await context.close()
})

test('a webhook is made, tried, given a new secret, switched off and deleted; a private address is refused', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const { open, context } = await openReader(browser, portal)
  await injectWallet(context, { account, rpcUrl: portal.rpcUrl })
  const page = await open('/developers')
  const hooks = page.getByRole('region', { name: 'Your webhooks' })
  await hooks.getByRole('button', { name: 'Connect a wallet to see your webhooks' }).click()
  await pickTestWallet(page)
  await hooks.getByRole('button', { name: 'Sign in and see your webhooks' }).click()
  await hooks.getByText('You have no webhooks.').waitFor()

  await hooks.getByLabel('Address').fill('https://169.254.169.254/latest')
  await hooks.getByRole('button', { name: 'Make a webhook' }).click()
  await hooks.getByText(/The portal refused it: .*169\.254\.169\.254/).waitFor()
  await hooks.getByLabel('Address').fill('https://example.org/told')
  await hooks.getByLabel('proposal.executed').check()
  await hooks.getByRole('button', { name: 'Make a webhook' }).click()
  await hooks.getByText('Told of: proposal.executed.').waitFor()
  const first = await hooks.locator('[role=status] code').textContent()
  expect(first).toMatch(/^whsec_/)

  await hooks.getByRole('button', { name: 'Test https://example.org/told' }).click()
  await hooks.getByText('A test is on its way').waitFor()
  await hooks.getByRole('button', { name: 'New secret https://example.org/told' }).click()
  await hooks.getByText('Both secrets sign for a day.').waitFor()
  expect(await hooks.locator('[role=status] code').textContent()).not.toBe(first)
  await hooks.getByRole('button', { name: 'Switch off https://example.org/told' }).click()
  await hooks.getByText(/^Off\. Would be told of: proposal\.executed\./).waitFor()
  await hooks.getByRole('button', { name: 'Switch on https://example.org/told' }).click()
  await hooks.getByText('Told of: proposal.executed.').waitFor()
  await hooks.getByRole('button', { name: 'Delete https://example.org/told' }).click()
  await hooks.getByText('You have no webhooks.').waitFor()
  await context.close()
})

test('every resource is listed with what it needs, without scripts and in both languages', async () => {
  const { paths } = await (await fetch(`${portal.url}/api/v1/openapi.json`)).json()
  for (const locale of ['en', 'zh-CN'] as const) {
    const { open, context } = await openReader(browser, portal, { scripts: false, locale })
    const page = await open('/developers')
    const listed = await page.locator('section[aria-labelledby=reference] dt').allTextContents()
    const shown = new Set(listed.map((text) => text.replace(/^[A-Z]+ /, '').replace('/api/v1', '')))
    // The stream of events is no table's.
    expect(Object.keys(paths).filter((path) => !shown.has(path))).toEqual(['/events'])
    await context.close()
  }
})
