import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { openReader, type Reader } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'

const portal = inject('portal')
let browser: Browser
let site: Server
let shown = ''
let id: string

// Another site, which shows what it is told.
beforeAll(async () => {
  browser = await launchChromium()
  site = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="en"><title>Elsewhere</title><main><h1>Elsewhere</h1>${shown}</main></html>`,
    )
  })
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done))
  id = await openDemoDao(portal).openVote('A vote that is shown elsewhere')
})
afterAll(async () => {
  await browser?.close()
  site?.close()
})

const openSite = async (html: string, reader: Reader = {}): Promise<{ page: Page; errors: string[] }> => {
  shown = html
  const { context, errors } = await openReader(browser, portal, reader)
  await context.clearCookies()
  const page = await context.newPage()
  await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`)
  return { page, errors }
}

const frameOf = (page: Page): Promise<Frame> => waitUntil('the frame is there', async () => page.frames()[1])

const runAxe = async (frame: Frame): Promise<string[]> => {
  await frame.evaluate(axe.source)
  const violations = await frame.evaluate(async () => {
    type Found = { violations: { id: string; nodes: { target: string[] }[] }[] }
    const { axe: engine } = window as unknown as { axe: { run: (options: object) => Promise<Found> } }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return (await engine.run({ runOnly: tags, resultTypes: ['violations'] })).violations
  })
  return violations.flatMap(({ id: rule, nodes }) => nodes.map(({ target }) => `${rule}: ${target.join(' ')}`))
}

test.each([
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
  { locale: 'zh-CN', theme: 'light' },
  { locale: 'zh-CN', theme: 'dark' },
] as const)('what the page gives to embed shows on another site, in $locale, $theme', async ({ locale, theme }) => {
  const { open, context } = await openReader(browser, portal, { locale, scripts: false })
  const own = await open(`/proposals/${id}`)
  await own.getByText(locale === 'en' ? 'Embed' : '嵌入', { exact: true }).click()
  const snippet = await own.locator('details[open] pre').textContent()
  await context.close()
  const { page, errors } = await openSite(snippet ?? '', { locale, theme })
  const frame = await frameOf(page)
  await frame.getByRole('heading', { name: 'A vote that is shown elsewhere' }).waitFor()
  expect(await frame.getByRole('img').count()).toBe(2)
  expect(await frame.locator('html').getAttribute('lang')).toBe(locale)
  const ground = await frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
  expect(ground).toBe(theme === 'light' ? 'rgb(243, 243, 240)' : 'rgb(19, 20, 21)')
  expect(await runAxe(frame)).toEqual([])
  expect(await page.context().cookies()).toEqual([])
  expect(errors).toEqual([])
  await page.context().close()
})

test('its links open the proposal on a page of its own, which knows nothing of the site', async () => {
  const { page } = await openSite(`<iframe src="${portal.url}/embed/proposals/${id}" title="it"></iframe>`)
  const frame = await frameOf(page)
  const opened = page.context().waitForEvent('page')
  await frame.getByRole('link', { name: 'Vote on Ostrakon' }).click()
  const vote = await opened
  await vote.waitForURL(`${portal.url}/proposals/${id}`)
  expect(await vote.evaluate(() => window.opener)).toBeNull()
  await page.context().close()
})

test.each([320, 480, 640])('nothing of it scrolls sideways at %i px', async (width) => {
  const html = `<iframe src="${portal.url}/embed/proposals/${id}" title="it" width="${width}" height="560"></iframe>`
  const { page } = await openSite(html)
  const frame = await frameOf(page)
  await frame.getByRole('link', { name: 'Vote on Ostrakon' }).waitFor()
  const over = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over).toBeLessThanOrEqual(0)
  await page.context().close()
})

test.each(['/proposals/', '/EMBED/proposals/', '/embed/proposals/../../proposals/'])(
  'the browser refuses %s in a frame',
  async (path) => {
    const { page, errors } = await openSite(`<iframe src="${portal.url}${path}${id}" title="it"></iframe>`)
    await waitUntil('it is refused', async () => errors.some((error) => error.includes('frame-ancestors')))
    expect(await (await frameOf(page)).getByRole('heading').count()).toBe(0)
    await page.context().close()
  },
)

test('a link to a proposal carries its picture, of the address that was asked', async () => {
  const { open, context } = await openReader(browser, portal, { locale: 'zh-CN' })
  const page = await open(`/proposals/${id}`)
  const contentOf = (name: string) => page.locator(`meta[property="${name}"]`).getAttribute('content')
  expect(await contentOf('og:url')).toBe(`${portal.url}/proposals/${id}`)
  expect(await contentOf('og:title')).toBe('A vote that is shown elsewhere')
  const image = (await contentOf('og:image')) ?? ''
  expect(image).toBe(`${portal.url}/proposals/${id}/card.png?lang=zh-CN`)
  expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(`${portal.url}/proposals/${id}`)
  const size = await page.evaluate(async (src) => {
    const picture = new Image()
    picture.src = src
    await picture.decode()
    return [picture.naturalWidth, picture.naturalHeight]
  }, image)
  expect(size).toEqual([1200, 630])
  const discovered = await page.locator('link[type="application/json+oembed"]').getAttribute('href')
  const oembed = await (await fetch(discovered ?? '')).json()
  expect(oembed.html).toContain(`${portal.url}/embed/proposals/${id}?lang=zh-CN`)
  await context.close()
})
