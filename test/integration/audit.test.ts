import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendAuditEntry } from '#db/queries/audit-log.server'
import { auditDatabase } from '#test/support/audit'
import { holderAt, people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestDatabase, type TestPostgres } from '#test/support/postgres'

let postgres: TestPostgres
let chain: TestChain
beforeAll(async () => {
  ;[postgres, chain] = await Promise.all([startTestPostgres(), startChain()])
  for (const title of ['One', 'Two']) {
    const id = await chain.propose(holderAt(0), `# ${title}\n\nWith "quotes", a \\ and \u0000.`)
    await chain.openVote()
    for (const [at, voter] of people.holders.entries()) await chain.vote(voter, id, at % 3, `Grund ${at} – 理由`)
    await chain.voteSeat(stewardAt(0), id, 1)
  }
  await chain.transfer(holderAt(1), holderAt(2).address, 7n)
})
afterAll(async () => {
  await chain.stop()
  await postgres.stop()
})

/** A database of its own that was just indexed to the head; the indexer has ended. */
const createIndexed = async () => {
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await indexer.stop()
  return database
}

type Report = {
  matches: boolean
  contentHash: string
  tables: Record<string, { rows: number; hash: string }>
  mismatches: { what: string; chain: string | null; found: string | null }[]
  auditLog: { entries: number; hash: string | null; broken: number | null }
}

const root = fileURLToPath(new URL('../../', import.meta.url))

const audit = (database: TestDatabase, { args = [], rpc = chain.url }: { args?: string[]; rpc?: string } = {}) =>
  new Promise<{ code: number; report: Report | undefined; stderr: string }>((resolve) => {
    const env = { ...process.env, RPC_URL: rpc, DATABASE_URL: database.url, DEPLOYMENT: chain.deploymentFile }
    const command = ['app/cli/ostrakon.mjs', 'audit', '--json', ...args]
    execFile(process.execPath, command, { cwd: root, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0
      resolve({ code, report: stdout ? (JSON.parse(stdout) as Report) : undefined, stderr })
    })
  })

test('B1 two databases that were indexed apart have the content hash of the logs', async () => {
  const [one, other] = [await createIndexed(), await createIndexed()]
  const first = await audit(one)
  const second = await audit(other)
  expect(first).toMatchObject({ code: 0, report: { matches: true, mismatches: [] } })
  expect(first.report?.tables['votes']?.rows).toBe(22)
  expect(first.report?.contentHash).toMatch(/^[0-9a-f]{64}$/)
  expect(second.report?.contentHash).toBe(first.report?.contentHash)
  await one.sql.end()
  await other.sql.end()
})

test.each([
  [
    'a ballot with another weight',
    `update votes set weight = weight + 1 where voter = (select min(voter) from votes)`,
    'table votes',
  ],
  ['a ballot less', `delete from votes where block_number = (select max(block_number) from votes)`, 'table votes'],
  ['another reason', `update votes set reason = 'x' where proposal_id = 2 and support = 2`, 'table votes'],
  [
    'another tally',
    `update proposal_heads set token_for = token_for + 1 where proposal_id = 1`,
    'proposal 1 token_for',
  ],
  ['a count of ballots', `update voter_heads set ballots = ballots + 1 where house = 1`, 'ballots seat'],
  ['a voting power', `update delegate_heads set votes = votes + 1 where house = 1`, 'power seat'],
  ['a balance', `update holder_heads set balance = balance + 1`, 'balance 0x'],
  ['a proposal of another tier', `update proposals set tier = 2 where proposal_id = 1`, 'table proposals'],
])('%s is found, with exit code 1', async (_name, statement, what) => {
  const database = await createIndexed()
  await database.sql.unsafe(statement)
  const { code, report } = await auditDatabase(chain, database)
  expect(code).toBe(1)
  expect(report.matches).toBe(false)
  expect(report.mismatches.map((mismatch) => mismatch.what).join('\n')).toContain(what)
  await database.sql.end()
})

test('an entry of the audit log that was changed, or is gone, is found, with exit code 1', async () => {
  const database = await createIndexed()
  const write = (act: string) =>
    database.sql.begin((sql) => appendAuditEntry(sql, { actor: 'anonymous', act, subject: '1', facts: { n: 1 } }))
  for (const act of ['one', 'two', 'three']) await write(act)
  const whole = await audit(database)
  expect(whole).toMatchObject({ code: 0, report: { auditLog: { entries: 3, broken: null } } })
  expect(whole.report?.auditLog.hash).toMatch(/^0x[0-9a-f]{64}$/)
  // As whoever owns the database could.
  await database.sql`alter table audit_log disable trigger user`
  await database.sql`update audit_log set facts = '{"n":2}' where entry = 2`
  expect(await audit(database)).toMatchObject({
    code: 1,
    report: { matches: true, auditLog: { entries: 1, broken: 2 } },
  })
  await database.sql`delete from audit_log where entry <= 2`
  expect(await audit(database)).toMatchObject({ code: 1, report: { auditLog: { entries: 0, broken: 1 } } })
  await database.sql.end()
})

test('a dead node or an unknown option is exit code 3, in one sentence', async () => {
  const database = await postgres.createDatabase()
  const indexed = await createIndexed()
  const dead = await audit(indexed, { rpc: 'http://127.0.0.1:1' })
  expect(dead).toMatchObject({ code: 3, report: undefined })
  expect(dead.stderr.trim().split('\n').length).toBe(1)
  const unknown = await audit(indexed, { args: ['--nonsense'] })
  expect(unknown).toMatchObject({ code: 3, report: undefined })
  const empty = await audit(database)
  expect(empty).toMatchObject({ code: 1, report: undefined })
  await database.sql.end()
  await indexed.sql.end()
})
