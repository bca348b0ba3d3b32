import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPublicClient, createWalletClient, http, parseAbi } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { createSql } from '#db/client.server'
import { startPostgres } from '#db/embedded'
import { migrate } from '#db/migrate'
import { createTestClient } from '#test/support/anvil'
import {
  choosePlace,
  createDataFolder,
  findProcessesOf,
  type Place,
  type Run,
  runNpmStart,
  runOstrakon,
  runToEnd,
  stopRuns,
  waitUntilReady,
} from '#test/support/up'
import { waitUntil } from '#test/support/wait-until'

// The goals of a start and of a stop; the first start of a machine also builds the portal.
const START_SECONDS = 120
const STOP_SECONDS = 10
const MINUTES = 60_000
const DAY = 86_400

afterEach(stopRuns)

const createPlace = async () => {
  const folder = await createDataFolder()
  onTestFinished(async () => {
    await stopRuns()
    await folder.remove()
  })
  return choosePlace(folder.path)
}

const rpcOf = ({ RPC_PORT }: Place) => `http://127.0.0.1:${RPC_PORT}`
const portalOf = ({ PORT }: Place) => `http://127.0.0.1:${PORT}`
const readTime = async (at: Place) => (await createTestClient(rpcOf(at)).getBlock()).timestamp

const governorAbi = parseAbi([
  'function castVote(uint256, uint8) returns (uint256)',
  'function hasVoted(uint256, address) view returns (bool)',
  'function daoURI() view returns (string)',
])
const voter = mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: 0 })

const readGovernor = async ({ DATA_DIR }: Place) => {
  const { contracts } = JSON.parse(await readFile(join(DATA_DIR, 'deployment.json'), 'utf8'))
  return { address: contracts.StewardGovernor.address as `0x${string}`, abi: governorAbi } as const
}

const hasVoted = async (at: Place, id: bigint) => {
  const client = createPublicClient({ transport: http(rpcOf(at)) })
  return client.readContract({ ...(await readGovernor(at)), functionName: 'hasVoted', args: [id, voter.address] })
}

/** The document that the governor names on chain (ERC-4824). */
const readDao = async (at: Place): Promise<{ id: string; governor: string }> => {
  const governor = await readGovernor(at)
  const client = createPublicClient({ transport: http(rpcOf(at)) })
  const { id } = await (await fetch(await client.readContract({ ...governor, functionName: 'daoURI' }))).json()
  return { id, governor: governor.address }
}

const findOpenVote = async (at: Place) => {
  const { data } = (await (await fetch(`${portalOf(at)}/api/v1/proposals?state=active`)).json()) as {
    data: { id: string }[]
  }
  for (const id of data.map((one) => BigInt(one.id))) if (!(await hasVoted(at, id))) return id
  throw new Error('the demo has no proposal under vote')
}

const vote = async (at: Place, id: bigint) => {
  const transport = http(rpcOf(at))
  const wallet = createWalletClient({ account: voter, transport })
  const governor = await readGovernor(at)
  const hash = await wallet.writeContract({ ...governor, functionName: 'castVote', args: [id, 1], chain: null })
  const client = createPublicClient({ transport, pollingInterval: 100 })
  const { status } = await client.waitForTransactionReceipt({ hash })
  expect(status).toBe('success')
  return hash
}

const start = async (place: Place, env = {}) => {
  const run = runOstrakon({ args: ['up'], env: { ...place, ...env } })
  await waitUntilReady(run, START_SECONDS)
  return run
}

const stop = async (run: Run, signal: NodeJS.Signals) => {
  const began = performance.now()
  run.kill(signal)
  const code = await run.exited
  return { code, isInTime: (performance.now() - began) / 1000 < STOP_SECONDS }
}

const isAnswered = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

// What a killed part had just begun, a look at its sandbox for instance, ends a moment after it.
const expectGone = (place: Place) => expect.poll(() => findProcessesOf(marksOf(place)), { timeout: 2_000 }).toEqual([])

