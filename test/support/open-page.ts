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
