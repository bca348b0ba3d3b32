import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { openReader } from '#test/support/open-page'
import { injectWallet } from '#test/support/wallet'
import { demoWallet } from '~/cli/demo/keys'

const portal = inject('portal')
const dao = openDemoDao(portal)
const KB = 1_024
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** What the browser loaded, as gzip makes it; the server may pack better. */
const weigh = (context: BrowserContext) => {
  const loads: Promise<{ kind: string; bytes: number }>[] = []
  context.on('response', (response) => {
    const kind = response.request().resourceType()
    if (kind !== 'script' && kind !== 'stylesheet' && kind !== 'document') return
    loads.push(response.body().then((body) => ({ kind, bytes: gzipSync(body).length })))
  })
  return async (kind: string) => {
    const all = await Promise.all(loads)
    return all.filter((load) => load.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0)
  }
}

test('the proposal page loads at most 120 KB of script and 15 KB of style, and a wallet at most 90 KB more', async () => {
  const id = await dao.openVote('A vote that is weighed')
  const { open, context } = await openReader(browser, portal)
  const wallet = await injectWallet(context, { account: demoWallet(1), rpcUrl: portal.rpcUrl })
  const weightOf = weigh(context)
  const page = await open(`/proposals/${id}`)
  await page.waitForLoadState('networkidle').catch(() => undefined)
  const first = await weightOf('script')
  const style = await weightOf('stylesheet')
  await page.getByRole('button', { name: 'Connect a wallet to vote' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Test Wallet/ })
    .click()
  await page.getByRole('radio', { name: 'For', exact: true }).check()
  // The refusal brings all that a wallet can bring, the ABIs that decode it included.
  await context.route('**/api/v1/events', (route) => route.abort())
  await dao.vote(demoWallet(1), id, { support: 1, params: '0x' })
  await page
    .getByRole('button', { name: /^Vote For/ })
    .click({ timeout: 2_000 })
    .catch(() => undefined)
  await page.waitForTimeout(1_000)
  const more = (await weightOf('script')) - first
  console.info(`first load ${first} bytes, style ${style}, wallet ${more}`)
  expect(wallet.asked).toContain('eth_requestAccounts')
  expect(first).toBeGreaterThan(20 * KB)
  expect(first).toBeLessThanOrEqual(120 * KB)
  expect(style).toBeLessThanOrEqual(15 * KB)
  expect(more).toBeGreaterThan(10 * KB)
  expect(more).toBeLessThanOrEqual(90 * KB)
  await context.close()
})

test('nothing moves while the proposal page loads', async () => {
  const { open, context } = await openReader(browser, portal)
  const page = await open('/proposals/40')
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), 1_000)
      }),
  )
  expect(shift).toBe(0)
  await context.close()
})
