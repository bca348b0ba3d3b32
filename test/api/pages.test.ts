import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { listProposals } from '~/features/proposals/read.server'
import { listNonVoters, listVotes } from '~/features/votes/read.server'
import type { List } from '~/http/shapes'

// Ballots and proposals by the ten thousand come straight into the database: what is tested is how they are paged, and
// a chain would need an hour for them.
let dao: TestDao
const ballots = 20_000

const addVotes = (first: number, count: number, block: number) => dao.database.sql`
  insert into votes (chain_id, proposal_id, house, voter, support, weight, reason, block_number, block_hash, log_index,
    tx_hash, block_time)
  select 31337, 1, 0, decode(lpad(to_hex(n), 40, '0'), 'hex'), n % 3, 1 + n % 7,
    case when n % 10 = 0 then 'reason ' || n else '' end, ${block} + n / 500, decode(lpad(to_hex(n), 64, 'a'), 'hex'),
    n % 500, decode(lpad(to_hex(n), 64, 'b'), 'hex'), 1700000000
  from generate_series(${first}::integer, ${first + count - 1}::integer) n`

beforeAll(async () => {
  dao = await startDao()
  const [holder] = people.holders
  if (!holder) throw new Error('there is nobody to propose')
  for (const text of ['# One', '# Two', '# Three', '# Four', '# Five']) await dao.chain.propose(holder, text)
  await dao.chain.openVote()
  await dao.indexed()
  // The indexer would take these rows for those of a reorg when the chain has no such blocks.
  await dao.pauseIndexing()
  await dao.database.sql`update cursor set number = 1000`
  await addVotes(0, ballots, 900)
})

afterAll(() => dao?.stop())

const readAll = async <Item>(
  read: (cursor: string | undefined) => Promise<List<Item>>,
  between: (page: number) => Promise<void> = async () => undefined,
) => {
  const items: Item[] = []
  const pages: List<Item>[] = []
  for (let cursor: string | undefined, page = 0; ; page += 1) {
    const answer = await read(cursor)
    pages.push(answer)
    items.push(...answer.data)
    if (answer.page.next === null) return { items, pages }
    cursor = answer.page.next
    await between(page)
  }
}

test('pages 20,000 ballots while more arrive, with no duplicate and no gap', async () => {
  for (const sort of ['newest', 'oldest', 'reasons'] as const) {
    const [{ count: before } = { count: 0 }] = await dao.database.sql<{ count: number }[]>`
      select count(*)::integer as count from votes`
    const arrive = async (page: number) => {
      if (page % 10 !== 0) return
      const [{ height, total } = { height: 0, total: 0 }] = await dao.database.sql<{ height: number; total: number }[]>`
        select (select number::integer from cursor) as height, count(*)::integer as total from votes`
      await addVotes(total, 50, height + 1 - Math.floor(total / 500))
      await dao.database.sql`update cursor set number = number + 10`
    }
    const { items, pages } = await readAll((cursor) => listVotes('1', { sort, limit: 200, cursor }), arrive)
    const places = items.map(({ at, logIndex }) => `${at.block}-${logIndex}`)
    expect({ sort, unique: new Set(places).size, read: places.length }).toEqual({ sort, unique: before, read: before })
    expect(pages.every(({ data }) => data.length <= 200)).toBe(true)
    if (sort !== 'reasons') continue
    const firstSilent = items.findIndex(({ reason }) => reason === '')
    expect(items.slice(firstSilent).every(({ reason }) => reason === '')).toBe(true)
    const weights = items.slice(0, firstSilent).map(({ weight }) => Number(weight.value))
    expect(weights).toEqual([...weights].sort((a, b) => b - a))
  }
})

test('leads back over the same pages', async () => {
  for (const sort of ['newest', 'oldest', 'reasons'] as const) {
    const forward: string[][] = []
    const keys = (answer: Awaited<ReturnType<typeof listVotes>>) => answer.data.map(({ voter }) => voter.address)
    let answer = await listVotes('1', { sort, limit: 150, house: 'token', support: 'for' })
    for (let page = 0; page < 12; page += 1) {
      forward.push(keys(answer))
      answer = await listVotes('1', {
        sort,
        limit: 150,
        house: 'token',
        support: 'for',
        cursor: answer.page.next ?? undefined,
      })
    }
    const back: string[][] = []
    while (answer.page.prev !== null) {
      answer = await listVotes('1', { sort, limit: 150, house: 'token', support: 'for', cursor: answer.page.prev })
      back.unshift(keys(answer))
    }
    expect(back).toEqual(forward)
  }
})

test('pages proposals by every order and filter', async () => {
  for (const sort of ['newest', 'oldest', 'deadline'] as const) {
    const { items, pages } = await readAll((cursor) => listProposals({ sort, limit: 2, cursor }))
    const expected = ['1', '2', '3', '4', '5']
    expect(items.map(({ id }) => id)).toEqual(sort === 'newest' ? expected.reverse() : expected)
    expect(pages).toHaveLength(3)
    const last = pages.at(-1)
    const previous = await listProposals({ sort, limit: 2, cursor: last?.page.prev ?? undefined })
    expect(previous.data).toEqual(pages[1]?.data)
  }
  const { items } = await readAll((cursor) => listProposals({ state: 'active', limit: 1, cursor }))
  expect(items.map(({ id }) => id)).toEqual(['5', '4', '3', '2', '1'])
})

test('lists everybody who has not voted, the heaviest first', async () => {
  const { items } = await readAll((cursor) => listNonVoters('1', { limit: 3, cursor }))
  expect(new Set(items.map(({ account }) => account.address))).toEqual(
    new Set(people.holders.map(({ address }) => address)),
  )
  expect(items).toHaveLength(people.holders.length)
})
