import type { Browser, Page } from 'playwright-core'
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { runCli } from '#test/support/cli'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { openReader, press } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import { allocationPolicyAbi } from '~/chain/abi/generated'
import { stewards } from '~/cli/demo/cast'

const portal = inject('portal')
const dao = openDemoDao(portal)
const SLOW = 20_000
/** A key of anvil that holds nothing and is nobody: a keeper needs no right. */
const KEEPER = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
const LAB = '1'
const GPU_HOUR = 3_600n
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

type Policy = { version: number; fromEpoch: number; capBps: number; setBy: { proposal: { id: string } | null } }
type EpochAnswer = {
  epoch: number
  policy: number
  starts: { time: string }
  rounds: { pool: { id: string; name: string }; status: string; capacity: { value: string } }[]
}

const getEpoch = async (epoch: number | string) => (await dao.getJson(`/compute/epochs/${epoch}`)) as EpochAnswer
const listPolicies = async () => (await dao.getJson('/compute/policies')) as unknown as Policy[]

/** GPU-seconds that the first pool has in the next epoch. */
const getNextCapacity = async (): Promise<bigint> => {
  const [pool] = (await dao.getJson('/compute/pools')) as unknown as { next: { capacity: { value: string } } }[]
  return BigInt(pool?.next.capacity.value ?? 0)
}

/** The newest settled epoch in which several asked for the first pool, as in the demo's own: in those of other tests none does. */
const findSettled = async () => {
  const epochs = (await dao.getJson('/compute/epochs')) as unknown as EpochAnswer[]
  for (const epoch of epochs.filter(({ rounds }) =>
    rounds.some(({ pool, status }) => pool.id === '1' && status === 'final'),
  )) {
    const shares = (await dao.getJson(`/compute/allocations?pool=1&epoch=${epoch.epoch}`)) as unknown as unknown[]
    if (shares.length > 2) return epoch
  }
  throw new Error('The demo has no settled epoch.')
}

/** Moves the chain's time into an epoch. */
const enterEpoch = async (epoch: number) => {
  const { starts } = await getEpoch(epoch)
  const { timestamp } = await dao.client.getBlock()
  await dao.moveTime(Date.parse(starts.time) / 1000 + 60 - Number(timestamp))
  await waitUntil(`epoch ${epoch} runs`, async () => (await getEpoch('current')).epoch === epoch)
}

const ask = async (tenant: (typeof stewards)[number], epoch: number, want: bigint) => {
  const { AllocationPolicy } = dao.contracts
  const args = [1, epoch, want, 1] as const
  const data = encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'request', args })
  await dao.send(tenant, AllocationPolicy.address, data)
}

const pickWallet = async (page: Page, number: number) => {
  const name = new RegExp(`^Demo wallet ${number} `)
  await page.getByRole('dialog').getByRole('button', { name }).click()
}

