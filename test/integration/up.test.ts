import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPublicClient, createWalletClient, http, parseAbi } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSql } from '#db/client.server'
import { startPostgres } from '#db/embedded'
import { createTestClient } from '#test/support/anvil'
import {
  choosePlace,
  createDataFolder,
  findProcessesOf,
  type Place,
  runOstrakon,
  runToEnd,
  waitUntilReady,
} from '#test/support/up'
import { waitUntil } from '#test/support/wait-until'

// The goals of a start and of a stop; the first start of a machine also builds the portal.
const START_SECONDS = 120
const STOP_SECONDS = 10

const folder = await createDataFolder()
const other = await createDataFolder()
let place: Place
let otherPlace: Place

beforeAll(async () => {
  place = await choosePlace(folder.path)
  otherPlace = await choosePlace(other.path)
})

afterAll(async () => {
  await folder.remove()
  await other.remove()
})

const rpcOf = ({ RPC_PORT }: Place) => `http://127.0.0.1:${RPC_PORT}`
const portalOf = ({ PORT }: Place) => `http://127.0.0.1:${PORT}`

const readGovernor = async ({ DATA_DIR }: Place) => {
  const { contracts } = JSON.parse(await readFile(join(DATA_DIR, 'deployment.json'), 'utf8'))
  return contracts.StewardGovernor.address as `0x${string}`
}

const governorAbi = parseAbi([
  'function castVote(uint256, uint8) returns (uint256)',
  'function hasVoted(uint256, address) view returns (bool)',
  'function state(uint256) view returns (uint8)',
])
const voter = mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: 0 })
const ACTIVE = 1
const DAY = 86_400

const findActiveProposal = async (at: Place) => {
  const client = createPublicClient({ transport: http(rpcOf(at)) })
  const address = await readGovernor(at)
  for (let id = 37n; id > 0n; id--) {
    const read = { address, abi: governorAbi } as const
    const state = await client.readContract({ ...read, functionName: 'state', args: [id] })
    const voted = await client.readContract({ ...read, functionName: 'hasVoted', args: [id, voter.address] })
    if (state === ACTIVE && !voted) return id
  }
  throw new Error('the demo has no proposal under vote')
}

const stop = async (run: ReturnType<typeof runOstrakon>, signal: NodeJS.Signals) => {
  const began = performance.now()
  run.kill(signal)
  const code = await run.exited
  return { code, seconds: (performance.now() - began) / 1000 }
}

const readTime = async (at: Place) => (await createTestClient(rpcOf(at)).getBlock()).timestamp

const isAnswered = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

