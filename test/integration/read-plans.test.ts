import { afterAll, beforeAll, expect, test } from 'vitest'
import { findCostly, readPlans } from '#test/support/read-plans'
import { accountOf } from '#test/support/seed/draw'
import { TENTH } from '#test/support/seed/fill-index'
import { type SeededDao, startSeededDao } from '#test/support/seeded-dao'
import { getDelegate, listDelegates, listDelegators, listPowerHistory } from '~/features/delegates/read.server'
import { buildModelFeed } from '~/features/models/feed.server'
import { getGate, getRelease, listAttestations, listModels, listReleases } from '~/features/models/read.server'
import { getProposal, listProposals } from '~/features/proposals/read.server'
import { getReceipt, listBallots, listNonVoters, listVotes } from '~/features/votes/read.server'
import type { Page } from '~/http/shapes'
import { getServices } from '~/services.server'

// The statements that the API sends, explained over 10,000 proposals: none may read a table from end to end, sort more than a
// page, or read much that it then leaves out. The market's are in market-plans.test.ts, by the same measure.
const CROWD = '3'

let dao: SeededDao
beforeAll(async () => {
  dao = await startSeededDao(TENTH)
})
afterAll(() => dao?.stop())

type Read = () => Promise<unknown>

/** The first page and the one after it, whose condition is another. */
const pages =
  (read: (paging: { cursor?: string | undefined }) => Promise<{ page: Page }>): Read =>
  async () => {
    const first = await read({})
    if (first.page.next !== null) await read({ cursor: first.page.next })
  }

const states = ['pending', 'active', 'canceled', 'defeated', 'succeeded', 'queued', 'expired', 'executed'] as const
const proposalSorts = ['newest', 'oldest', 'deadline'] as const
const voteSorts = ['newest', 'oldest', 'reasons'] as const
const strong = accountOf(0)
const weak = accountOf(15_000)
const unknown = accountOf(90_000)
const days = () => ({ from: dao.now - 40_000_000, to: dao.now - 39_000_000 })

test.each<[string, Read]>([
  ...proposalSorts.flatMap((sort): [string, Read][] => [
    [`proposals, ${sort}`, pages((paging) => listProposals({ sort, ...paging }))],
    ...states.map((state): [string, Read] => [
      `${state} proposals, ${sort}`,
      pages((paging) => listProposals({ state, sort, ...paging })),
    ]),
    [`proposals of a kind, ${sort}`, pages((paging) => listProposals({ kind: ['membership'], sort, ...paging }))],
    [`proposals of a proposer, ${sort}`, pages((paging) => listProposals({ proposer: strong, sort, ...paging }))],
  ]),
  ['proposals of a kind that there is not', () => listProposals({ kind: ['market'] })],
  ['proposals of nobody', () => listProposals({ proposer: unknown })],
  ['proposals with a rare text', () => listProposals({ q: '#4711' })],
  ['proposals with a Chinese text', () => listProposals({ q: '第 4718 号' })],
  ['proposals with a text that there is not', () => listProposals({ q: 'xyzzy' })],
  ['proposals with a number', () => listProposals({ q: '4711' })],
  ['proposals with a proposer', () => listProposals({ q: accountOf(399) })],
  ['proposals with an unknown address', () => listProposals({ q: unknown })],
  ['proposals of some days', () => listProposals(days())],
  ['one proposal', () => getProposal(CROWD)],
  ...voteSorts.flatMap((sort) =>
    [{}, { house: 'seat' as const }, { house: 'token' as const }, { support: 'abstain' as const }].map(
      (filter): [string, Read] => [
        `ballots, ${sort} ${JSON.stringify(filter)}`,
        pages((paging) => listVotes(CROWD, { sort, ...filter, ...paging })),
      ],
    ),
  ),
  ['seats that did not vote', () => listNonVoters(CROWD, { house: 'seat' })],
  ['a receipt', () => getReceipt(CROWD, strong)],
  ['ballots of a strong voter', pages((paging) => listBallots(strong, paging))],
  ['ballots of a weak voter', () => listBallots(weak)],
  ['delegates', pages(listDelegates)],
  ['a delegate', () => getDelegate(strong)],
  ['delegators', pages((paging) => listDelegators(strong, paging))],
  ['the power of a delegate', () => listPowerHistory(strong)],
  ['models', pages(listModels)],
  ['releases', pages(listReleases)],
  ['releases of a model', () => listReleases({ model: '7' })],
  ['releases in a stage', pages((paging) => listReleases({ stage: 'gated', ...paging }))],
  ['releases with a licence', pages((paging) => listReleases({ licence: 'MIT', ...paging }))],
  ['one release', () => getRelease('4000')],
  ['the gate of a release', () => getGate('4000')],
  ['attestations of a release', () => listAttestations('4000')],
  ['the feed of a model', () => buildModelFeed('7', 'https://portal.example')],
])('reads %s through indexes', async (_name, read) => {
  const { sql } = await getServices()
  const works = await readPlans(sql, read)
  expect(works.length).toBeGreaterThan(0)
  expect(findCostly(works)).toEqual([])
})

test('looks once at each elector to find who has not voted', async () => {
  const { sql } = await getServices()
  const electors = 2 * TENTH.voters
  for (const id of [CROWD, '9000']) {
    const works = await readPlans(
      sql,
      pages((paging) => listNonVoters(id, paging)),
    )
    expect(findCostly(works, { scanned: electors, removed: electors, sorted: electors })).toEqual([])
  }
})
