import { afterAll, beforeAll, expect, test } from 'vitest'
import { holderAt, people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestPostgres } from '#test/support/postgres'
import { waitUntil } from '#test/support/wait-until'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const first = holderAt(0)
const second = holderAt(1)
const third = holderAt(2)

const rollBack = ({ client }: TestChain, depth: number) =>
  client.request({ method: 'anvil_rollback' as never, params: [depth] as never })
const reorganise = ({ client }: TestChain, depth: number) =>
  client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })

/** A chain with one open vote and two ballots, all of it indexed, and an indexer that follows. */
const follow = async () => {
  const [chain, database] = await Promise.all([startChain(), postgres.createDatabase()])
  const id = await chain.propose(first, 'Revoke release 1')
  await chain.openVote()
  await chain.vote(first, id, 1, 'stays')
  await chain.voteSeat(stewardAt(0), id, 1)
  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  const stop = async () => {
    await indexer.stop()
    await database.sql.end()
    await chain.stop()
  }
  return { chain, database, id, indexer, stop }
}

const listReorgs = ({ sql }: Awaited<ReturnType<TestPostgres['createDatabase']>>) =>
  sql<{ payload: { depth: number; proposals: string[]; votes: number; blocks: string[] } }[]>`
    select payload from outbox where kind = 'reorg' order by id`

test.each([2, 7])('a reorg of %i blocks withdraws their ballots and keeps the others', async (depth) => {
  const { chain, database, id, stop } = await follow()
  for (const voter of people.holders.slice(1, 1 + depth)) await chain.vote(voter, id, 0, 'goes')
  await waitForHead(chain, database)
  const [before] = await database.sql`select count(*) from votes`
  expect(before?.['count']).toBe(BigInt(depth + 2))

  await reorganise(chain, depth)
  await waitForHead(chain, database)

  const expected = await expectIndexEqualsChain(chain, database)
  expect(expected.get('votes')?.length).toBe(2)
  const reorgs = await listReorgs(database)
  expect(reorgs.map(({ payload }) => payload)).toMatchObject([{ depth, proposals: [id.toString()], votes: depth }])
  expect(reorgs[0]?.payload.blocks.length).toBe(depth)
  await stop()
})

test('a lower head is followed without waiting for a new block', async () => {
  const { chain, database, id, stop } = await follow()
  await chain.vote(second, id, 0)
  await chain.vote(third, id, 2)
  await waitForHead(chain, database)
  await rollBack(chain, 2)
  await waitForHead(chain, database)
  const expected = await expectIndexEqualsChain(chain, database)
  expect(expected.get('votes')?.length).toBe(2)
  await stop()
})

test('another head at the same height is followed without waiting for a new block', async () => {
  const { chain, database, id, stop } = await follow()
  await chain.vote(second, id, 0)
  await waitForHead(chain, database)
  const { number } = await chain.client.getBlock()
  await reorganise(chain, 1)
  expect((await chain.client.getBlock()).number).toBe(number)
  await waitForHead(chain, database)
  const expected = await expectIndexEqualsChain(chain, database)
  expect(expected.get('votes')?.length).toBe(2)
  await stop()
})

test('a longer chain with other ballots replaces the indexed ones', async () => {
  const { chain, database, id, stop } = await follow()
  await chain.vote(second, id, 0, 'left')
  await chain.transfer(third, second.address, 5n)
  await chain.delegate(third, first.address)
  await waitForHead(chain, database)
  await rollBack(chain, 3)
  await chain.vote(second, id, 2, 'right')
  for (const voter of people.holders.slice(3, 8)) await chain.vote(voter, id, 1, 'new')
  await waitForHead(chain, database)
  const expected = await expectIndexEqualsChain(chain, database)
  expect(expected.get('votes')?.filter(({ reason }) => reason === 'right').length).toBe(1)
  await stop()
})

test('a reorg takes a proposal and its heads with it', async () => {
  const { chain, database, stop } = await follow()
  const id = await chain.propose(first, 'Revoke release 1 again')
  await waitForHead(chain, database)
  expect((await database.sql`select 1 from proposal_heads where proposal_id = ${id}`).length).toBe(1)
  await reorganise(chain, 1)
  await waitForHead(chain, database)
  expect((await database.sql`select 1 from proposal_heads where proposal_id = ${id}`).length).toBe(0)
  await expectIndexEqualsChain(chain, database)
  await stop()
})

test('a reorg deeper than twice the finality stops the indexer and changes nothing', async () => {
  const { chain, database, id, indexer, stop } = await follow()
  for (const voter of people.holders.slice(1)) await chain.vote(voter, id, 0)
  await chain.client.mine({ blocks: 12 })
  await waitForHead(chain, database)
  const rows = await database.sql`select * from votes order by block_number`
  await reorganise(chain, 17)
  await waitUntil('the indexer stops', async () => indexer.failure() !== undefined)
  expect(indexer.failure()).toMatchObject({ code: 'reorg_too_deep' })
  expect(await database.sql`select * from votes order by block_number`).toEqual(rows)
  await expect(stop()).rejects.toMatchObject({ code: 'reorg_too_deep' })
  await database.sql.end()
  await chain.stop()
})
