import type { Browser, Page } from 'playwright-core'
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { openReader } from '#test/support/open-page'
import { stewardGovernorAbi } from '~/chain/abi/generated'

const portal = inject('portal')
const dao = openDemoDao(portal)
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

type Measure = { holders: number; largestBps: number; nakamoto: number; giniThousandths: number; hhi: number }
type Houses = { houses: { house: string; byAccount: Measure & { total: { value: string } }; byParty: Measure }[] }
type Fewest = { fewest: number | null; aloneCount: number }
type Firewall = { byParty: { unopposed: Fewest; opposed: Fewest; block: Fewest } }

const readPage = async (path: string, read: (page: Page) => Promise<void>) => {
  const { open, context, errors } = await openReader(browser, portal, { scripts: false })
  await read(await open(path))
  expect(errors).toEqual([])
  await context.close()
}

const percent = (bps: number) => `${(bps / 100).toFixed(2)}%`

/** The large figure of a house, and what stands below it. */
const readHouse = async (page: Page, name: string) => {
  const house = page.locator('.metric', { has: page.getByRole('heading', { name }) })
  const values = await house.locator('dd').allTextContents()
  return { nakamoto: await house.locator('.big').textContent(), gini: values[0], hhi: values[1], largest: values[2] }
}

const expectHouse = ({ nakamoto, giniThousandths, hhi, largestBps }: Measure) => ({
  nakamoto: String(nakamoto),
  gini: (giniThousandths / 1_000).toFixed(3),
  hhi: `${hhi.toLocaleString('en')} of 10,000`,
  largest: percent(largestBps),
})

test.each([
  ['/power', 'byParty'],
  ['/power?by=account', 'byAccount'],
] as const)('%s says of both houses what the API measures, without scripts', async (path, by) => {
  const { houses } = (await dao.getJson('/metrics/concentration')) as Houses
  const [token, seat] = ['token', 'seat'].map((name) => houses.find(({ house }) => house === name)?.[by])
  if (token === undefined || seat === undefined) throw new Error('A house is missing.')
  await readPage(path, async (page) => {
    expect(await readHouse(page, 'Token house')).toEqual(expectHouse(token))
    expect(await readHouse(page, 'Seat house')).toEqual(expectHouse(seat))
    const holders = page.locator('section[aria-labelledby=holders]')
    expect(await holders.locator('tbody tr').count()).toBe(10)
    expect(await holders.locator('tbody tr').first().textContent()).toContain(percent(token.largestBps))
    await holders.getByText(`Then ${(token.holders - 10).toLocaleString('en')} other`).waitFor()
  })
})

test('the table below the lines has the points that the API has', async () => {
  const [token, seat] = (await Promise.all(
    ['token', 'seat'].map((house) => dao.getJson(`/metrics/concentration/history?house=${house}`)),
  )) as unknown as { epoch: number; byParty: Measure }[][]
  const expected = (token ?? []).map(({ epoch, byParty }, index) => [
    String(epoch),
    percent(byParty.largestBps),
    percent(seat?.[index]?.byParty.largestBps ?? 0),
  ])
  await readPage('/power', async (page) => {
    await page.getByText('Houses over time as a table').click()
    const rows = page.getByRole('table', { name: /The largest share as each epoch began/ }).locator('tbody tr')
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim())),
    )
    expect(shown.length).toBeGreaterThan(20)
    expect(shown.map(([epoch, , ...largest]) => [epoch, ...largest])).toEqual(expected)
  })
})

const firewallOf = async (id: string) => ((await dao.getJson(`/proposals/${id}/firewall`)) as Firewall).byParty

test('the smallest groups are those that a proposal made now has, and the lead says it in words', async () => {
  const routine = await firewallOf(await dao.openVote('Who could pass this alone'))
  const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setVotingPeriod', args: [259_200] })
  const charter = await firewallOf(
    await dao.openVoteOn({ title: 'Who could pass a charter matter', data, target: dao.governor.address }),
  )
  await readPage('/power', async (page) => {
    const groups = page.locator('section[aria-labelledby=groups]')
    const sizesOf = async (tier: string) => {
      const cells = await groups.getByRole('row', { name: tier }).locator('td').allTextContents()
      return cells.map((text) => Number(/^\d+/.exec(text)?.[0]))
    }
    for (const [tier, powers] of [
      ['Tier 0, routine', routine],
      ['Tier 2, charter', charter],
    ] as const) {
      const { unopposed, opposed, block } = powers
      expect(await sizesOf(tier)).toEqual([unopposed.fewest, opposed.fewest, block.fewest])
    }
    expect(routine.unopposed.aloneCount).toBeGreaterThan(0)
    const lead = (await page.locator('.lede').first().textContent()) ?? ''
    expect(lead).toContain('One party alone can pass a routine change today while nobody else votes.')
    expect(lead).toContain(
      `would take ${charter.opposed.fewest} parties at least; to stop one, ${charter.block.fewest}.`,
    )
    await groups.getByText(/the guardian council can stop some things for a while/).waitFor()
  })
})

test('the checklist scores the present parameters, and leads to each', async () => {
  const { parameters } = (await dao.getJson('/parameters')) as { parameters: { key: string; value: string }[] }
  const quorum = parameters.find(({ key }) => key === 'StewardGovernor.quorumNumerator')?.value
  await readPage('/power', async (page) => {
    const list = page.locator('section[aria-labelledby=resilience]')
    const quorumRow = list.getByRole('row', { name: 'Quorum of tiers 0 and 1' })
    expect(await quorumRow.textContent()).toContain(percent(Number(quorum)))
    expect(await list.getByRole('row', { name: 'Published audits' }).textContent()).toContain('poor')
    expect(await list.getByRole('row', { name: 'Accounts with a role' }).textContent()).toContain('good')
    const counts = await list.locator('.tally b').allTextContents()
    const rows = await list.locator('tbody tr').count()
    expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(rows)
    const links = await list
      .locator('tbody a')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).getAttribute('href') ?? ''))
    expect(links).toHaveLength(rows)
    const targets = new Map<string, string[]>()
    for (const link of links.filter((one) => one.includes('#'))) {
      const [path = '', id = ''] = link.split('#')
      targets.set(path || '/power', [...(targets.get(path || '/power') ?? []), id])
    }
    for (const [path, ids] of targets) {
      await page.goto(path)
      const found = await page.evaluate((all) => all.filter((id) => document.getElementById(id) === null), ids)
      expect([path, found]).toEqual([path, []])
    }
  })
})
