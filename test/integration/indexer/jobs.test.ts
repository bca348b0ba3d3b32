import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  expectAllEmitted,
  expectRebuilt,
  expectWithdrawn,
  type FollowedStory,
  followStory,
} from '#test/support/followed-story'
import { jobs, sayMarketJobs } from '#test/support/jobs-story'

let story: FollowedStory
beforeAll(async () => {
  story = await followStory(sayMarketJobs)
})
afterAll(() => story?.stop())

const newTables = [
  'jobs',
  'job_events',
  'milestone_events',
  'job_credits',
  'job_fee_payments',
  'reward_rules',
  'reward_multipliers',
  'reward_funds',
  'challenge_reports',
  'reward_claims',
  'usage_receipts',
] as const

test('B1 every event of jobs, rewards and receipts is a row, followed live and rebuilt with the same content hash', async () => {
  await expectAllEmitted(story, ['MilestoneLeases', 'NodeRewards', 'UsageReceipts'])
  const expected = await expectRebuilt(story, newTables)
  const kindsOf = (table: string) => new Set(expected.get(table)?.map(({ kind }) => kind))
  expect(kindsOf('milestone_events').size).toBe(4)
  expect(new Set(expected.get('milestone_events')?.map(({ outcome }) => outcome)).size).toBe(4)
})

test('listeners hear which jobs, leases and providers changed, and how', async () => {
  const told = await story.database.sql<{ kind: string; payload: { id?: string; changes?: string[] } }[]>`
    select kind, payload from outbox where block_number > ${story.blocksBefore} order by id`
  const changesOf = (kind: string, id: bigint) =>
    [
      ...new Set(
        told.filter((one) => one.kind === kind && one.payload.id === String(id)).flatMap((one) => one.payload.changes),
      ),
    ].sort()
  expect(changesOf('job', jobs.kept)).toEqual(['accepted', 'delivered', 'offered', 'paid', 'rejected', 'settled'])
  expect(changesOf('job', jobs.missed)).toEqual(['accepted', 'ended', 'offered'])
  expect(changesOf('lease', jobs.usedLease)).toContain('confirmed')
  expect(told.some(({ kind }) => kind === 'rewards')).toBe(true)
})

test('B1 a reorg withdraws all that was said of jobs, rewards and receipts', async () => {
  // The first rewards come with the deployment.
  await expectWithdrawn(story, newTables, { reward_rules: 1n })
})
