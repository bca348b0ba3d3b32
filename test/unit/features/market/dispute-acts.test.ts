import { expect, test } from 'vitest'
import { prepareDisputeActs, roleIn } from '~/features/market/acts/dispute-acts'
import { parseDigest } from '~/features/market/acts/parse-digest'
import type { Dispute } from '~/features/market/schema/disputes'
import { getIntl } from '~/i18n/intl.server'

const addressOf = (digit: number): string => `0x${String(digit).repeat(40)}`
const account = (digit: number) => ({ address: addressOf(digit), party: null, seat: null, contract: null })
const [tenant, operator, arbiter, voted, stranger] = [1, 2, 3, 4, 5] as const
const [digest, given] = [`0x${'ab'.repeat(32)}`, `0x${'cd'.repeat(32)}`] as const

const dispute = {
  id: '4',
  state: 'voting',
  lease: '9',
  milestone: null,
  claimant: account(tenant),
  respondent: account(operator),
  arbiters: [
    { arbiter: account(arbiter), vote: null },
    { arbiter: account(voted), vote: { for: 'claimant', reason: given } },
  ],
  evidence: [{ by: account(tenant), digest: given }],
  settlement: null,
} as unknown as Dispute

type Asked = { viewer: number; digest?: typeof digest | typeof given | null; changed?: Partial<Dispute> }

const actsOf = ({ viewer, digest: entered = digest, changed = {} }: Asked) =>
  prepareDisputeActs(getIntl('en'), {
    dispute: { ...dispute, ...changed },
    viewer: addressOf(viewer),
    digest: entered,
  }).map(({ act }) => act)

test('a digest is 0x and 64 digits in lower case', () => {
  expect(parseDigest(digest)).toBe(digest)
  expect(['', 'ab', digest.slice(2), `${digest}0`, `0x${'AB'.repeat(32)}`].map(parseDigest)).toEqual([
    ...[null, null, null, null, null],
  ])
})

test('an arbiter votes once, and not before it has given the digest of its reasons', () => {
  expect(actsOf({ viewer: arbiter, digest: null })).toEqual([])
  expect(actsOf({ viewer: arbiter })).toEqual([
    { name: 'vote', caseId: '4', forClaimant: true, reason: digest },
    { name: 'vote', caseId: '4', forClaimant: false, reason: digest },
  ])
  expect(actsOf({ viewer: voted })).toEqual([])
})

test('both sides give evidence while arbiters vote, each digest once', () => {
  const act = { name: 'giveEvidence', caseId: '4', evidence: digest }
  expect(actsOf({ viewer: tenant })).toEqual([act])
  expect(actsOf({ viewer: operator })).toEqual([act])
  expect(actsOf({ viewer: tenant, digest: null })).toEqual([])
  expect(actsOf({ viewer: tenant, digest: given })).toEqual([])
  expect(actsOf({ viewer: operator, digest: given })).toEqual([{ ...act, evidence: given }])
})

test('once it is decided nobody votes or gives evidence, and anyone carries a final verdict out', () => {
  const all = [tenant, operator, arbiter, voted, stranger]
  for (const state of ['unanswered', 'appealable'] as const) {
    expect(all.flatMap((viewer) => actsOf({ viewer, changed: { state } }))).toEqual([])
  }
  for (const viewer of all) {
    expect(actsOf({ viewer, changed: { state: 'undecided' } })).toEqual([{ name: 'settleDispute', id: '9' }])
  }
})

test('a final verdict is carried out where its subject is: a lease, a milestone of a job, or nowhere here', () => {
  const settled = (changed: Partial<Dispute>) =>
    actsOf({ viewer: stranger, changed: { state: 'for-claimant', ...changed } })
  const milestone = { job: '7', index: 2, amount: { value: '1', decimals: 6, unit: 'DUSD' } }
  expect(settled({ lease: null, milestone })).toEqual([{ name: 'settleMilestone', job: '7', index: 2 }])
  expect(settled({})).toEqual([{ name: 'settleDispute', id: '9' }])
  expect(settled({ lease: null })).toEqual([])
})

test('who is neither an arbiter that has yet to vote nor a side has no part in a case', () => {
  const roles = [tenant, operator, arbiter, voted, stranger].map((digit) => roleIn(dispute, addressOf(digit)))
  expect(roles).toEqual(['side', 'side', 'arbiter', null, null])
  expect(roleIn(dispute, null)).toBe(null)
})
