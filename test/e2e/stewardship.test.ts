import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openDemoDao } from '#test/support/demo-dao'
import { openReader, waitForScripts } from '#test/support/open-page'
import { runToEnd, stopRuns } from '#test/support/up'
import { waitUntil } from '#test/support/wait-until'
import { openWithWallet, pickTestWallet } from '#test/support/wallet'
import { custodyAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { evaluators, guardian, maintainer } from '~/cli/demo/cast'
import { demoWallet } from '~/cli/demo/keys'

const portal = inject('portal')
const dao = openDemoDao(portal)
const SLOW = 20_000
const LICENCE = 'Licence and data provenance'
let browser: Browser
let folder: string

beforeAll(async () => {
  browser = await launchChromium()
  folder = await mkdtemp(join(tmpdir(), 'ostrakon-release-'))
})
afterAll(async () => {
  await browser.close()
  await stopRuns()
  await rm(folder, { recursive: true, force: true })
})

type Move = 'advanceToRedTeam' | 'advanceToGated' | 'advanceToOpen'

const openMove = (title: string, functionName: Move, id: string) =>
  dao.openVoteOn({ title, data: encodeFunctionData({ abi: modelRegistryAbi, functionName, args: [Number(id)] }) })

const pickFiles = async (page: Page, files: readonly string[]) => {
  await page.getByLabel('Or single files').setInputFiles([...files])
}

const verifyInBrowser = async (page: Page, files: readonly string[], id: string) => {
  await page.goto(`/verify?release=${id}`)
  await waitForScripts(page)
  await pickFiles(page, files)
}

const verifyByCommand = (id: string) =>
  runToEnd({
    args: ['verify', folder, '--release', id, '--rpc', portal.rpcUrl, '--deployment', portal.deployment, '--json'],
  })

// The command speaks of final blocks only, which come some seconds later.
const expectCommand = async (id: string, code: number) => {
  let last: Awaited<ReturnType<typeof verifyByCommand>> | undefined
  const isReached = async () => {
    last = await verifyByCommand(id)
    return last.code === code
  }
  await waitUntil(`verify ends with ${code}`, isReached, { seconds: 60, every: 2_000 }).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify(last)}`)
  })
}

const register = async (version: string, files: readonly string[]): Promise<string> => {
  const { open, close } = await openWithWallet(browser, portal, maintainer)
  const page = await open('/releases/new')
  await page.getByLabel('Model', { exact: true }).selectOption({ label: 'Silero VAD' })
  await page.getByLabel('Version').fill(version)
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText('The list of files is missing.').waitFor()
  await pickFiles(page, files)
  await expect.poll(() => page.getByLabel('List of files, as JSON').inputValue()).toContain('"resources"')
  await page.getByLabel('Licence', { exact: true }).fill('apache2')
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText('“apache2” is not on the SPDX list.').waitFor()
  await page.getByLabel('Licence', { exact: true }).fill('Apache-2.0')
  await page.getByLabel('Derives from releases').fill('1')
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText(`Silero VAD gets the release ${version}: 2 files of`).waitFor()
  await page.getByText(/Simulated at block [\d,]+: succeeds/).waitFor()
  await page.getByRole('button', { name: 'Register this release' }).click()
  await pickTestWallet(page)
  await page.waitForURL(/\/releases\/\d+$/, { timeout: SLOW })
  const id = page.url().split('/').at(-1) ?? ''
  await page.getByRole('heading', { name: `Silero VAD, release ${version}`, level: 1 }).waitFor()
  await page.locator('section[aria-labelledby=manifest]').getByText('weights.bin').waitFor()
  await close()
  return id
}

/** What its maintainer's home says of a release, and where it leads. */
const readHome = async (version: string): Promise<{ says: string | null; href: string | null }> => {
  const { open, context } = await openReader(browser, portal, { viewer: maintainer.address })
  const page = await open('/')
  const item = page
    .getByRole('region', { name: 'Your party’s releases' })
    .getByRole('listitem')
    .filter({ hasText: `release ${version}` })
  const says = await item.locator('.note').textContent()
  const href = await item.locator('a.btn').getAttribute('href')
  await context.close()
  return { says, href }
}

const attest = async (id: string, version: string) => {
  const { open, close } = await openWithWallet(browser, portal, evaluators[0])
  const page = await open(`/evaluators/${evaluators[0].address}`)
  const name = `Silero VAD, release ${version}: ${LICENCE}`
  await page.getByLabel('Release and kind').selectOption({ label: name }, { timeout: SLOW })
  expect(await page.getByLabel('Release', { exact: true }).inputValue()).toBe(id)
  await page.getByRole('radio', { name: 'Pass' }).check()
  await page.getByRole('button', { name: 'Attest it' }).click()
  await page.getByText('Choose a release, a kind and a verdict, and give the digest of the report.').waitFor()
  await page
    .getByLabel('The report', { exact: true })
    .setInputFiles({ name: 'report.md', mimeType: 'text/markdown', buffer: Buffer.from('# Passed\n') })
  await expect.poll(() => page.getByLabel('SHA-256 of the report').inputValue()).toMatch(/^0x[0-9a-f]{64}$/)
  await page.getByRole('button', { name: 'Attest it' }).click()
  await pickTestWallet(page)
  await page
    .getByRole('button', { name: `Revoke ${LICENCE} of Silero VAD, release ${version}` })
    .waitFor({ timeout: SLOW })
  await close()
}

// First, because the votes below let more time pass than the demo's grant lasts.
/** A grant that a vote has just made: the demo's own ends while other tests move time. */
const voteGrant = async (): Promise<number> => {
  const custody = { address: dao.contracts.Custody.address, abi: custodyAbi } as const
  const { timestamp } = await dao.client.getBlock()
  const args = [1, demoWallet(6).address, `0x${'42'.repeat(32)}`, Number(timestamp) + 20 * 86_400] as const
  const data = encodeFunctionData({ abi: custodyAbi, functionName: 'grant', args })
  await dao.carryThrough(await dao.openVoteOn({ title: 'Grant access again', data, target: custody.address }))
  return dao.client.readContract({ ...custody, functionName: 'grantCount' })
}

test('N8 the council alone is offered to stop a grant, once', async () => {
  const grant = await voteGrant()
  const stranger = await openWithWallet(browser, portal, demoWallet(0))
  const read = await stranger.open('/releases/3/custody')
  await read.getByRole('row', { name: `Grant ${grant}` }).waitFor()
  expect(await read.getByRole('button', { name: `Stop grant ${grant}` }).count()).toBe(0)
  await stranger.close()
  const council = await openWithWallet(browser, portal, guardian)
  const page = await council.open('/releases/3/custody')
  await page.getByRole('button', { name: `Stop grant ${grant}` }).click()
  await pickTestWallet(page)
  await page
    .getByRole('row', { name: `Grant ${grant}` })
    .getByText('stopped by the council')
    .waitFor({ timeout: SLOW })
  expect(await page.getByRole('button', { name: `Stop grant ${grant}` }).count()).toBe(0)
  await page.goto('/guardians')
  await page.getByRole('row', { name: /Stopped a grant/ }).waitFor()
  await council.close()
}, 120_000)

test('a release is registered, evaluated, gated, opened, verified and recalled, in the browser and by command', async () => {
  const version = `e2e ${Date.now()}`
  const files = [join(folder, 'config.json'), join(folder, 'weights.bin')]
  await writeFile(files[0] ?? '', JSON.stringify({ version }))
  await writeFile(files[1] ?? '', Buffer.alloc(5_000_000, 7))
  const id = await register(version, files)
  await expectCommand(id, 2)

  expect(await readHome(version)).toEqual({
    says: 'All gates to Red team are met. It waits for a proposal.',
    href: `/proposals/new?kind=release&release=${id}`,
  })
  const testing = await openMove('Let the red team test it', 'advanceToRedTeam', id)
  expect(await readHome(version)).toEqual({
    says: `Proposal ${testing} would move it to Red team.`,
    href: `/proposals/${testing}`,
  })
  await dao.carryThrough(testing)
  expect(await readHome(version)).toMatchObject({
    says: expect.stringMatching(/^It waits before Gated: .*evaluations are missing/),
    href: `/releases/${id}#gates`,
  })
  const { open, close } = await openWithWallet(browser, portal, demoWallet(1))
  const page = await open(`/releases/${id}`)
  const gates = page.locator('section[aria-labelledby=gates]')
  await gates.getByRole('heading', { name: 'Gates to Gated' }).waitFor()
  await gates
    .getByRole('row', { name: new RegExp(LICENCE) })
    .getByText('not met')
    .waitFor()
  await page.goto('/proposals/new')
  await page.getByLabel('Title').fill('Too early')
  await page.getByLabel('Release').selectOption(id)
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByText('Its gates are not met now').waitFor({ timeout: SLOW })
  await page.getByText(/evaluations are missing/).waitFor()

  await attest(id, version)
  await page.goto(`/releases/${id}`)
  await gates
    .getByRole('row', { name: new RegExp(LICENCE) })
    .getByText('met', { exact: true })
    .waitFor()

  const gating = await openMove('Give labs access', 'advanceToGated', id)
  await page.goto(`/proposals/${gating}`)
  await page.getByRole('radio', { name: 'For', exact: true }).check({ timeout: SLOW })
  await page.getByRole('button', { name: /^Vote For with/ }).click()
  await pickTestWallet(page)
  await page.getByText(/You voted For with/).waitFor({ timeout: SLOW })
  await dao.carryThrough(gating)
  await verifyInBrowser(page, files, id)
  await page.getByText('Its stage is Gated: no vote has opened it, so only those with a grant may use it.').waitFor()
  await expectCommand(id, 2)

  await dao.carryThrough(await openMove('Open it', 'advanceToOpen', id))
  await verifyInBrowser(page, files, id)
  await page.getByText('These files are this release, byte for byte and name for name.').waitFor()
  await page.getByText('It is Open: by vote, anyone may use it under its licence.').waitFor()
  await expectCommand(id, 0)

  const council = await openWithWallet(browser, portal, guardian)
  const warned = await council.open(`/releases/${id}`)
  await warned.getByLabel(/^Reason/).fill('The red team found a way around the safeguards.')
  await warned.getByRole('button', { name: 'Recall it' }).click()
  await warned.getByRole('button', { name: 'Yes, recall it' }).click()
  await pickTestWallet(warned)
  await warned.getByText(`Silero VAD, release ${version} is recalled: do not use it`).waitFor({ timeout: SLOW })
  expect(await warned.getByRole('button', { name: 'Recall it' }).count()).toBe(0)
  await council.close()

  await verifyInBrowser(page, files, id)
  await page.getByText(/The council recalled it until .* The red team found a way around the safeguards\./).waitFor()
  await page.goto('/models/1')
  await page
    .getByRole('row', { name: new RegExp(version) })
    .getByText('Recalled')
    .waitFor()
  for (const path of ['/', '/proposals']) {
    await page.goto(path)
    await page.getByText(`Silero VAD, release ${version} is recalled: do not use it`).waitFor()
  }
  await expectCommand(id, 2)
  await close()
}, 400_000)