test('a policy is tried, proposed and voted; the first epoch not yet frozen has it, and shares by it on chain and page', async () => {
  const settled = await findSettled()
  const { open, context, errors } = await openReader(browser, portal)

  // What would it do? The same link shows the same to anybody.
  const page = await open(`/compute?epoch=${settled.epoch}&pool=1`)
  await page.getByLabel('Cap of a party').fill('4')
  await press(page, 'Show the effect')
  await page.getByText('“4” is no cap. Enter a percentage from 5 to 33: the contract takes no other.').waitFor()
  await page.getByLabel('Cap of a party').fill('10')
  await press(page, 'Show the effect')
  await page.getByText(/The largest share falls from .* to 10\.00%\./).waitFor()
  expect(page.url()).toContain('cap=10')

  // The wizard has what was tried, and says before anything is signed what it changes.
  await page.getByRole('link', { name: 'Propose this policy' }).click()
  await page.getByLabel('Title').fill(`Cap a party at a tenth, as of block ${await dao.client.getBlockNumber()}`)
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText(/no party gets more than 10% of a pool.*Labs: class \d, weight 1/).waitFor({ timeout: SLOW })
  await page.getByText(/Simulated at block [\d,]+: succeeds/).waitFor()
  await page.getByText('The most that one party gets of a pool').waitFor()
  await page.getByRole('button', { name: 'Connect a wallet to propose' }).click()
  await pickWallet(page, 1)
  await page.getByRole('button', { name: 'Propose it' }).click()
  await page.waitForURL(/\/proposals\/\d+$/, { timeout: SLOW })
  const id = page.url().split('/').at(-1) ?? ''
  await page.getByRole('heading', { name: 'What it changes' }).waitFor()

  await dao.moveTime(60)
  await dao.waitForState(id, 'active')
  await dao.carryThrough(id)
  const [policy, before] = await listPolicies()
  if (policy === undefined || before === undefined) throw new Error('There are not two policies.')
  expect(policy).toMatchObject({ capBps: 1000, setBy: { proposal: { id } } })
  const epoch = policy.fromEpoch
  expect(epoch).toBe((await getEpoch('current')).epoch + 2)
  expect((await getEpoch(epoch - 1)).policy).toBe(before.version)
  expect((await getEpoch(epoch)).policy).toBe(policy.version)

  // A lab asks for more than anybody may get, by the page; a university for little, by the contract.
  await enterEpoch(epoch - 1)
  const { open: openLab, context: labContext, errors: labErrors } = await openReader(browser, portal)
  const lab = await openLab('/compute/request')
  await lab.getByRole('button', { name: 'Connect a wallet to ask' }).click()
  await pickWallet(lab, 3)
  await lab.getByText('You ask for').waitFor()
  await lab.getByLabel('GPU-hours').fill('lots')
  await lab.getByRole('button', { name: 'Show what I would get' }).click()
  await lab.getByText('“lots” is no amount.').waitFor()
  await lab.getByLabel('GPU-hours').fill('300')
  await lab.getByRole('button', { name: 'Show what I would get' }).click()
  const cap = (await getNextCapacity()) / 10n
  const hours = (cap * 10n) / GPU_HOUR
  const shown = `${hours / 10n}.${hours % 10n}`
  await lab.getByText(new RegExp(`You would get ${shown}…?\\sGPU-h of the 300\\.0\\sGPU-h`)).waitFor()
  await lab.getByRole('button', { name: /^Ask for 300\.0\sGPU-h of / }).click()
  await lab.getByRole('button', { name: /^Ask for 300\.0\sGPU-h of .* instead$/ }).waitFor({ timeout: SLOW })
  const university = stewards[1]
  if (university === undefined) throw new Error('The demo has no university.')
  await ask(university, epoch, 7n * GPU_HOUR)

  // Who is nobody settles it, twice, and the second time there is nothing left.
  await enterEpoch(epoch)
  await lab.goto(`/compute?epoch=${epoch}&pool=1`)
  await lab
    .getByText(/anyone can have the chain prove it/)
    .first()
    .waitFor()
  const env = { SIGNER_KEY: KEEPER }
  const flags = ['--rpc', portal.rpcUrl, '--deployment', portal.deployment, '--epoch', String(epoch)]
  const first = await runCli(['settle', ...flags], { env })
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(await runCli(['settle', ...flags], { env })).toMatchObject({ code: 0, stdout: 'Nothing is left to settle.\n' })

  // The page shows it without a reload, and page, API and chain agree.
  await lab.getByText('final, proven on chain').first().waitFor({ timeout: SLOW })
  await lab.getByRole('img', { name: new RegExp(`^${shown}…? of 300\\.0 GPU-h, cap ${shown}`) }).waitFor()
  await lab.getByRole('img', { name: /^7\.0 of 7\.0 GPU-h/ }).waitFor()
  const allocations = (await dao.getJson(`/compute/allocations?epoch=${epoch}&pool=1`)) as unknown as {
    party: { id: string }
    allocation: { value: string }
    final: boolean
  }[]
  const ofLab = allocations.find(({ party }) => party.id === LAB)
  expect(ofLab).toMatchObject({ allocation: { value: String(cap) }, final: true })
  const onChain = await dao.client.readContract({
    address: dao.contracts.AllocationPolicy.address,
    abi: allocationPolicyAbi,
    functionName: 'allocationOf',
    args: [Number(LAB), 1, epoch],
  })
  expect(onChain).toBe(cap)
  expect([...errors, ...labErrors]).toEqual([])
  await context.close()
  await labContext.close()
}, 300_000)

test('who belongs to no party is told so, and what to do', async () => {
  const viewer = holders.at(-1)?.address
  const { open, context } = await openReader(browser, portal, viewer ? { viewer } : {})
  const page = await open('/compute/request?pool=1&hours=5')
  await page.getByText('This account belongs to no party in that epoch, and is no agent of one.').waitFor()
  await page.getByText(/A vote admits parties/).waitFor()
  expect(await page.getByRole('button', { name: 'Say first what you want' }).isDisabled()).toBe(true)
  await context.close()
})
