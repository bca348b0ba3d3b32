import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { makeJob, sides } from '#test/support/demo-job'
import { makeSponsoredDraft } from '#test/support/drafts'
import { openReader, waitForScripts } from '#test/support/open-page'
import { evaluators, guardian } from '~/cli/demo/cast'

const portal = inject('portal')
let browser: Browser
let made: Awaited<ReturnType<typeof makeJob>>
let draft: string

beforeAll(async () => {
  browser = await launchChromium()
  made = await makeJob(openDemoDao(portal))
  draft = await makeSponsoredDraft(portal)
})
afterAll(() => browser.close())

const HOSTILE = 'Test of rendering: what a hostile description may do'

const findHostile = async (): Promise<string> => {
  const found = await fetch(`${portal.url}/api/v1/proposals?q=${encodeURIComponent('hostile')}`)
  const { data } = (await found.json()) as { data: { id: string; title: string }[] }
  const id = data.find(({ title }) => title === HOSTILE)?.id
  if (id === undefined) throw new Error('The demo has no hostile description.')
  return id
}

const findVoter = async (id: number): Promise<string> => {
  const { data } = await (await fetch(`${portal.url}/api/v1/proposals/${id}/votes?limit=1`)).json()
  return data[0].voter.address
}

const listPages = async (): Promise<string[]> => [
  '/',
  '/proposals',
  '/proposals?state=executed&q=release',
  '/proposals/40',
  '/proposals/47',
  '/proposals/48',
  '/proposals/34',
  `/proposals/${await findHostile()}`,
  `/proposals/40/receipts/${await findVoter(40)}`,
  `/proposals/40/receipts/${guardian.address}`,
  '/proposals/new',
  '/proposals/new?kind=custom',
  '/drafts',
  `/drafts?author=${guardian.address}`,
  `/drafts/${draft}`,
  `/drafts/${draft}/diff?from=1&to=3`,
  '/drafts/999999',
  '/delegates',
  `/delegates/${holders[0]?.address}`,
  '/models',
  '/models/1',
  '/releases/1',
  '/releases/2',
  '/releases/2/custody',
  '/releases/3/custody',
  '/releases/new',
  '/verify',
  '/verify?release=3',
  '/compute',
  '/compute?cap=10&r1=30',
  '/compute/epochs',
  '/compute/request',
  '/compute/request?pool=1&hours=300',
  '/compute/budgets',
  '/compute/budgets/1-71',
  '/compute/providers',
  '/compute/providers/1',
  '/compute/orders',
  '/compute/orders?state=canceled',
  '/compute/orders/5',
  '/compute/orders/new?units=0',
  '/compute/leases',
  '/compute/leases/4?more=lots',
  '/compute/jobs',
  '/compute/jobs?state=withdrawn',
  `/compute/jobs/${made.job}`,
  '/compute/jobs/new',
  '/compute/jobs/new?provider=9&spec=none&amount1=0&deadline1=2020-01-01T00:00&amount2=1',
  '/compute/disputes',
  '/compute/disputes/1',
  `/compute/disputes/${made.dispute}`,
  '/power',
  '/proposals/new?kind=policy',
  '/proposals/new?kind=budget',
  '/proposals/new?kind=market',
  '/evaluators',
  `/evaluators/${evaluators[0].address}`,
  '/guardians',
  '/parameters',
  '/notifications',
  '/status',
  '/developers',
  '/there-is-no-such-page',
]

type Finding = { id: string; nodes: { target: string[]; failureSummary: string }[] }

const runAxe = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe: engine } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Finding[] }> }
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return (await engine.run({ runOnly: tags, resultTypes: ['violations'] })).violations
  })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

const readers = [
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
  { locale: 'zh-CN', theme: 'light' },
  { locale: 'zh-CN', theme: 'dark' },
] as const

// Fifty pages take a while where a machine does other things too.
const MOST_MS = 300_000

