import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openReader } from '#test/support/open-page'

const portal = inject('portal')
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

test('speaks for a demo wallet until the reader disconnects', async () => {
  const { open, context, errors } = await openReader(browser, portal)
  const page = await open('/')
  const header = page.getByRole('banner')
  await header.getByRole('button', { name: 'Connect a wallet' }).click()
  expect(await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).count()).toBe(0)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Demo wallet 4/ })
    .click()
  await header.getByRole('button', { name: /0x/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await header.getByRole('button', { name: 'Connect a wallet' }).waitFor()
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('viewer')
  await page.reload()
  await header.getByRole('button', { name: 'Connect a wallet' }).waitFor()
  expect(errors).toEqual([])
  await context.close()
})
