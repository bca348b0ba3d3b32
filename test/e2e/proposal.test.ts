import type { Browser } from 'playwright-core'
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { openReader } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import { stewardGovernorAbi, votingTokenAbi } from '~/chain/abi/generated'

const portal = inject('portal')
const dao = openDemoDao(portal)
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** Its page without scripts, once its first simulation is made. */
const openSimulated = async (id: string) => {
  const { open } = await openReader(browser, portal, { scripts: false })
  const page = await open(`/proposals/${id}`)
  await waitUntil('it is simulated', async () => {
    if ((await page.getByText('It is being simulated').count()) === 0) return true
    await page.reload()
    return false
  })
  return page
}

test('a page says that a proposal would fail, and with which answer of the contract, before anybody votes', async () => {
  const { token } = dao
  const args = [token.address, 500_000n * 10n ** 18n] as const
  const data = encodeFunctionData({ abi: votingTokenAbi, functionName: 'mint', args })
  const page = await openSimulated(await dao.openVoteOn({ title: 'Mint too early', target: token.address, data }))
  await page.getByText(/^It would fail: TokenMintTooEarly\(nextMintAt \d+\)$/).waitFor()
  const report = await page.getByRole('link', { name: 'The whole report' }).getAttribute('href')
  const { data: simulated } = await (await fetch(`${portal.url}${report}`)).json()
  expect(simulated.report.executable).toBe(false)
  await page.context().close()
})

test('a page says who alone could pass or block a proposal, hides no guardian, and what its calls would change', async () => {
  const { governor } = dao
  const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'updateQuorumNumerator', args: [1_234n] })
  const id = await dao.openVoteOn({ title: 'Set another quorum', target: governor.address, data })
  const page = await openSimulated(id)
  await page.getByText(/^It would succeed and take [\d,]+ gas\.$/).waitFor()
  await page.getByRole('row', { name: /^StewardGovernor\.quorumNumerator\(\) \d+ 1234$/ }).waitFor()
  await page.getByText('No party can pass it or block it alone.').waitFor()
  const { data: wall } = await (await fetch(`${portal.url}/api/v1/proposals/${id}/firewall`)).json()
  const isWatched = wall.cancel.some(({ role }: { role: string }) => role === 'council')
  await page.getByText(`The guardian council ${isWatched ? 'can stop it now' : 'cannot stop it now'}`).waitFor()
  const group = page.getByRole('row', { name: /^Block it while all others vote For/ }).first()
  await group.getByText(`${wall.byParty.block.fewest} together`).waitFor()
  await page.context().close()
})
