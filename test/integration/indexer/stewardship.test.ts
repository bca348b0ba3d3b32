import { afterAll, beforeAll, test } from 'vitest'
import {
  expectNoticed,
  expectRebuilt,
  expectWithdrawn,
  type FollowedStory,
  followStory,
} from '#test/support/followed-story'
import { sayEverything } from '#test/support/stewardship'

let story: FollowedStory
beforeAll(async () => {
  story = await followStory(sayEverything)
})
afterAll(() => story?.stop())

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
] as const

test('B1 stewardship is rows of the chain: followed, and rebuilt with the same content hash', async () => {
  await expectRebuilt(story, newTables)
})

test.each([
  ['a Fail less', `update attestations set verdict = 2 where uid = 2`, 'database: release 1 standing_fails'],
  ['a stage less', `delete from stage_changes where to_stage = 4`, 'database: release 1 stage'],
  [
    'a shorter recall',
    `update release_stops set until = until - 1 where kind = 'recalled'`,
    'database: release 1 recalled_until',
  ],
])('B1 the audit of stewardship notices %s', (_name, statement, what) => expectNoticed(story, statement, what))

test('B1 a reorg withdraws all that was said of stewardship', async () => {
  // The first gate rules come with the deployment.
  await expectWithdrawn(story, newTables, { gate_rules: 6n })
})
