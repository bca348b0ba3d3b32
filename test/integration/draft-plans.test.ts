import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  findDraftRow,
  listDraftFactRows,
  listDraftRevisionRows,
  listDraftRows,
  listDraftRowsByTitle,
  listDraftSponsorRows,
  listProposalsLike,
  lockDraftUse,
  sumDraftSponsors,
} from '#db/queries/drafts.server'
import type { Reader } from '#db/queries/reader.server'
import { type FilledDatabase, startFilledDatabase } from '#test/support/postgres'
import { findCostly, readPlans } from '#test/support/read-plans'

// Nearly all of the drafts are private, of a thousand authors; one has many revisions and sponsors.
const DRAFTS = 20_000
const author = `0x${'0'.repeat(38)}07` as const
const busy = { draft: 1_007n, id: '1007' }
const target = `0x${'11'.repeat(20)}` as const

let database: FilledDatabase
beforeAll(async () => {
  database = await startFilledDatabase(`
    insert into drafts (author, visibility, revision)
      select decode(lpad(to_hex(id % 1000), 40, '0'), 'hex'), case when id % 100 = 0 then 'public' else 'private' end, 1
      from generate_series(1, ${DRAFTS}) id;
    insert into draft_revisions (draft_id, revision, digest, title, content)
      select draft_id, n, sha256(convert_to(draft_id::text, 'UTF8')), 'A title', draft_id::text
      from drafts, generate_series(1, case when draft_id = ${busy.id} then 2000 else 1 end) n;
    insert into draft_sponsors (draft_id, sponsor, revision)
      select ${busy.id}, decode(lpad(to_hex(id), 40, '0'), 'hex'), 1 from generate_series(1, 2000) id
      union all select id, 'a', 1 from generate_series(2000, 12000) id;
    insert into delegate_heads
      select house, decode(lpad(to_hex(id), 40, '0'), 'hex'), 5, 1, 'a', 1
      from generate_series(1, 20000) id, generate_series(0, 1) house;
    insert into proposals
      select id, 'a', array['\\x${target.slice(2)}'::bytea], '{0}', '{}', array[decode(lpad(to_hex(id % 1000), 8, '0'), 'hex')],
        id, id, 'A title', '# A title ' || id, '{}', 0, 1, 1, false, id, 'a', 0, 'a', id
      from generate_series(1, 20000) id;
  `)
})
afterAll(() => database?.stop())

const page = { from: null, backwards: false, limit: 51 }
const drafts = { ...page, account: null, author: null }

test.each<[string, (sql: Reader) => Promise<unknown>]>([
  ['public drafts', (sql) => listDraftRows(sql, drafts)],
  ['public drafts and my own', (sql) => listDraftRows(sql, { ...drafts, account: author })],
  ['the page after', (sql) => listDraftRows(sql, { ...drafts, account: author, from: '9000' })],
  ['the page before', (sql) => listDraftRows(sql, { ...drafts, account: author, from: '9000', backwards: true })],
  ['drafts of a title', (sql) => listDraftRowsByTitle(sql, { author, title: 'none', limit: 5 })],
  ['my own drafts', (sql) => listDraftRows(sql, { ...drafts, account: author, author })],
  ['one draft', (sql) => findDraftRow(sql, '7', { account: author, share: null })],
  ['revisions', (sql) => listDraftRevisionRows(sql, { ...page, draft: busy.draft, from: '900' })],
  ['sponsors', (sql) => listDraftSponsorRows(sql, { ...page, draft: busy.draft, from: '900' })],
  [
    'the proposal of a draft',
    (sql) => listProposalsLike(sql, { calls: [{ target, value: '0', calldata: '0x00000005' }], text: '# A title 5' }),
  ],
])('reads %s through indexes', async (_name, read) => {
  const works = await readPlans(database.sql, () => read(database.sql))
  expect(works.length).toBeGreaterThan(0)
  expect(findCostly(works)).toEqual([])
})

test('what depends on all of a draft or of an author reads no others', async () => {
  const sum = await readPlans(database.sql, () =>
    sumDraftSponsors(database.sql, { draft: busy.draft, digest: `0x${'00'.repeat(32)}` }),
  )
  expect(findCostly(sum, { scanned: 0, removed: 2_000, sorted: 0 })).toEqual([])
  const facts = await readPlans(database.sql, () => listDraftFactRows(database.sql, [7n, busy.draft]))
  expect(findCostly(facts, { scanned: 0, removed: 2_000, sorted: 0 })).toEqual([])
  const use = await readPlans(database.sql, () => lockDraftUse(database.sql, author))
  expect(findCostly(use, { scanned: 0, removed: 0, sorted: 2_100 })).toEqual([])
})