test('starts, refuses a second one in its place, stops within 10 s and takes up the same state', async () => {
  const first = runOstrakon({ args: ['up'], env: place })
  await waitUntilReady(first, START_SECONDS)
  expect((await fetch(`${portalOf(place)}/proposals`)).status).toBe(200)

  const sameFolder = await runToEnd({ args: ['up'], env: { ...otherPlace, DATA_DIR: place.DATA_DIR } })
  expect(sameFolder).toMatchObject({ code: 1, said: expect.stringMatching(/^Another ostrakon \(process \d+\) uses /m) })
  const samePort = await runToEnd({ args: ['up'], env: { ...otherPlace, PORT: place.PORT } })
  expect(samePort).toMatchObject({
    code: 3,
    said: expect.stringContaining(`Port ${place.PORT} on 127.0.0.1 is taken: `),
  })
  const sameRpcPort = await runToEnd({ args: ['up'], env: { ...otherPlace, RPC_PORT: place.RPC_PORT } })
  expect(sameRpcPort).toMatchObject({ code: 3, said: expect.stringContaining('set RPC_PORT to another one.') })

  const id = await findActiveProposal(place)
  const wallet = createWalletClient({ account: voter, transport: http(rpcOf(place)) })
  const address = await readGovernor(place)
  const client = createPublicClient({ transport: http(rpcOf(place)), pollingInterval: 100 })
  const hash = await wallet.writeContract({
    address,
    abi: governorAbi,
    functionName: 'castVote',
    args: [id, 1],
    chain: null,
  })
  const { blockNumber } = await client.waitForTransactionReceipt({ hash })

  await createTestClient(rpcOf(place)).increaseTime({ seconds: DAY })
  await waitUntil(
    'the chain is a day ahead',
    async () => (await readTime(place)) > BigInt(Math.floor(Date.now() / 1000) + DAY - 60),
  )
  const ahead = await readTime(place)

  const stopped = await stop(first, 'SIGTERM')
  expect(stopped.code).toBe(0)
  expect(stopped.seconds).toBeLessThan(STOP_SECONDS)
  expect(existsSync(join(place.DATA_DIR, 'up.lock'))).toBe(false)
  expect(await findProcessesOf([`${place.DATA_DIR}/`, `DATA_DIR=${place.DATA_DIR}`])).toEqual([])
  expect(await isAnswered(portalOf(place))).toBe(false)

  const second = runOstrakon({ args: ['up'], env: place })
  await waitUntilReady(second, START_SECONDS)
  expect(second.said()).not.toContain('making the demo')
  expect(second.said()).not.toContain('made anew')
  const read = { address, abi: governorAbi } as const
  expect(await client.readContract({ ...read, functionName: 'hasVoted', args: [id, voter.address] })).toBe(true)
  expect(await client.getBlockNumber({ cacheTime: 0 })).toBeGreaterThanOrEqual(blockNumber)
  expect(await readTime(place)).toBeGreaterThanOrEqual(ahead)
  const votes = await fetch(`${portalOf(place)}/api/v1/proposals/${id}/votes?limit=200`).then((answer) => answer.text())
  expect(votes.toLowerCase()).toContain(hash)

  second.kill('SIGKILL')
  await second.exited
  await waitUntil(
    'the killed supervisor takes portal and indexer with it',
    async () => !(await isAnswered(portalOf(place))),
  )
  const third = runOstrakon({ args: ['up'], env: place })
  await waitUntilReady(third, START_SECONDS)
  expect(third.said()).not.toContain('making the demo')
  expect(await client.readContract({ ...read, functionName: 'hasVoted', args: [id, voter.address] })).toBe(true)

  const interrupted = runOstrakon({ args: ['up'], env: otherPlace })
  await waitUntil('the demo is being made', async () => interrupted.said().includes('deployed 10 contracts'))
  expect((await stop(interrupted, 'SIGTERM')).seconds).toBeLessThan(STOP_SECONDS)
  expect(await findProcessesOf([`${otherPlace.DATA_DIR}/`])).toEqual([])

  const neighbour = runOstrakon({ args: ['up'], env: otherPlace })
  await waitUntilReady(neighbour, START_SECONDS)
  expect(await isAnswered(portalOf(place))).toBe(true)
  expect(await isAnswered(portalOf(otherPlace))).toBe(true)
  const ends = await Promise.all([stop(third, 'SIGINT'), stop(neighbour, 'SIGINT')])
  expect(ends.map(({ code }) => code)).toEqual([0, 0])
  expect(Math.max(...ends.map(({ seconds }) => seconds))).toBeLessThan(STOP_SECONDS)
  const marks = [place, otherPlace].flatMap(({ DATA_DIR }) => [`${DATA_DIR}/`, `DATA_DIR=${DATA_DIR}`])
  expect(await findProcessesOf(marks)).toEqual([])
})

test('refuses a database of a newer schema, and a stored demo of other contracts', async () => {
  const server = await startPostgres({ folder: join(other.path, 'postgres') })
  const sql = createSql(server.url, { max: 1 })
  await sql`insert into schema_migrations (version, name) values (9999, 'from the future')`
  await sql.end()
  await server.stop()
  const newer = await runToEnd({ args: ['up'], env: otherPlace })
  expect(newer).toMatchObject({ code: 1, said: expect.stringMatching(/^The database has schema 9999, /m) })

  await writeFile(join(place.DATA_DIR, 'demo.json'), JSON.stringify({ digest: '0x00' }))
  const outdated = await runToEnd({ args: ['up'], env: place })
  expect(outdated).toMatchObject({ code: 1, said: expect.stringContaining('run `npm run reset`') })
  expect(await findProcessesOf([`${place.DATA_DIR}/`])).toEqual([])
})

test('reset forgets what was stored and nothing else', async () => {
  const kept = join(place.DATA_DIR, 'kept.txt')
  await writeFile(kept, 'mine')
  expect(await runToEnd({ args: ['reset'], env: place })).toMatchObject({ code: 0 })
  expect(existsSync(join(place.DATA_DIR, 'chain-state.json'))).toBe(false)
  expect(existsSync(join(place.DATA_DIR, 'postgres'))).toBe(false)
  expect(existsSync(kept)).toBe(true)
})

test('says that the data folder cannot be written, to a user who may not', async () => {
  const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {}
  const env = { ...place, DATA_DIR: '/etc/ostrakon' }
  const denied = await runToEnd({ args: ['up'], env, ...nobody })
  expect(denied).toMatchObject({
    code: 3,
    said: expect.stringMatching(/^The data folder \/etc\/ostrakon cannot be written \(EACCES/m),
  })
})
