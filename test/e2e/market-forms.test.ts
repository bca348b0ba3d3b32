import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { digestOf, openMarket, wanting } from '#test/support/market'
import { openReader, press } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import { openWithWallet, pickTestWallet } from '#test/support/wallet'
import { parseDeployment } from '~/chain/deployment'
import { arbiters, auditors, faucet, marketTenant, providerOperators } from '~/cli/demo/cast'

const portal = inject('portal')
const dao = openDemoDao(portal)
const SLOW = 20_000
const NODE = 2
const RATE = 1_000_000n
const operator = providerOperators[1]
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const readMarket = () => {
  const file = portal.deployment
  const deployment = parseDeployment(JSON.parse(readFileSync(file, 'utf8')), file)
  return openMarket({ client: dao.client, deployment }, faucet)
}

const sign = async (page: Page, name: string) => {
  await press(page, name)
  await pickTestWallet(page)
}

const fillOrder = async (page: Page) => {
  await page.getByLabel('Units').fill('2')
  await page.getByLabel('For at most').fill('4')
  await page.getByLabel('Per unit and hour, at most').fill('1.20')
  await page.getByLabel('Digest of the workload').fill(digestOf('a job with needs'))
  await page.getByRole('checkbox', { name: 'data stays in the EU' }).check()
  await page.getByRole('checkbox', { name: 'renewable power' }).check()
  await page.getByRole('checkbox', { name: /^party 8 / }).check()
}

const NEEDS =
  /DUSD in all\. Only from a node that has “data stays in the EU” and “renewable power”, and is audited by party 8 \(0x.{4}….{4}\)\.$/

test('an order says what its node needs: in the form, in its sentence and on its page', async () => {
  const { open, close } = await openWithWallet(browser, portal, marketTenant)
  const page = await open('/compute/orders/new')
  await fillOrder(page)
  await press(page, 'Show what it comes to')
  await page.getByText(NEEDS).waitFor()
  await sign(page, 'Place the order')
  await page.waitForURL(/\/compute\/orders\/\d+$/, { timeout: SLOW })
  await page.getByText('data stays in the EU, renewable power').waitFor()
  await page.getByText('Must be audited by').waitFor()
  await page.getByTitle(auditors[0].address.toLowerCase()).waitFor()
  const id = BigInt(page.url().split('/').at(-1) ?? '')
  const { wants } = await (await readMarket()).orderOf(id)
  expect(wants).toMatchObject({ attributes: 3n, auditorIds: 1n, releaseId: 0 })
  await close()
})

test('without scripts the form keeps what was chosen, and says which needs it does not know', async () => {
  const { open, context } = await openReader(browser, portal, { scripts: false })
  const page = await open('/compute/orders/new')
  await fillOrder(page)
  const releases = page.getByLabel('Must serve, in an attested enclave')
  await releases.selectOption({ index: 1 })
  const release = await releases.inputValue()
  const name = await releases.locator('option:checked').textContent()
  await page.getByRole('button', { name: 'Show what it comes to' }).click()
  await page.getByText(`serves “${name}” from an attested enclave.`).waitFor()
  expect(await releases.inputValue()).toBe(release)
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(3)

  await page.goto('/compute/orders/new?units=2&attribute=0&attribute=63&auditor=9&release=999999')
  await page.getByText('Not in the registry: attribute 63.').waitFor()
  await page.getByText('Not appointed: auditor 9.').waitFor()
  await page.getByText('Release 999999 cannot be served').waitFor()
  expect(await page.getByRole('checkbox', { name: 'data stays in the EU' }).isChecked()).toBe(true)
  await context.close()
})

/** A case of the demo's tenant against a node, on which nobody has voted. */
const openCase = async () => {
  const market = await readMarket()
  await market.audit(auditors[0], NODE)
  await market.giveMoney(marketTenant, 50_000_000n)
  const wants = wanting({ pool: 1, units: 1, duration: 7_200 })
  const id = await market.startLease({ tenant: marketTenant, operator, providerId: NODE, rate: RATE, wants })
  const from = await market.now()
  await market.pass(600)
  await market.call(marketTenant, 'ComputeMarket', 'dispute', [id, from, digestOf('no output')])
  const { caseId } = await market.disputeOf(id)
  await waitUntil('the case is indexed', async () => (await dao.getJson(`/compute/disputes/${caseId}`)) !== undefined)
  return String(caseId)
}

test('a side gives more evidence, and an arbiter votes with the digest of its reasons', async () => {
  const id = await openCase()
  const side = await openWithWallet(browser, portal, operator)
  const theirs = await side.open(`/compute/disputes/${id}`)
  const logs = digestOf('logs of the node')
  await theirs.getByLabel('Digest of your evidence').fill(logs)
  await press(theirs, 'Prepare the evidence')
  await sign(theirs, 'Give the evidence')
  await theirs.getByRole('cell', { name: logs }).waitFor({ timeout: SLOW })
  await theirs.getByRole('button', { name: 'Give the evidence' }).waitFor({ state: 'detached', timeout: SLOW })
  await side.close()

  const panel = await openWithWallet(browser, portal, arbiters[0])
  const page = await panel.open(`/compute/disputes/${id}`)
  await page.getByText('Enter the digest of your reasons; then you can vote.').waitFor()
  expect(await page.getByRole('button', { name: /^Decide for/ }).count()).toBe(0)
  await page.getByLabel('Digest of your reasons').fill('because')
  await press(page, 'Prepare the vote')
  await page.getByText('“because” is no digest.').waitFor()
  const reasons = digestOf('reasons of the arbiter')
  await page.getByLabel('Digest of your reasons').fill(reasons)
  await press(page, 'Prepare the vote')
  await sign(page, 'Decide for the provider')
  await page.getByTitle(reasons).waitFor({ timeout: SLOW })
  await page.getByText('Only its arbiters vote, while they may').waitFor({ timeout: SLOW })
  expect(await page.getByLabel('Digest of your reasons').count()).toBe(0)
  expect(((await dao.getJson(`/compute/disputes/${id}`)) as Case).arbiters[0]?.vote).toMatchObject({
    ...{ for: 'respondent', reason: reasons },
  })
  await panel.close()
})

type Case = { arbiters: { vote: { for: string; reason: string } | null }[] }
