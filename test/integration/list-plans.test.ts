import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAuditRows } from '#db/queries/audit-log.server'
import { listJobRows } from '#db/queries/jobs.server'
import { listOutboxAfter } from '#db/queries/outbox.server'
import { listPollBallotRows } from '#db/queries/poll-ballots.server'
import { listPollRows } from '#db/queries/polls.server'
import type { Reader } from '#db/queries/reader.server'
import { listOpenRelayJobs } from '#db/queries/relay.server'
import { listEpochs, listRequestEvents, listRequestRowsOfEpochs, listRoundRows } from '#db/queries/rounds.server'
import { listDeliveries } from '#db/queries/webhook-deliveries.server'
import { type FilledDatabase, startFilledDatabase } from '#test/support/postgres'
import { findCostly, readPlans } from '#test/support/read-plans'

// What read-plans.test.ts, market-plans.test.ts and draft-plans.test.ts leave, by the same measure.
const MANY = 20_000
const EPOCHS = 200
const PARTIES = 100
const NOW = 10_000_000
const webhook = '00000000-0000-4000-8000-000000000001'
const tenant = `0x${'0'.repeat(38)}07` as const
const poll = `0x${'ab'.repeat(32)}` as const

let database: FilledDatabase
beforeAll(async () => {
  database = await startFilledDatabase(`
    insert into market_terms select 1, 8, 100, 0, 3300, 0, 48, 60, 600, 300, 3600, 2592000, 1, 1, 1, 1, 'a', 0, 'a', 1;
    insert into jobs
      select id, decode(lpad(to_hex(id % 300), 40, '0'), 'hex'), 1 + id % 500, 0, 0, 1, 'a', '{1,2}', '{1,2}', id, 'a', 0, 'a', id
      from generate_series(1, ${MANY}) id;
    insert into job_events select id, 'accepted', null, id, 'a', 1, 'a', id from generate_series(1, ${MANY}, 2) id;
    insert into party_events (party, kind, party_kind, block_number, block_hash, log_index, tx_hash, block_time)
      select id, 'admitted', 1, id, 'a', 5, 'a', id from generate_series(1, ${PARTIES}) id;
    insert into requests
      select party, 1 + epoch % 4, epoch, 100, 1, null, epoch, 'a', party, 'a', epoch
      from generate_series(1, ${EPOCHS}) epoch, generate_series(1, ${PARTIES}) party;
    insert into polls (poll, author, question, body, choices, houses, snapshot_block, snapshot, start_time, end_time, reveal_end,
        quorum_bps, mode, draft, token_supply, seat_supply, signature, signed_by, received_block, received_time)
      select case when id = 1 then decode(repeat('ab', 32), 'hex') else sha256(id::text::bytea) end, '\\x01', 'q', 'b', '{a,b}',
        'both', 1, 1, 2, 3, 3, 100, 'public', '', 1, 1, 'a', 'key', 1, 1
      from generate_series(1, ${MANY}) id;
    insert into poll_ballots (poll, voter, choice, reason, issued_at, token_weight, seat_weight, signature, signed_by,
        received_block, received_time)
      select decode(repeat('ab', 32), 'hex'), decode(lpad(to_hex(id), 40, '0'), 'hex'), 0, '', id, 1, 0, 'a', 'key', 1, 1
      from generate_series(1, ${MANY}) id;
    insert into audit_log
      select id, id, 'anonymous', 'a', 'b', '{}', 'a', sha256(id::text::bytea) from generate_series(1, ${MANY}) id;
    insert into outbox (kind, block_number, block_hash, payload) select 'block', id, 'a', '{}' from generate_series(1, ${MANY}) id;
    insert into webhooks (id, account, url, description, events, secret)
      values ('${webhook}', decode(repeat('01', 20), 'hex'), 'https://a.example', '', '{}', 'a');
    insert into webhook_messages (id, type, body) select id, 'block', '{}' from generate_series(1, ${MANY}) id;
    insert into webhook_deliveries (webhook, message, state)
      select '${webhook}', id, case when id % 1000 = 0 then 'failed' else 'delivered' end from generate_series(1, ${MANY}) id;
    insert into relay_jobs (kind, slot, signer, nonce, contract, calldata, due, state, included_by, final)
      select 'delegation', 'd' || id, decode(repeat('01', 20), 'hex'), id, decode(repeat('02', 20), 'hex'), 'a', id,
        case when id > ${MANY - 20} then 'waiting' else 'included' end, case when id > ${MANY - 20} then null else 'relay' end,
        id <= ${MANY - 20}
      from generate_series(1, ${MANY}) id;
  `)
})
afterAll(() => database?.stop())

const page = { from: null, backwards: false, limit: 51 }
const jobs = { ...page, state: null, tenant: null, provider: null }
const requests = { ...page, pool: null, epoch: null, party: null }
const polls = { ...page, state: null, now: NOW }
const ballots = { ...page, poll, voter: null }
const deliveries = { ...page, webhook, state: null }
const middle = String(MANY / 2)

test.each<[string, (sql: Reader) => Promise<readonly unknown[]>]>([
  ['the newest jobs', (sql) => listJobRows(sql, jobs)],
  ['jobs from the middle on', (sql) => listJobRows(sql, { ...jobs, from: middle, backwards: true })],
  ['jobs of a tenant', (sql) => listJobRows(sql, { ...jobs, tenant })],
  ['jobs of a provider', (sql) => listJobRows(sql, { ...jobs, provider: '8' })],
  ['running jobs', (sql) => listJobRows(sql, { ...jobs, state: 'running' })],
  ['the newest requests', (sql) => listRequestEvents(sql, requests)],
  ['requests from the middle on', (sql) => listRequestEvents(sql, { ...requests, from: ['100', '0'] })],
  ['requests of an epoch', (sql) => listRequestEvents(sql, { ...requests, epoch: '70' })],
  ['requests of a party', (sql) => listRequestEvents(sql, { ...requests, party: '7' })],
  ['requests that count', (sql) => listRequestRowsOfEpochs(sql, [70, 71])],
  ['the newest polls', (sql) => listPollRows(sql, polls)],
  ['polls from the middle on', (sql) => listPollRows(sql, { ...polls, from: middle })],
  ['polls that are over', (sql) => listPollRows(sql, { ...polls, state: 'closed' })],
  ['ballots of a poll', (sql) => listPollBallotRows(sql, ballots)],
  ['a voter’s ballots of a poll', (sql) => listPollBallotRows(sql, { ...ballots, voter: tenant })],
  ['the audit log', (sql) => listAuditRows(sql, page)],
  ['the audit log from the middle on', (sql) => listAuditRows(sql, { ...page, from: middle })],
  ['events after one', (sql) => listOutboxAfter(sql, BigInt(middle), 100)],
  ['deliveries of a webhook', (sql) => listDeliveries(sql, deliveries)],
  ['what the relay has open', (sql) => listOpenRelayJobs(sql, 50)],
])('reads %s through indexes, whatever there is besides', async (_name, query) => {
  let rows = 0
  const works = await readPlans(database.sql, async () => {
    rows = (await query(database.sql)).length
  })
  expect(rows).toBeGreaterThan(0)
  expect(findCostly(works)).toEqual([])
})

test('asks for epochs and rounds of a page alone', async () => {
  const works = await readPlans(database.sql, async () => {
    await listEpochs(database.sql, page)
    await listRoundRows(database.sql, [70, 71])
  })
  expect(findCostly(works)).toEqual([])
})
