import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Address } from 'viem'
import type { Portal } from './portal'

/** How a reader comes: language, theme, window, account, with or without scripts. */
export type Reader = {
  locale?: 'en' | 'zh-CN'
  theme?: 'light' | 'dark'
  width?: number
  scripts?: boolean
  viewer?: Address
}

/** Waits until React has taken the page over: before that a click does nothing yet. */
export const waitForScripts = (page: Page) =>
  page.waitForFunction(() => {
    const main = document.querySelector('main')
    return main !== null && Object.keys(main).some((key) => key.startsWith('__reactProps'))
  })

/** Presses a button once the page's scripts listen to it: a form's answer is a document of its own. */
export const press = async (page: Page, name: string | RegExp) => {
  const button = page.getByRole('button', { name })
  await button.waitFor()
  await waitForScripts(page)
  await button.click()
}

/** Lets one of the demo's wallets, by its number in the list, speak for the page. */
export const connectDemoWallet = async (page: Page, number: number) => {
  await page.getByRole('button', { name: 'Connect a wallet' }).last().click()
  const name = new RegExp(`^Demo wallet ${number} `)
  await page.getByRole('dialog').getByRole('button', { name }).click()
}

/** A browser profile of its own that fails the test on any error of a page. */
export const openReader = async (browser: Browser, { url }: Portal, reader: Reader = {}) => {
  const { locale = 'en', theme = 'light', width = 1280, scripts = true, viewer } = reader
  const context: BrowserContext = await browser.newContext({
    baseURL: url,
    locale,
    colorScheme: theme,
    viewport: { width, height: 900 },
    javaScriptEnabled: scripts,
  })
  const cookies = [{ name: 'lang', value: locale }, ...(viewer ? [{ name: 'viewer', value: viewer }] : [])]
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, url })))
  const errors: string[] = []
  context.on('weberror', (error) => errors.push(error.error().message))
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(path)
    if (scripts) await waitForScripts(page)
    return page
  }
  return { context, errors, open }
}