const marksOf = ({ DATA_DIR }: Place) => [`${DATA_DIR}/`, `DATA_DIR=${DATA_DIR}`]

test('starts, stops within 10 s, takes up the same state, also after it was killed', {
  timeout: 10 * MINUTES,
}, async () => {
  const place = await createPlace()
  const first = await start(place)
  expect((await fetch(`${portalOf(place)}/proposals`)).status).toBe(200)
  const dao = await readDao(place)
  expect(dao.id).toBe(`eip155:31337:${dao.governor}`)
  const id = await findOpenVote(place)
  const hash = await vote(place, id)
  await createTestClient(rpcOf(place)).increaseTime({ seconds: DAY })
  const tomorrow = BigInt(Math.floor(Date.now() / 1000) + DAY - 60)
  await waitUntil('the chain is a day ahead', async () => (await readTime(place)) > tomorrow)
  const ahead = await readTime(place)

  const audit = await runToEnd({ args: ['audit'], env: place })
  expect(audit.said).toContain('Equal to the chain at block')
  expect(audit.code).toBe(0)

  expect(await stop(first, 'SIGTERM')).toEqual({ code: 0, isInTime: true })
  expect(existsSync(join(place.DATA_DIR, 'running.json'))).toBe(false)
  expect(existsSync(join(place.DATA_DIR, 'up.lock'))).toBe(false)
  await expectGone(place)

  const second = await start(place)
  expect(second.said()).not.toMatch(/making the demo|made anew/)
  expect(await hasVoted(place, id)).toBe(true)
  expect(await readTime(place)).toBeGreaterThanOrEqual(ahead)
  const votes = await fetch(`${portalOf(place)}/api/v1/proposals/${id}/votes?limit=200`)
  expect((await votes.text()).toLowerCase()).toContain(hash)

  second.kill('SIGKILL')
  await second.exited
  const third = await start(place)
  expect(third.said()).not.toMatch(/making the demo|made anew/)
  expect(await hasVoted(place, id)).toBe(true)
  expect(await stop(third, 'SIGINT')).toEqual({ code: 0, isInTime: true })
  await expectGone(place)
})

type Nodes = { data: { endpoint: string; audited: boolean; status: string }[] }
const isServing = (run: Run) =>
  waitUntil('the provider serves', async () => run.said().includes('provider  Tenants are served at'), { seconds: 30 })

test('an agent serves the node that the demo registered, nothing needs it where there is no sandbox, and its death ends all', {
  timeout: 10 * MINUTES,
}, async () => {
  const place = await createPlace()
  const first = await start(place)
  await isServing(first)
  const { listen } = JSON.parse(await readFile(join(place.DATA_DIR, 'provider.json'), 'utf8'))
  const nodes = await waitUntil('its endpoint is known', async () => {
    const { data } = (await (await fetch(`${portalOf(place)}/api/v1/compute/providers?pool=7`)).json()) as Nodes
    return data.some(({ endpoint }) => endpoint === `http://127.0.0.1:${listen.port}`) && data
  })
  expect(nodes).toMatchObject([{ status: 'offering', audited: true }])
  expect(await stop(first, 'SIGTERM')).toEqual({ code: 0, isInTime: true })
  await expectGone(place)

  // No program is found here, bubblewrap neither.
  const bare = await start(place, { PATH: place.DATA_DIR })
  const reason = () => bare.said().match(/^.* provider {2}.*$/m)?.[0] ?? ''
  await waitUntil('it says why no job runs', async () => reason().includes('No sandbox, no service'))
  expect((await fetch(`${portalOf(place)}/compute/providers/7`)).status).toBe(200)
  expect(await stop(bare, 'SIGTERM')).toEqual({ code: 0, isInTime: true })

  const last = await start(place)
  await isServing(last)
  process.kill(Number(await readFile(join(place.DATA_DIR, 'provider/agent.lock'), 'utf8')), 'SIGKILL')
  expect(await last.exited).toBe(1)
  expect(last.said()).toContain('provider ended (SIGKILL); everything else is stopped.')
  await expectGone(place)
})