test('G2 a changed, a missing, an added and a renamed file are each named in the browser', async () => {
  const { open, context, errors } = await openReader(browser, portal)
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  const version = `named ${Date.now()}`
  const all = [file('a.txt', `a ${version}`), file('b.txt', 'b'), file('c.txt', 'c')]
  const { open: openMaintainer, close } = await openWithWallet(browser, portal, maintainer)
  const form = await openMaintainer('/releases/new')
  await form.getByLabel('Model', { exact: true }).selectOption({ label: 'Silero VAD' })
  await form.getByLabel('Version').fill(version)
  await form.getByLabel('Licence', { exact: true }).fill('MIT')
  await form.getByLabel('Or single files').setInputFiles(all)
  await expect.poll(() => form.getByLabel('List of files, as JSON').inputValue()).toContain('"c.txt"')
  await form.getByRole('button', { name: 'Check it' }).click()
  await form.getByRole('button', { name: 'Register this release' }).click({ timeout: SLOW })
  await pickTestWallet(form)
  await form.waitForURL(/\/releases\/\d+$/, { timeout: SLOW })
  const id = form.url().split('/').at(-1) ?? ''
  await close()

  const page = await open(`/verify?release=${id}`)
  const says = async (files: typeof all, verdict: string, sentence: string) => {
    await page.getByLabel('Or single files').setInputFiles(files)
    await page.getByText(verdict).waitFor()
    await page.locator('.plain > li').getByText(sentence).waitFor()
    await page.reload()
    await waitForScripts(page)
  }
  const isOther = `These files are not Silero VAD, release ${version}`
  const [a, b, c] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]]
  await says([file('a.txt', 'other'), b, c], isOther, 'has other bytes')
  await says([a, b], isOther, 'is missing')
  await says([...all, file('d.txt', 'd')], isOther, 'is no part of the release')
  await says([a, b, { ...c, name: 'e.txt' }], 'at least one file has another name', 'is called c.txt in the release')
  expect(errors).toEqual([])
  await context.close()
}, 120_000)

