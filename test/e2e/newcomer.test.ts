import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { openReader } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import { injectWallet } from '#test/support/wallet'
import { demoWallet } from '~/cli/demo/keys'
import { catalogues } from '~/i18n/catalogue.server'

// Somebody who has never been here: on a phone, in Chinese, without a pointer. With SCREENSHOTS=1 each step is kept in docs/newcomer.

const portal = inject('portal')
const dao = openDemoDao(portal)
const newcomer = demoWallet(8)
const texts = catalogues['zh-CN']
const folder = fileURLToPath(new URL('../../docs/newcomer/', import.meta.url))
const command = fileURLToPath(new URL('../../app/cli/ostrakon.mjs', import.meta.url))
const TITLE = '撤销 Silero VAD v5'
const REASON = '我核对过这些文件的内容根。'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const keep = async (page: Page, step: string) => {
  if (process.env['SCREENSHOTS'] === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: `${folder}${step}.png` })
}

/** Goes forward from where the keyboard is until it is there. */
const tabTo = async (page: Page, place: Locator) => {
  await place.waitFor()
  for (let step = 0; step < 150; step += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard does not reach ${place}.`)
}

const follow = async (page: Page, place: Locator) => {
  await tabTo(page, place)
  await page.keyboard.press('Enter')
}

test('a newcomer finds the vote on a release, understands it, votes, sees it counted, delegates, and verifies the receipt', async () => {
  const id = await dao.openVote(TITLE)
  const { open, context, errors } = await openReader(browser, portal, { locale: 'zh-CN', width: 390 })
  await injectWallet(context, { account: newcomer, rpcUrl: portal.rpcUrl })
  const page = await open('/')
  await keep(page, '1-home')
  await follow(page, page.getByRole('link', { name: TITLE }).first())
  await page.waitForURL(`**/proposals/${id}`)

  // What it would do is there before any wallet is.
  await page.getByRole('heading', { name: texts['firewall.title'] }).waitFor()
  await page.getByRole('heading', { name: texts['simulation.title'] }).waitFor()
  await page.getByText(texts['vote.final']).waitFor()
  await keep(page, '2-proposal')

  const card = page.getByRole('complementary', { name: texts['vote.title'] })
  await follow(page, card.getByRole('button', { name: texts['vote.connect'] }))
  await follow(page, page.getByRole('dialog').getByRole('button', { name: /Test Wallet/ }))
  await tabTo(page, card.getByRole('radio').first())
  await page.keyboard.press('Space')
  await tabTo(page, card.getByRole('textbox'))
  await page.keyboard.type(REASON)
  await keep(page, '3-vote')
  const [cast = ''] = texts['vote.submit'].split('{amount}')
  await follow(page, card.getByRole('button', { name: cast }).last())
  await card.getByText('投票不可更改。').first().waitFor()
  await page.getByText(REASON).last().waitFor()
  await keep(page, '4-counted')
  const receipt = `${portal.url}/api/v1/proposals/${id}/receipts/${newcomer.address}`
  const { data } = await (await fetch(receipt)).json()
  expect(data.token).toMatchObject({ support: 'for', reason: REASON })

  await follow(page, card.getByRole('link', { name: texts['receipt.link'] }))
  await page.getByRole('heading', { name: texts['receipt.check'] }).waitFor()
  await page.getByText(data.token.transaction).waitFor()
  await keep(page, '5-receipt')
  const line = (await page.locator('pre.raw').textContent()) ?? ''
  const [, , ...args] = line.split(' ')
  const given = args.map((part) => ({ URL: portal.rpcUrl, FILE: portal.deployment })[part] ?? part)
  const isFinal = async () => (await (await fetch(receipt)).json()).asOf.finality === 'final'
  await waitUntil('its block is final', isFinal, { seconds: 60, every: 500 })
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...given])
  expect(stdout).toMatch(/verdict +included/)
  expect(stdout).toContain(REASON)

  const delegate = await open(`/delegates/${demoWallet(0).address}`)
  const [before = ''] = texts['delegation.submit'].split('{amount}')
  await follow(delegate, delegate.getByRole('button', { name: before }))
  await delegate.getByText(/已计入此受托人。$/).waitFor()
  await keep(delegate, '6-delegated')
  const { token } = dao
  const chosen = await dao.client.readContract({ ...token, functionName: 'delegates', args: [newcomer.address] })
  expect(chosen).toBe(demoWallet(0).address)
  expect(errors).toEqual([])
  await context.close()
})