test('two run side by side, and a third in the place of one is refused', { timeout: 10 * MINUTES }, async () => {
  const [one, two] = [await createPlace(), await createPlace()]
  const interrupted = runNpmStart(two)
  const isUnderWay = async () => /deployed \d+ contracts/.test(interrupted.said())
  await waitUntil('the demo is being made', isUnderWay, { seconds: START_SECONDS })
  expect(await stop(interrupted, 'SIGTERM')).toEqual({ code: 0, isInTime: true })
  await expectGone(two)

  const runs = [await start(one), await start(two)]
  expect(await Promise.all([isAnswered(portalOf(one)), isAnswered(portalOf(two))])).toEqual([true, true])

  const free = await createPlace()
  const sameFolder = await runToEnd({ args: ['up'], env: { ...free, DATA_DIR: one.DATA_DIR } })
  expect(sameFolder).toMatchObject({ code: 1, said: expect.stringMatching(/^Another ostrakon \(process \d+\) uses /m) })
  const samePort = await runToEnd({ args: ['up'], env: { ...free, PORT: one.PORT } })
  expect(samePort).toMatchObject({ code: 3, said: expect.stringContaining(`Port ${one.PORT} on 127.0.0.1 is taken: `) })
  const sameRpcPort = await runToEnd({ args: ['up'], env: { ...free, RPC_PORT: one.RPC_PORT } })
  expect(sameRpcPort).toMatchObject({ code: 3, said: expect.stringContaining('set RPC_PORT to another one.') })

  const ends = await Promise.all(runs.map((run) => stop(run, 'SIGTERM')))
  expect(ends).toEqual([
    { code: 0, isInTime: true },
    { code: 0, isInTime: true },
  ])
})

test('refuses a database of a newer schema', async () => {
  const place = await createPlace()
  const server = await startPostgres({ folder: join(place.DATA_DIR, 'postgres') })
  const sql = createSql(server.url, { max: 1 })
  await migrate(sql)
  await sql`insert into schema_migrations (version, name) values (9999, 'from the future')`
  await sql.end()
  await server.stop()
  const answer = await runToEnd({ args: ['up'], env: place })
  expect(answer).toMatchObject({ code: 1, said: expect.stringMatching(/^The database has schema 9999, /m) })
  await expectGone(place)
})

test('refuses a stored demo of other contracts, and reset forgets it and nothing else', async () => {
  const place = await createPlace()
  await mkdir(place.DATA_DIR)
  const stored = ['chain-state.json', 'deployment.json', 'demo.json'].map((name) => join(place.DATA_DIR, name))
  for (const file of stored) await writeFile(file, JSON.stringify({ digest: '0x00' }))
  const kept = join(place.DATA_DIR, 'kept.txt')
  await writeFile(kept, 'mine')
  const answer = await runToEnd({ args: ['up'], env: place })
  expect(answer).toMatchObject({ code: 1, said: expect.stringContaining('run `npm run reset`') })
  expect(stored.every((file) => existsSync(file))).toBe(true)

  expect(await runToEnd({ args: ['reset'], env: place })).toMatchObject({ code: 0 })
  expect(stored.some((file) => existsSync(file))).toBe(false)
  expect(existsSync(join(place.DATA_DIR, 'postgres'))).toBe(false)
  expect(existsSync(kept)).toBe(true)
})

test('says that the data folder cannot be written, to a user who may not', async () => {
  const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {}
  const env = { ...(await createPlace()), DATA_DIR: '/etc/ostrakon' }
  const denied = await runToEnd({ args: ['up'], env, ...nobody })
  expect(denied).toMatchObject({
    code: 3,
    said: expect.stringMatching(/^The data folder \/etc\/ostrakon cannot be written \(EACCES/m),
  })
})