test.each(readers)('axe finds nothing on any page in $locale, $theme', { timeout: MOST_MS }, async (reader) => {
  const { open, context } = await openReader(browser, portal, reader)
  const page = await open('/')
  const findings: Record<string, string[]> = {}
  for (const path of await listPages()) {
    await page.goto(path)
    await waitForScripts(page)
    expect(await page.locator('html').getAttribute('lang')).toBe(reader.locale)
    const found = await runAxe(page)
    if (found.length > 0) findings[path] = found
  }
  expect(findings).toEqual({})
  await context.close()
})

test.each([
  ['the council', guardian.address, () => ['/guardians', '/releases/3']],
  ['an evaluator', evaluators[0].address, () => [`/evaluators/${evaluators[0].address}`, '/evaluators']],
  ['the tenant of a job', sides.tenant.address, () => [`/compute/jobs/${made.job}?reject=0&evidence=none`]],
  ['the provider of a job', sides.operator.address, () => [`/compute/jobs/${made.job}?deliver=2&digest=none`]],
] as const)('axe finds nothing where %s acts', async (_who, viewer, listOwn) => {
  const { open, context } = await openReader(browser, portal, { viewer })
  const page = await open('/')
  for (const path of listOwn()) {
    await page.goto(path)
    await waitForScripts(page)
    expect(await runAxe(page), path).toEqual([])
  }
  await context.close()
})

test('axe finds nothing in the connect dialog', async () => {
  const { open, context } = await openReader(browser, portal)
  const page = await open('/')
  await page.getByRole('button', { name: 'Connect a wallet' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Demo wallet 1 / })
    .waitFor()
  expect(await runAxe(page)).toEqual([])
  await context.close()
})

test.each([320, 390])('nothing scrolls sideways at %i px', async (width) => {
  const { open, context } = await openReader(browser, portal, { width, viewer: holders[0]?.address ?? '0x' })
  const page = await open('/')
  const wide: string[] = []
  for (const path of await listPages()) {
    await page.goto(path)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (over > 0) wide.push(`${path} by ${over} px`)
  }
  expect(wide).toEqual([])
  await context.close()
})

test('every page reads without scripts', async () => {
  const { open, context } = await openReader(browser, portal, { scripts: false })
  const page = await open('/')
  for (const path of await listPages()) {
    await page.goto(path)
    expect(await page.locator('h1, h2').count(), path).toBeGreaterThan(0)
    expect(((await page.locator('main').textContent()) ?? '').length, path).toBeGreaterThan(60)
  }
  const id = await openDemoDao(portal).openVote('A vote to read without a script')
  await page.goto(`/proposals/${id}`)
  await page.getByText('Vote without this page').click()
  await page.getByText(`"castVote(uint256,uint8)" ${id} 1`).waitFor()
  await page.goto('/proposals/new')
  await page.getByLabel('Title').fill('Without a script')
  await page.getByLabel('Release').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText(/Tier \d/).waitFor()
  await context.close()
})

test('a hostile description stays text', async () => {
  const { open, context, errors } = await openReader(browser, portal)
  const strangers: string[] = []
  const dialogs: string[] = []
  context.on('request', (request) => {
    if (![portal.url, portal.rpcUrl].includes(new URL(request.url()).origin)) strangers.push(request.url())
  })
  const page = await open('/')
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await page.goto(`/proposals/${await findHostile()}`)
  await waitForScripts(page)
  const text = page.locator('section[aria-labelledby=text]')
  const bad = 'script, iframe, object, embed, form, input, style, link, meta, svg, [onerror], [onclick], [onload]'
  expect(await text.locator(bad).count()).toBe(0)
  const links = await text.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol))
  expect(links.filter((protocol) => !['http:', 'https:'].includes(protocol))).toEqual([])
  expect(((await text.textContent()) ?? '').length).toBeGreaterThan(100)
  expect({ strangers, dialogs, errors }).toEqual({ strangers: [], dialogs: [], errors: [] })
  await context.close()
})