test('a statement that an evaluator signed is sent by somebody else', async () => {
  const [release] = (await (await fetch(`${portal.url}/api/v1/releases?stage=gated`)).json()).data as {
    id: string
    version: string
  }[]
  if (release === undefined) throw new Error('The demo has no gated release.')
  const evaluator = await openWithWallet(browser, portal, evaluators[0])
  const page = await evaluator.open(`/evaluators/${evaluators[0].address}`)
  await page.getByLabel('Release', { exact: true }).selectOption(release.id)
  await page.getByLabel('Kind', { exact: true }).selectOption({ label: 'Cyber' })
  await page.getByRole('radio', { name: 'Pass' }).check()
  await page.getByLabel('SHA-256 of the report').fill(`0x${'ab'.repeat(32)}`)
  await page.getByRole('button', { name: 'Sign it for someone else to send' }).click()
  await pickTestWallet(page)
  const signed = await page.getByLabel(/^Signed\./).inputValue({ timeout: SLOW })
  await evaluator.close()

  const other = await openWithWallet(browser, portal, demoWallet(0))
  const relay = await other.open('/evaluators')
  const field = relay.getByLabel('Signed statement, as JSON')
  const send = relay.getByRole('button', { name: 'Send it' })
  await field.fill('{}')
  await send.click()
  await relay.getByText('This is no signed statement.').waitFor()
  await field.fill(signed.replace('"verdict": 1', '"verdict": 2'))
  await send.click()
  await pickTestWallet(relay)
  await relay
    .getByText(/signature/i)
    .first()
    .waitFor({ timeout: SLOW })
  await field.fill(signed)
  await send.click()
  await relay.getByText(/Counted in block/).waitFor({ timeout: SLOW })
  const read = { ...dao.registry, functionName: 'liveAttestation' } as const
  expect(
    await dao.client.readContract({ ...read, args: [Number(release.id), 1, evaluators[0].address] }),
  ).toBeGreaterThan(0)
  await other.close()
}, 120_000)
