import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holderAt, people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestDatabase, type TestPostgres } from '#test/support/postgres'
import { createRandom, startRpcProxy } from '#test/support/rpc-proxy'
import { waitUntil } from '#test/support/wait-until'

let postgres: TestPostgres
let chain: TestChain
beforeAll(async () => {
  ;[postgres, chain] = await Promise.all([startTestPostgres(), startChain()])
  for (let index = 0; index < 12; index++) await voteOnOne()
})
afterAll(async () => {
  await chain.stop()
  await postgres.stop()
})

const voteOnOne = async () => {
  const id = await chain.propose(holderAt(0), `Made at block ${await chain.client.getBlockNumber()}`)
  await chain.openVote()
  for (const [at, voter] of people.holders.entries()) await chain.vote(voter, id, at % 3, `because ${at}`)
  await chain.voteSeat(stewardAt(0), id, 1)
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

const spawnIndexer = (database: TestDatabase, url: string) =>
  spawn(process.execPath, ['app/cli/ostrakon.mjs', 'index'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, RPC_URL: url, DATABASE_URL: database.url, DEPLOYMENT: chain.deploymentFile },
  })

/** Resolves when the indexer has said `words` so many times. */
const says = (child: ChildProcess, words: string, times = 1) =>
  new Promise<void>((resolve, reject) => {
    let said = 0
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString().split(words).length - 1
      if (said >= times) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the indexer ended with ${code} before it said: ${words}`)))
  })

const ends = (child: ChildProcess) =>
  new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code))
  })

test('killed at ten random moments of a backfill, the rows equal the logs', async () => {
  // Ranges of at most three blocks, so that a kill finds the backfill in the middle.
  const proxy = await startRpcProxy(chain.url)
  proxy.hooks.answer = async (call, forward) => {
    const { fromBlock, toBlock } = (call.params[0] ?? {}) as { fromBlock?: string; toBlock?: string }
    const refused = call.method === 'eth_getLogs' && Number(toBlock) - Number(fromBlock) > 2
    return refused ? { error: { code: -32005, message: 'limited to a 3 block range' } } : forward(call)
  }
  const database = await postgres.createDatabase()
  const random = createRandom(20261123)
  const reached: bigint[] = []
  for (let kill = 0; kill < 10; kill++) {
    const child = spawnIndexer(database, proxy.url)
    const ended = ends(child)
    await says(child, 'indexed to block', 1 + Math.floor(random() * 4))
    await sleep(random() * 25)
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    const [cursor] = await database.sql<{ number: bigint }[]>`select number from cursor`
    reached.push(cursor?.number ?? -1n)
    const strays = await database.sql`
      select 1 from votes where block_number > (select number from cursor)
      union all select 1 from blocks where number > (select number from cursor)`
    expect(strays.length).toBe(0)
  }
  expect(new Set(reached).size).toBeGreaterThan(3)
  const last = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  await last.stop()
  await database.sql.end()
  await proxy.stop()
})

test('killed while live, with a reorg during the downtime, the rows equal the logs', async () => {
  const database = await postgres.createDatabase()
  const random = createRandom(7)
  for (const depth of [1, 4, 7]) {
    const child = spawnIndexer(database, chain.url)
    const ended = ends(child)
    await says(child, 'following chain')
    await waitForHead(chain, database)
    const voting = voteOnOne()
    await sleep(100 + random() * 400)
    child.kill('SIGKILL')
    await ended
    await voting
    await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })
    await chain.transfer(holderAt(1), holderAt(2).address, BigInt(depth))
  }
  const last = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  await last.stop()
  await database.sql.end()
})

test('SIGTERM finishes the batch and ends with 0', async () => {
  const database = await postgres.createDatabase()
  const child = spawnIndexer(database, chain.url)
  const ended = ends(child)
  await says(child, 'following chain')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  const held = await database.sql`
    select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
  expect(held.length).toBe(0)
  await database.sql.end()
})

test('a second indexer stands by and takes over when the first is killed', async () => {
  const database = await postgres.createDatabase()
  const child = spawnIndexer(database, chain.url)
  await says(child, 'following chain')
  const second = startIndexer({ chain, database })
  await waitUntil('the second stands by', async () => second.lines.includes('info another indexer leads; standing by'))
  child.kill('SIGKILL')
  await waitUntil('the second leads', async () => second.lines.some((line) => line.includes('following chain')))
  await chain.transfer(holderAt(3), holderAt(4).address, 3n)
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  await second.stop()
  await database.sql.end()
})

test('a database connection that is cut loses nothing', async () => {
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ostrakon-index'`
  await voteOnOne()
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  await indexer.stop()
  await database.sql.end()
})
