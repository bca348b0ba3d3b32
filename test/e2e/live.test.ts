import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { openReader } from '#test/support/open-page'

const portal = inject('portal')
const dao = openDemoDao(portal)
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

test('an open page takes up a ballot by itself and keeps what the reader has opened and focused', async () => {
  const voter = holders[1]
  if (voter === undefined) throw new Error('The demo has too few holders.')
  const id = await dao.openVote('Keep the reader where they are')
  const { open, context, errors } = await openReader(browser, portal)
  const page = await open(`/proposals/${id}`)
  const summary = page.getByText('The result as a table')
  await summary.click()
  await summary.focus()
  const table = page.locator('details', { has: summary }).getByRole('table')
  const before = await table.textContent()
  await dao.vote(voter, id, { support: 1, params: '0x' })
  await expect.poll(() => table.textContent(), { timeout: 10_000 }).not.toBe(before)
  const kept = await summary.evaluate((element) => ({
    open: element.parentElement?.hasAttribute('open'),
    focused: document.activeElement === element,
  }))
  expect(kept).toEqual({ open: true, focused: true })
  expect(errors).toEqual([])
  await context.close()
})

test('news that come while the page is read anew are not lost, though that reading names another moment', async () => {
  const id = await dao.openVote('Be read while it is queued')
  for (const holder of holders.slice(0, 5)) await dao.vote(holder, id, { support: 1, params: '0x' })
  const { open, context } = await openReader(browser, portal)
  const page = await open(`/proposals/${id}`)
  const held: (() => void)[] = []
  let isHolding = true
  await page.route(/\/proposals\/\d+\.data|_data=/, async (route) => {
    // What was read before the news arrives after them.
    const response = await route.fetch()
    if (isHolding) await new Promise<void>((release) => held.push(release))
    await route.fulfill({ response })
  })
  await dao.moveTime(3 * 86_400)
  await dao.waitForState(id, 'succeeded')
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(1)
  await dao.queueOrExecute('queue', id)
  await dao.waitForState(id, 'queued')
  await page.waitForTimeout(1_000)
  isHolding = false
  for (const release of held) release()
  await page.getByText('Queued in the timelock').first().waitFor({ timeout: 10_000 })
  await context.close()
})
