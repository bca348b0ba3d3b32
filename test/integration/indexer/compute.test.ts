import { afterAll, beforeAll, expect, test } from 'vitest'
import { listEmitted } from '#test/support/audit'
import { sayCompute, story } from '#test/support/compute-story'
import {
  expectAllEmitted,
  expectNoticed,
  expectRebuilt,
  expectWithdrawn,
  type FollowedStory,
  followStory,
} from '#test/support/followed-story'

let followed: FollowedStory
beforeAll(async () => {
  followed = await followStory(sayCompute)
})
afterAll(() => followed?.stop())

const newTables = [
  'agents',
  'pools',
  'pool_capacities',
  'policies',
  'rounds',
  'requests',
  'settlements',
  'consumptions',
  'treasury_flows',
  'schedules',
  'budget_lines',
  'line_movements',
  'money_grants',
  'money_grant_events',
] as const

test('B1 every event of pooled compute is a row, followed live and rebuilt with the same content hash', async () => {
  await expectAllEmitted(followed, ['AllocationPolicy', 'ComputeTreasury'])
  expect(await listEmitted(followed.chain, 'PartyRegistry')).toContain('AgentSet')
  const expected = await expectRebuilt(followed, newTables)
  const agents = expected.get('requests')?.map(({ agent }) => agent)
  expect(new Set(agents).size).toBe(3)
})

const { scarce, paid, small } = story.pools
const round = (pool: number) => `database: round ${pool}-${story.epoch}`

test.each([
  ['another want', `update requests set want = want + 1 where pool = ${paid} and party = 3`, `${round(paid)} demand`],
  ['a request less', `delete from requests where party = 9`, `${round(scarce)} allocated`],
  ['an older request', `delete from requests where seq = 7`, `${round(scarce)} demand`],
  ['a want below nothing', `update requests set want = -1 where party = 9`, `${round(scarce)} demand`],
  ['a party of another kind', `update party_events set party_kind = 0 where party = 3`, `${round(paid)} allocated`],
  ['another cap', `update policies set cap_bps = 1 where version = 2`, `${round(paid)} demand`],
  ['another capacity', `update rounds set capacity = capacity - 1 where pool = ${small}`, `${round(small)} allocated`],
  ['no settlement', `delete from settlements where pool = ${scarce}`, `${round(scarce)} settled`],
  ['a settlement too many', `update settlements set pool = ${small} where pool = ${paid}`, `${round(small)} settled`],
  ['other levels', `update settlements set levels[2] = 1 where pool = ${scarce}`, 'table settlements'],
  ['more drawn', `update line_movements set money = money + 1 where kind = 'drawn'`, 'table line_movements'],
  ['a longer term', `update agents set until = until + 1 where party = 11`, 'table agents'],
])('the audit notices %s', (_name, statement, what) => expectNoticed(followed, statement, what))

type Told = { kind: string; payload: Record<string, unknown> & { changes?: string[] } }

test('listeners hear which rounds, pools, policies, budgets and parties changed, and how', async () => {
  const told = await followed.database.sql<Told[]>`
    select kind, payload from outbox where block_number > ${followed.blocksBefore} order by id`
  const listOf = (kind: string, name: string) =>
    [...new Set(told.filter((one) => one.kind === kind).map(({ payload }) => String(payload[name])))].sort()
  expect(listOf('pool', 'id')).toEqual(['1', '2', '3', '4'])
  expect(listOf('policy', 'version')).toEqual(['1', '2'])
  // Admitted ones, and those whose controller named an agent; nobody else's members changed.
  expect(listOf('party', 'id')).toEqual(['10', '11', '9'])
  expect(told.filter(({ kind }) => kind === 'budget').every(({ payload }) => Object.keys(payload).length === 0)).toBe(
    true,
  )

  const rounds: Record<string, string[]> = {}
  for (const { payload } of told.filter(({ kind }) => kind === 'round')) {
    const key = `${payload['pool']}-${payload['epoch']}`
    rounds[key] = [...new Set([...(rounds[key] ?? []), ...(payload.changes ?? [])])].sort()
  }
  expect(rounds).toEqual({
    '1-2': ['consumed', 'opened', 'requested', 'restored', 'settled'],
    '2-2': ['opened', 'requested', 'settled'],
    '3-2': ['opened', 'settled'],
    '4-2': ['opened', 'requested'],
    '1-3': ['opened', 'requested'],
  })
})

const movesMoney = [
  'treasury_flows',
  'schedules',
  'budget_lines',
  'line_movements',
  'money_grants',
  'money_grant_events',
]

test('budgets are told of in the batch in which money, schedules or lines moved, and in no other', async () => {
  const { sql } = followed.database
  const moves = movesMoney.map((table) => `select block_number from ${table}`).join(' union ')
  const blocks = (await sql.unsafe<{ block_number: bigint }[]>(moves)).map(({ block_number }) => block_number)
  const batches = await sql<{ to: bigint; told: boolean }[]>`
    select block_number as to, bool_or(kind = 'budget') as told from outbox where block_number > ${followed.blocksBefore}
    group by block_number order by block_number`
  let from = followed.blocksBefore
  for (const { to, told } of batches) {
    const moved = blocks.some((block) => block > from && block <= to)
    expect({ to, told }).toEqual({ to, told: moved })
    from = to
  }
})

test('B1 a reorg withdraws all that was said of compute', async () => {
  // The first policy comes with the deployment.
  await expectWithdrawn(followed, newTables, { policies: 1n })
})
