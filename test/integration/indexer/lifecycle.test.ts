import { type Abi, encodeFunctionData, keccak256, type LocalAccount, stringToHex, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holderAt, people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { expectIndexEqualsChain, startIndexer, waitForHead } from '#test/support/indexer'
import { startTestPostgres, type TestPostgres } from '#test/support/postgres'
import { waitUntil } from '#test/support/wait-until'
import { modelRegistryAbi, stewardGovernorAbi, stewardSeatsAbi } from '~/chain/abi/generated'
import { addressOf, type ContractName } from '~/chain/addresses'

let postgres: TestPostgres
let chain: TestChain
beforeAll(async () => {
  ;[postgres, chain] = await Promise.all([startTestPostgres(), startChain()])
})
afterAll(async () => {
  await chain.stop()
  await postgres.stop()
})

type Call = { account: LocalAccount; contract: ContractName; abi: Abi; functionName: string; args: readonly unknown[] }

const call = async ({ account, contract, abi, functionName, args }: Call) => {
  const to = addressOf(chain.deployment, contract)
  const data = encodeFunctionData({ abi, functionName, args })
  const hash = await chain.client.sendTransaction({ account, chain: null, to, data })
  const { status } = await chain.client.waitForTransactionReceipt({ hash })
  expect(status).toBe('success')
}

const registerRelease = async () => {
  const registry = { account: stewardAt(0), contract: 'ModelRegistry', abi: modelRegistryAbi } as const
  await call({ ...registry, functionName: 'registerModel', args: ['A model of "speech"'] })
  const digest = (text: string) => keccak256(stringToHex(text))
  const release = {
    modelId: 1,
    version: 'v5\tlegacy \\ "quoted"',
    parents: [],
    root: digest('root'),
    manifest: digest('manifest'),
    card: digest('card'),
    licence: 'MIT',
    files: 3,
    size: 2_300_000n,
    gpuSeconds: 86_400n,
    flop: 10n ** 21n,
    uri: 'https://example.org/weights',
  }
  await call({ ...registry, functionName: 'registerRelease', args: [release] })
}

const revoke = (): readonly [unknown, unknown, unknown] => [
  [addressOf(chain.deployment, 'ModelRegistry')],
  [0n],
  [encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [1] })],
]

const act = (account: LocalAccount, functionName: 'queue' | 'execute' | 'cancel', description: string) =>
  call({
    account,
    contract: 'StewardGovernor',
    abi: stewardGovernorAbi,
    functionName,
    args: [...revoke(), keccak256(toHex(description))],
  })

const passTime = async (seconds: number) => {
  await chain.client.increaseTime({ seconds })
  await chain.client.mine({ blocks: 1 })
}

test('a release, its vote, queue, execution, a late flip and a cancellation are followed over a WebSocket', async () => {
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database, urls: [chain.socketUrl] })
  const told: string[] = []
  const { unlisten } = await database.sql.listen('ostrakon', (id) => void told.push(id))
  const { votingPeriodSeconds: period, objectionWindowSeconds: window } = chain.profile.governor

  await registerRelease()
  await call({
    account: stewardAt(1),
    contract: 'StewardSeats',
    abi: stewardSeatsAbi,
    functionName: 'present',
    args: [],
  })
  const executed = await chain.propose(holderAt(0), 'Revoke it')
  await chain.openVote()
  for (const voter of people.holders.slice(0, 4)) await chain.vote(voter, executed, 1, '\u0000\u{1f3fa} "\\n"\r\n\t')
  await passTime(period)
  await act(holderAt(9), 'queue', 'Revoke it')

  const flipped = await chain.propose(holderAt(1), 'Revoke it late')
  await passTime(period - window / 2)
  await chain.vote(holderAt(2), flipped, 1)
  await act(holderAt(9), 'execute', 'Revoke it')
  await act(people.council, 'cancel', 'Revoke it late')
  await call({
    account: holderAt(5),
    contract: 'StewardGovernor',
    abi: stewardGovernorAbi,
    functionName: 'invalidateBallots',
    args: [],
  })

  await waitForHead(chain, database)
  const expected = await expectIndexEqualsChain(chain, database)
  expect(expected.get('proposal_events')?.map(({ kind }) => kind)).toEqual([
    'queued',
    'extended',
    'executed',
    'canceled',
  ])
  const heads = await database.sql<{ executed: boolean; canceled: boolean; extended: boolean; eta: boolean }[]>`
    select executed_block is not null as executed, canceled_block is not null as canceled,
      extended_deadline is not null as extended, eta is not null as eta
    from proposal_heads order by proposal_id`
  expect([...heads]).toEqual([
    { executed: true, canceled: false, extended: false, eta: true },
    { executed: false, canceled: true, extended: true, eta: false },
  ])
  expect([...(await database.sql`select stage from release_stages where release_id = 1`)]).toEqual([{ stage: 5 }])

  const [newest] = await database.sql<{ id: bigint }[]>`select max(id) as id from outbox`
  await waitUntil('the newest message was told', async () => told.at(-1) === newest?.id.toString())
  const changes = await database.sql<{ payload: { id: string; changes: string[] } }[]>`
    select payload from outbox where kind = 'proposal' order by id`
  const changesOf = (id: bigint) => [
    ...new Set(changes.flatMap(({ payload }) => (payload.id === id.toString() ? payload.changes : []))),
  ]
  expect(changesOf(executed).sort()).toEqual(['created', 'executed', 'queued', 'votes'])
  expect(changesOf(flipped).sort()).toEqual(['canceled', 'created', 'extended', 'votes'])
  await unlisten()
  await indexer.stop()
  await database.sql.end()
})

test('a reorg that takes an execution back leaves the proposal queued', async () => {
  const database = await postgres.createDatabase()
  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  const before = await chain.client.getBlock()
  const [executed] = await database.sql<{ executed_block: bigint }[]>`
    select executed_block from proposal_heads where proposal_id = 1`
  const depth = Number(before.number - (executed?.executed_block ?? 0n)) + 1
  await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never })
  await waitForHead(chain, database)
  await expectIndexEqualsChain(chain, database)
  const [head] = await database.sql`
    select executed_block, executed_tx, queued_block is not null as queued, eta is not null as has_eta
    from proposal_heads where proposal_id = 1`
  expect(head).toEqual({ executed_block: null, executed_tx: null, queued: true, has_eta: true })
  await indexer.stop()
  await database.sql.end()
})
