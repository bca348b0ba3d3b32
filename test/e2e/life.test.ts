import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { openReader } from '#test/support/open-page'
import { stewards } from '~/cli/demo/cast'

const portal = inject('portal')
const dao = openDemoDao(portal)
const OPEN = 4
const SLOW = 20_000
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const findGated = async () => {
  const { data } = (await (await fetch(`${portal.url}/api/v1/releases?stage=gated`)).json()) as {
    data: { id: string; version: string; model: { name: string } }[]
  }
  const [release] = data
  if (release === undefined) throw new Error('The demo has no gated release.')
  return { ...release, name: `${release.model.name} ${release.version}` }
}

const moveOn = async (page: Page, step: string) => {
  await page.getByRole('button', { name: step }).click()
  await page.getByRole('button', { name: step, disabled: false }).waitFor({ timeout: SLOW })
}

const passWithEveryone = async (id: string) => {
  for (const holder of holders.slice(0, 5)) await dao.vote(holder, id, { support: 1, params: '0x' })
  for (const steward of stewards.slice(0, 9)) await dao.vote(steward, id, { support: 1, params: '0x01' })
}

test('a release is proposed, voted, queued and executed in the browser, and is open on page, API and chain', async () => {
  const release = await findGated()
  const title = `Open it to everyone, as of block ${await dao.client.getBlockNumber()}`
  const { open, context, errors } = await openReader(browser, portal)
  const page = await open('/proposals/new')
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Why').fill('The **evaluations** are in.')
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText('No release is chosen. Choose one of the list.').waitFor()
  await page.getByLabel('Release').selectOption(release.id)
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText(/moves release \d+ .* from Gated to Open/).waitFor()
  await page.getByText('Tier 2, charter').waitFor()
  await page.getByText(/Simulated at block [\d,]+: succeeds/).waitFor()
  await page.getByRole('button', { name: 'Connect a wallet to propose' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Demo wallet 1 / })
    .click()
  await page.getByRole('button', { name: 'Propose it' }).click()
  await page.waitForURL(/\/proposals\/\d+$/, { timeout: SLOW })
  const id = page.url().split('/').at(-1) ?? ''
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()

  await moveOn(page, '1 hour on')
  await page.getByRole('radio', { name: 'For', exact: true }).check({ timeout: SLOW })
  await page.getByRole('button', { name: /^Vote For with/ }).click()
  await page.getByText(/You voted For with/).waitFor({ timeout: SLOW })
  await passWithEveryone(id)
  await moveOn(page, '3 days on')
  await page.getByRole('button', { name: 'Queue it' }).click({ timeout: SLOW })
  await dao.waitForState(id, 'queued')
  await moveOn(page, '1 day on')
  await page.getByRole('button', { name: 'Execute it' }).click({ timeout: SLOW })
  await dao.waitForState(id, 'executed')
  await page.getByText('Executed', { exact: true }).first().waitFor({ timeout: SLOW })

  const stage = await dao.client.readContract({
    ...dao.registry,
    functionName: 'stageOf',
    args: [Number(release.id)],
  })
  expect(stage).toBe(OPEN)
  expect(await dao.getJson(`/releases/${release.id}`)).toMatchObject({ stage: 'open' })
  await page.goto(`/releases/${release.id}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('.badge').getByText('Open', { exact: true }).first().waitFor()
  expect(errors).toEqual([])
  await context.close()
}, 180_000)

test('keeps a draft on the device through a reload, and says what is wrong with a custom call', async () => {
  const { open, context } = await openReader(browser, portal)
  const page = await open('/proposals/new?kind=custom')
  await page.getByLabel('Title').fill('Mint for the red team')
  await page.getByLabel('Contract').selectOption({ label: 'VotingToken' })
  await page.getByLabel('Function, or raw calldata').fill('mint(address,uint256)')
  await page.getByLabel('Arguments, one per line').fill('0x1111111111111111111111111111111111111111')
  await page.reload()
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Mint for the red team')
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText('The function takes 2 arguments (address, uint256); 1 is given. Enter one per line.').waitFor()
  await page.getByLabel('Arguments, one per line').fill('0x1111111111111111111111111111111111111111\n5e18')
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText('Argument 2 (uint256) must be a whole number; “5e18” is none. Enter digits only.').waitFor()
  await page
    .getByLabel('Arguments, one per line')
    .fill('0x1111111111111111111111111111111111111111\n5000000000000000000')
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText('The voting token creates 5 new OST for 0x1111111111111111111111111111111111111111.').waitFor()
  await page.getByText('Tier 2, charter').waitFor()
  await context.close()
})
