import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { encodeFunctionData, type Hex, keccak256, parseAbi, stringToBytes } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { openReader } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { demoAccount } from '~/cli/demo/keys'

const portal = inject('portal')
const dao = openDemoDao(portal)
const cast = fileURLToPath(new URL('../../node_modules/@foundry-rs/cast/bin.mjs', import.meta.url))
const VISIBLE_MS = 2_000
let browser: Browser

// What any client of OpenZeppelin's Governor is compiled with: nothing of ours.
const stockAbi = parseAbi([
  'function state(uint256 proposalId) view returns (uint8)',
  'function proposalVotes(uint256 proposalId) view returns (uint256, uint256, uint256)',
  'function quorum(uint256 timepoint) view returns (uint256)',
  'function proposalSnapshot(uint256 proposalId) view returns (uint256)',
  'function hasVoted(uint256 proposalId, address account) view returns (bool)',
  'function COUNTING_MODE() pure returns (string)',
])
const stock = { address: dao.governor.address, abi: stockAbi }

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

// The stock tool as a user runs it; `--async` prints the hash at once, so that the block's moment can be seen.
const sendWithCast = (key: Hex, ...call: string[]) =>
  new Promise<Hex>((resolve, reject) => {
    const args = ['send', dao.governor.address, ...call, '--private-key', key, '--rpc-url', portal.rpcUrl, '--async']
    const child = spawn(process.execPath, [cast, ...args])
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('exit', (code) => {
      const hash = /0x[0-9a-f]{64}/.exec(output)?.[0]
      if (code === 0 && hash !== undefined) resolve(hash as Hex)
      else reject(new Error(`cast ended with ${code}: ${output}`))
    })
  })

const waitForBlock = (hash: Hex) =>
  waitUntil('a block holds it', () => dao.client.getTransactionReceipt({ hash }).catch(() => undefined), {
    seconds: 10,
  })

/** Milliseconds from the block until API and page both show it. */
const measure = async (hash: Hex, isOnApi: () => Promise<boolean>, page: Page, text: string | RegExp) => {
  await waitForBlock(hash)
  const start = performance.now()
  await Promise.all([
    waitUntil('the API shows it', isOnApi, { seconds: 10 }),
    page.getByText(text).first().waitFor({ timeout: 10_000 }),
  ])
  return performance.now() - start
}

test('cast alone proposes, votes, queues and executes, and the portal shows each within 2 s of its block', async () => {
  const [holder] = holders
  if (holder === undefined) throw new Error('The demo has no holders.')
  const key = keyOf('holder 0')
  const target = dao.registry.address
  const releases = await dao.client.readContract({ ...dao.registry, functionName: 'releaseCount' })
  const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [releases] })
  const description = '# Sent by a stock client'
  const call = [`[${target}]`, '[0]', `[${data}]`]
  const proposed = await sendWithCast(key, 'propose(address[],uint256[],bytes[],string)', ...call, description)
  await waitForBlock(proposed)
  const start = performance.now()
  const id = await waitUntil('the API lists it', async () => {
    const { data: list } = (await (await fetch(`${portal.url}/api/v1/proposals?limit=1`)).json()) as {
      data: { id: string; title: string }[]
    }
    return list[0]?.title === 'Sent by a stock client' ? list[0].id : undefined
  })
  expect(performance.now() - start).toBeLessThan(VISIBLE_MS)

  const { open, context } = await openReader(browser, portal)
  const page = await open(`/proposals/${id}`)
  await dao.moveTime(40)
  await dao.waitForState(id, 'active')
  const isState = (state: string) => async () => (await dao.getJson(`/proposals/${id}`))?.['state'] === state

  const voted = await sendWithCast(key, 'castVoteWithReason(uint256,uint8,string)', id, '1', 'By a stock client.')
  const hasVote = async () => {
    const { data: votes } = (await (await fetch(`${portal.url}/api/v1/proposals/${id}/votes`)).json()) as {
      data: object[]
    }
    return votes.length === 1
  }
  expect(await measure(voted, hasVote, page, 'By a stock client.')).toBeLessThan(VISIBLE_MS)

  const read = { ...stock, args: [BigInt(id)] } as const
  const [against, inFavour] = await dao.client.readContract({ ...read, functionName: 'proposalVotes' })
  const snapshot = await dao.client.readContract({ ...read, functionName: 'proposalSnapshot' })
  const quorum = await dao.client.readContract({ ...stock, functionName: 'quorum', args: [snapshot] })
  expect(against).toBe(0n)
  expect(inFavour).toBeGreaterThan(quorum)
  const voter = [BigInt(id), holder.address] as const
  expect(await dao.client.readContract({ ...stock, functionName: 'hasVoted', args: voter })).toBe(true)
  expect(await dao.client.readContract({ ...stock, functionName: 'COUNTING_MODE' })).toContain('support=bravo')

  await dao.moveTime(3 * 86_400)
  await dao.waitForState(id, 'succeeded')
  const hash = keccak256(stringToBytes(description))
  const signature = '(address[],uint256[],bytes[],bytes32)'
  const queued = await sendWithCast(key, `queue${signature}`, ...call, hash)
  expect(await measure(queued, isState('queued'), page, 'Queued in the timelock')).toBeLessThan(VISIBLE_MS)
  await dao.moveTime(120)
  const executed = await sendWithCast(key, `execute${signature}`, ...call, hash)
  expect(await measure(executed, isState('executed'), page, 'Its calls took effect.')).toBeLessThan(VISIBLE_MS)
  expect(await dao.client.readContract({ ...read, functionName: 'state' })).toBe(7)
  await context.close()
}, 120_000)

const keyOf = (name: string): Hex => {
  const account = demoAccount(name)
  if (account.address !== holders[0]?.address) throw new Error(`${name} is not the largest holder.`)
  return keccak256(stringToBytes(`ostrakon demo ${name}`))
}
