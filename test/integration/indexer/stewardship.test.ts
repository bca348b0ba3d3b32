import { writeFile } from 'node:fs/promises'
import { type Abi, type Address, encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestDatabase, type TestPostgres } from '#test/support/postgres'
import { custodyAbi, enclavesAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { runAudit } from '~/cli/audit'

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

const abis: Record<'ModelRegistry' | 'Custody' | 'Enclaves', Abi> = {
  ModelRegistry: modelRegistryAbi,
  Custody: custodyAbi,
  Enclaves: enclavesAbi,
}

const call = async (from: Address, contract: keyof typeof abis, functionName: string, args: readonly unknown[]) => {
  const data = encodeFunctionData({ abi: abis[contract], functionName, args })
  const { client, deployment } = chain
  const to = addressOf(deployment, contract)
  await client.call({ account: from, to, data })
  const hash = await client.sendTransaction({ account: from, chain: null, to, data, gas: 3_000_000n })
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
}

const digest = (text: string): Hex => keccak256(stringToHex(text))
const hostile = '<script>\u0000"\\\t\r\n\u{1f3fa}'
const maintainer = stewardAt(0).address
const evaluator = stewardAt(1).address
const council = people.council.address

const passTime = async (seconds: number) => {
  await chain.client.increaseTime({ seconds })
  await chain.client.mine({ blocks: 1 })
}

const state = (kind: number, verdict: number) => {
  const given = { releaseId: 1, root: digest('root'), kind, verdict, report: digest('report'), expirationTime: 0 }
  return call(evaluator, 'ModelRegistry', 'attest', [{ ...given, uri: hostile }])
}

/** Makes the registry, custody and enclaves say everything that they can say. */
const sayEverything = async () => {
  const timelock = addressOf(chain.deployment, 'TimelockController')
  const vote = (contract: keyof typeof abis, name: string, args: readonly unknown[]) =>
    call(timelock, contract, name, args)
  for (const address of [timelock, council, maintainer, evaluator, stewardAt(2).address]) {
    await chain.client.impersonateAccount({ address })
    await chain.client.setBalance({ address, value: 10n ** 20n })
  }
  await call(maintainer, 'ModelRegistry', 'registerModel', [hostile])
  const release = { modelId: 1, version: 'v1', parents: [], root: digest('root'), manifest: digest('manifest') }
  const rest = { card: digest('card'), licence: 'MIT', files: 1, size: 1n, gpuSeconds: 0n, flop: 0n, uri: hostile }
  await call(maintainer, 'ModelRegistry', 'registerRelease', [{ ...release, ...rest }])
  await vote('ModelRegistry', 'appointEvaluator', [evaluator])
  await vote('ModelRegistry', 'appointEvaluator', [stewardAt(3).address])
  await vote('ModelRegistry', 'dismissEvaluator', [stewardAt(3).address])
  await vote('ModelRegistry', 'advanceToRedTeam', [1])
  await call(council, 'ModelRegistry', 'hold', [1, hostile])
  await state(5, 2)
  await state(5, 1)
  await state(2, 2)
  await state(3, 1)
  await call(evaluator, 'ModelRegistry', 'revokeAttestation', [4])
  await vote('ModelRegistry', 'overrule', [3])
  const rule = { passes: [0, 0, 0, 0, 0, 1], dwell: 5, maxReportAge: 10_000_000 }
  await vote('ModelRegistry', 'setGateRule', [0, 3, rule])

  const holders = [stewardAt(1).address, stewardAt(2).address]
  for (const holder of holders) await call(holder, 'Custody', 'registerRecipient', [digest(holder)])
  const key = { recipient: digest('key'), threshold: 2, commitments: [digest('c0'), digest('c1')], seats: [2, 3] }
  const ciphertext = { ciphertextRoot: digest('ciphertext'), ciphertextManifest: digest('list') }
  await call(maintainer, 'Custody', 'seal', [{ releaseId: 1, ...ciphertext, ...key, boxesDigest: digest('boxes') }])
  for (const [index, holder] of holders.entries()) await call(holder, 'Custody', 'ackShare', [1, index])
  await passTime(chain.profile.council.holdSeconds)
  await vote('ModelRegistry', 'advanceToGated', [1])
  const { timestamp } = await chain.client.getBlock()
  for (const name of ['one', 'two']) {
    await vote('Custody', 'grant', [1, evaluator, digest(name), Number(timestamp) + 1_000_000])
  }
  await call(holders[0] as Address, 'Custody', 'releaseShare', [1, 0, stringToHex(`a box ${hostile}`)])
  await vote('Custody', 'revokeGrant', [1])
  await call(council, 'Custody', 'stopGrant', [2])

  await vote('Enclaves', 'allowMeasurement', [digest('code'), hostile])
  const nonces = { quote: digest('quote'), collateral: digest('collateral'), serviceKey: digest('service') }
  const expirationTime = Number(timestamp) + 1_000_000
  const claim = { releaseId: 1, root: digest('root'), measurement: digest('code'), nonce: digest('nonce') }
  await call(evaluator, 'Enclaves', 'attestEnclave', [{ ...claim, ...nonces, expirationTime }])
  await call(evaluator, 'Enclaves', 'revokeEnclave', [1])
  await vote('Enclaves', 'removeMeasurement', [digest('code')])

  await passTime(60)
  await vote('ModelRegistry', 'advanceToOpen', [1])
  await call(holders[1] as Address, 'Custody', 'publishShare', [1, 1, `0x${'01'.padStart(64, '0')}`])
  await call(council, 'ModelRegistry', 'recall', [1, hostile])
}

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

type Report = { matches: boolean; contentHash: string; mismatches: { what: string }[] }

const audit = async (database: TestDatabase) => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const names = ['--json', '--rpc', chain.url, '--database', database.url, '--deployment', chain.deploymentFile]
    const code = await runAudit(names)
    return { code, report: JSON.parse(String(written.mock.calls.at(-1)?.[0])) as Report }
  } finally {
    written.mockRestore()
  }
}

const index = async () => {
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  return { database, indexer }
}

test('B1 stewardship is rows of the chain: followed, withdrawn by a reorg, and rebuilt with the same content hash', async () => {
  const { database, indexer } = await index()
  const before = await chain.client.getBlock()
  await sayEverything()
  await waitForHead(chain, database)
  const expected = await expectIndexEqualsChain(chain, database)
  expect(newTables.filter((table) => !expected.has(table))).toEqual([])

  const again = await index()
  await again.indexer.stop()
  const [live, rebuilt] = [await audit(database), await audit(again.database)]
  expect(live).toMatchObject({ code: 0, report: { matches: true } })
  expect(rebuilt.report.contentHash).toBe(live.report.contentHash)
  for (const [statement, what] of [
    [`update attestations set verdict = 2 where uid = 2`, 'release 1 standing_fails'],
    [`delete from stage_changes where to_stage = 4`, 'release 1 stage'],
    [`update release_stops set until = until - 1 where kind = 'recalled'`, 'release 1 recalled_until'],
  ] as const) {
    await again.database.sql.unsafe(statement)
    const { code, report } = await audit(again.database)
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
  expect((await audit(database)).report.matches).toBe(true)
  await indexer.stop()
  await database.sql.end()
})
