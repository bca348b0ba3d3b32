import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditDatabase } from '#test/support/audit'
import { startChain, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestPostgres } from '#test/support/postgres'
import { sayEverything } from '#test/support/stewardship'

let postgres: TestPostgres
let chain: TestChain
beforeAll(async () => {
  const [server, started] = await Promise.all([startTestPostgres(), startChain()])
  postgres = server
  // All of the story is to be withdrawn by one reorg, which must not be deeper than what is final.
  const deploymentFile = `${started.deploymentFile}.deep`
  await writeFile(deploymentFile, JSON.stringify({ ...started.deployment, finality: 64 }))
  chain = { ...started, deploymentFile }
})
afterAll(async () => {
  await chain.stop()
  await postgres.stop()
})

const newTables = [
  'evaluator_events',
  'attestations',
  'attestation_events',
  'gate_rules',
  'release_stops',
  'custody_recipients',
  'seals',
  'share_acks',
  'grants',
  'grant_revocations',
  'share_releases',
  'share_publications',
  'measurement_events',
  'enclaves',
  'enclave_revocations',
]

const index = async () => {
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  return { database, indexer }
}

test('B1 stewardship is rows of the chain: followed, withdrawn by a reorg, and rebuilt with the same content hash', async () => {
  const { database, indexer } = await index()
  const before = await chain.client.getBlock()
  await sayEverything(chain)
  await waitForHead(chain, database)
  const expected = await expectIndexEqualsChain(chain, database)
  expect(newTables.filter((table) => !expected.has(table))).toEqual([])

  const again = await index()
  await again.indexer.stop()
  const [live, rebuilt] = [await auditDatabase(chain, database), await auditDatabase(chain, again.database)]
  expect(live).toMatchObject({ code: 0, report: { matches: true } })
  expect(rebuilt.report.contentHash).toBe(live.report.contentHash)
  for (const [statement, what] of [
    [`update attestations set verdict = 2 where uid = 2`, 'release 1 standing_fails'],
    [`delete from stage_changes where to_stage = 4`, 'release 1 stage'],
    [`update release_stops set until = until - 1 where kind = 'recalled'`, 'release 1 recalled_until'],
  ] as const) {
    await again.database.sql.unsafe(statement)
    const { code, report } = await auditDatabase(chain, again.database)
    expect(code).toBe(1)
    expect(report.mismatches.map((mismatch) => mismatch.what)).toContain(`database: ${what}`)
  }
  await again.database.sql.end()

  const head = await chain.client.getBlock()
  const depth = Number(head.number - before.number)
  await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  for (const table of newTables) {
    const [row] = await database.sql<{ count: bigint }[]>`select count(*) from ${database.sql(table)}`
    // The first gate rules come with the deployment.
    expect({ table, count: row?.count }).toEqual({ table, count: table === 'gate_rules' ? 6n : 0n })
  }
  expect((await auditDatabase(chain, database)).report.matches).toBe(true)
  await indexer.stop()
  await database.sql.end()
})
