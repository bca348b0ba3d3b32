import type { Browser, Page } from 'playwright-core'
import { encodeFunctionData } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { openReader, waitForScripts } from '#test/support/open-page'
import { createSharedAccount, type SharedAccount } from '#test/support/shared-account'
import { injectSharedWallet } from '#test/support/shared-wallet'
import { pickTestWallet } from '#test/support/wallet'
import { votingTokenAbi } from '~/chain/abi/generated'
import { demoWallet } from '~/cli/demo/keys'

const portal = inject('portal')
const dao = openDemoDao(portal)
const TOKENS = 1_000n * 10n ** 18n
const DAY = 86_400
let browser: Browser
let account: SharedAccount

const createOwner = () => privateKeyToAccount(generatePrivateKey())

beforeAll(async () => {
  browser = await launchChromium()
  account = await createSharedAccount(dao.client, [createOwner(), createOwner()], demoWallet(1))
  const { address: token, abi } = dao.token
  const [holder] = holders
  if (holder === undefined) throw new Error('The demo has no holders.')
  const transfer = encodeFunctionData({ abi, functionName: 'transfer', args: [account.address, TOKENS] })
  await dao.send(holder, token, transfer)
  const delegate = encodeFunctionData({ abi: votingTokenAbi, functionName: 'delegate', args: [account.address] })
  await account.execute([{ to: token, data: delegate }])
})
afterAll(() => browser.close())

const card = (page: Page) => page.getByRole('complementary', { name: 'Your vote' })
const says = (page: Page, text: string | RegExp) => card(page).getByText(text).waitFor({ timeout: 15_000 })
const waits = /Your For with 1,000\.00\sOST waits for the other signers of your account/
const dismiss = (page: Page) => card(page).getByRole('button', { name: 'Stop waiting for it here' })

const openAs = async (locale: 'en' | 'zh-CN' = 'en') => {
  const reader = await openReader(browser, portal, { viewer: account.address, locale })
  const wallet = await injectSharedWallet(reader.context, { account, rpcUrl: portal.rpcUrl })
  return { ...reader, wallet }
}

const voteFor = async (page: Page) => {
  await card(page).getByRole('radio', { name: 'For', exact: true }).check()
  await card(page).getByRole('button', { name: 'Vote For with 1,000.00 OST' }).click()
}

const hasVoted = (id: string) =>
  dao.client.readContract({ ...dao.governor, functionName: 'hasVotedIn', args: [BigInt(id), account.address, 0] })

test('a ballot that others must sign waits for them, over a closed tab and hours, and counts when they have', async () => {
  const id = await dao.openVote('A vote of an account with two signers')
  const { open, context, errors, wallet } = await openAs()
  const first = await open(`/proposals/${id}`)
  await voteFor(first)
  await pickTestWallet(first)
  await says(first, waits)
  expect(await card(first).getByRole('radio').count()).toBe(0)
  await first.close()

  await dao.moveTime(DAY)
  const page = await open(`/proposals/${id}`)
  await says(page, waits)
  expect(await card(page).getByRole('alert').textContent()).toBe('')
  expect(await hasVoted(id)).toBe(false)
  await wallet.cosign()
  await says(page, 'You voted For with 1,000.00 OST. A vote is final.')
  expect(await hasVoted(id)).toBe(true)
  await card(page).getByText(waits).waitFor({ state: 'detached' })
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('waiting')))).toEqual([])
  expect(errors).toEqual([])
  await context.close()
})

test('a ballot waits also where the wallet does not answer, or has forgotten that it was asked', async () => {
  const { open, context, errors, wallet } = await openAs()
  for (const next of ['holds', 'forgets'] as const) {
    const id = await dao.openVote(`A vote in a wallet that ${next}`)
    wallet.next = next
    const page = await open(`/proposals/${id}`)
    await voteFor(page)
    if (next === 'holds') await pickTestWallet(page)
    await says(page, waits)
    await wallet.cosign()
    await says(page, 'You voted For with 1,000.00 OST. A vote is final.')
    await card(page).getByText(waits).waitFor({ state: 'detached' })
    await page.close()
  }
  expect(errors).toEqual([])
  await context.close()
})

test('waiting is dismissed by the reader, and is over when the first signer refuses or the vote ends', async () => {
  const id = await dao.openVote('A vote that its signers never send')
  const { open, context, errors, wallet } = await openAs()
  const page = await open(`/proposals/${id}`)
  wallet.next = 'refuses'
  await voteFor(page)
  await pickTestWallet(page)
  await says(page, /You refused in your wallet/)
  expect(await card(page).getByText(waits).count()).toBe(0)

  wallet.next = 'signs'
  await voteFor(page)
  await says(page, waits)
  await dismiss(page).click()
  await card(page).getByRole('radio', { name: 'For', exact: true }).waitFor()
  await page.reload()
  await waitForScripts(page)
  await card(page).getByRole('radio', { name: 'For', exact: true }).waitFor()
  expect(await card(page).getByText(waits).count()).toBe(0)

  await voteFor(page)
  await says(page, waits)
  await dao.moveTime(3 * DAY)
  await says(page, /^Voting ended/)
  await card(page).getByText(waits).waitFor({ state: 'detached' })
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('waiting')))).toEqual([])
  expect(errors).toEqual([])
  await context.close()
})

test('says it in Chinese, and any other act of such an account waits in its words', async () => {
  const id = await dao.openVote('另一份由两人签名的投票')
  const { open, context, errors, wallet } = await openAs('zh-CN')
  const page = await open(`/proposals/${id}`)
  const side = page.locator('#vote')
  await side.getByRole('radio', { name: '赞成', exact: true }).check()
  await side.getByRole('button', { name: /投赞成票/ }).click()
  await pickTestWallet(page)
  await side.getByText(/正在等待你账户（一个合约）的其他签名人/).waitFor()

  const profile = await open(`/delegates/${holders[0]?.address}`)
  await profile.getByRole('button', { name: /委托给此受托人/ }).click()
  await profile.getByText('已交给你的账户（一个合约）').waitFor()
  await wallet.cosign()
  await profile.getByText(/已计入此受托人/).waitFor({ timeout: 15_000 })
  await profile.getByText('已交给你的账户（一个合约）').waitFor({ state: 'detached' })
  expect(errors).toEqual([])
  await context.close()
})
