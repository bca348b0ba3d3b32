import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import { prepareClaim } from '~/features/market/acts/claim-act'
import { prepareJobActs } from '~/features/market/acts/job-acts'
import type { Job } from '~/features/market/schema/jobs'
import type { Credit } from '~/features/market/schema/market'
import type { IntlShape } from '~/i18n/intl-context'

const intl: IntlShape = {
  locale: 'en',
  t: (key, values = {}) => `${key} ${JSON.stringify(values)}`,
  rich: (key) => key,
}
const digest = `0x${'ab'.repeat(32)}` as Hex
const tenant = '0x1111111111111111111111111111111111111111'
const operator = '0x2222222222222222222222222222222222222222'
const stranger = '0x3333333333333333333333333333333333333333'
const accountOf = (address: string) => ({ address, party: null, seat: null, contract: null })

const now = Date.parse('2026-11-26T12:00:00Z') / 1000
const moment = (seconds: number) => ({ time: new Date(seconds * 1000).toISOString(), block: null })
const HOUR = 3_600
const sum = (value: string) => ({ value, decimals: 6, unit: 'DUSD' })

type Stage = { state: string; deadline?: number; payableFrom?: number; dispute?: string }

const jobOf = (state: string, stages: Stage[]) =>
  ({
    id: '7',
    state,
    tenant: accountOf(tenant),
    provider: { id: '1', operator: accountOf(operator) },
    bond: sum('10000000'),
    delivered: stages.filter((stage) => stage.state !== 'open').length,
    milestones: stages.map((stage, index) => ({
      index,
      state: stage.state,
      deadline: moment(stage.deadline ?? now + HOUR),
      payableFrom: stage.payableFrom === undefined ? null : moment(stage.payableFrom),
      dispute: stage.dispute ?? null,
    })),
  }) as unknown as Job

const open = { state: 'open' }
const missed = { state: 'open', deadline: now }
const fresh = { state: 'delivered', payableFrom: now + 1 }
const due = { state: 'delivered', payableFrom: now }
const rejected = { state: 'rejected', dispute: '5' }

type Changed = Partial<Parameters<typeof prepareJobActs>[1]>

const actsOf = (job: Job, viewer: string, changed: Changed = {}) =>
  prepareJobActs(intl, {
    ...{ job, viewer, now, isOpen: true, digest: null, rejection: null, finalCases: [] },
    ...changed,
  }).map(({ act, pays }) => ({ ...act, pays }))
const namesOf = (...given: Parameters<typeof actsOf>) => actsOf(...given).map(({ name }) => name)

test('an offer is taken back by its tenant and accepted by the operator, before its first deadline and while the market is open', () => {
  const offered = jobOf('offered', [open, open])
  expect(actsOf(offered, tenant)).toEqual([{ name: 'withdrawOffer', job: '7', pays: '0' }])
  expect(actsOf(offered, operator)).toEqual([{ name: 'acceptJob', job: '7', pays: '0' }])
  expect(actsOf(offered, operator, { isOpen: false })).toEqual([])
  expect(actsOf(jobOf('offered', [missed, open]), operator)).toEqual([])
  expect(namesOf(jobOf('offered', [missed, open]), tenant)).toEqual(['withdrawOffer'])
  expect(actsOf(offered, stranger)).toEqual([])
})

test('the operator delivers the next milestone with the bond, if it gave a digest and its deadline is to come', () => {
  const running = jobOf('running', [fresh, open])
  expect(actsOf(running, operator)).toEqual([])
  expect(actsOf(running, operator, { digest })).toEqual([{ name: 'deliver', job: '7', digest, pays: '10000000' }])
  expect(actsOf(jobOf('running', [fresh, missed]), operator, { digest })).toEqual([])
  expect(actsOf(jobOf('running', [fresh, fresh]), operator, { digest })).toEqual([])
  expect(actsOf(jobOf('ended', [fresh, open]), operator, { digest })).toEqual([])
  expect(actsOf(running, stranger, { digest })).toEqual([])
})

test('the tenant accepts a delivery at any time, and rejects it with the bond while it is reviewed', () => {
  const running = jobOf('running', [fresh, due, open])
  const accepting = [0, 1].map((index) => ({ name: 'acceptMilestone', job: '7', index, pays: '0' }))
  expect(actsOf(running, tenant)).toEqual(accepting)
  const evidence = digest
  expect(actsOf(running, tenant, { rejection: { index: 0, evidence } })).toEqual([
    { name: 'rejectMilestone', job: '7', index: 0, evidence, pays: '10000000' },
    ...accepting,
  ])
  // Reviewed for too long, not delivered, and not there.
  for (const index of [1, 2, 3]) expect(actsOf(running, tenant, { rejection: { index, evidence } })).toEqual(accepting)
  // Delivered before the tenant took the rest back.
  expect(namesOf(jobOf('ended', [fresh, open]), tenant)).toEqual(['acceptMilestone'])
})

test('the tenant takes the rest back once the next deadline is missed, and only then', () => {
  expect(namesOf(jobOf('running', [open]), tenant)).toEqual([])
  expect(namesOf(jobOf('running', [missed]), tenant)).toEqual(['reclaim'])
  expect(namesOf(jobOf('running', [fresh, missed]), tenant)).toEqual(['acceptMilestone', 'reclaim'])
  for (const state of ['done', 'ended', 'withdrawn']) expect(namesOf(jobOf(state, [missed]), tenant)).toEqual([])
  expect(namesOf(jobOf('running', [missed]), operator)).toEqual([])
})

test('anyone has a delivery paid after its review, and carries a final verdict out', () => {
  const running = jobOf('running', [fresh, due, rejected])
  for (const viewer of [operator, stranger]) {
    expect(actsOf(running, viewer)).toEqual([{ name: 'releaseMilestone', job: '7', index: 1, pays: '0' }])
    expect(actsOf(running, viewer, { finalCases: ['5'] }).at(-1)).toEqual({
      ...{ name: 'settleMilestone', job: '7', index: 2, pays: '0' },
    })
  }
  expect(namesOf(running, tenant, { finalCases: ['5'] })).toEqual([
    ...['acceptMilestone', 'acceptMilestone', 'settleMilestone'],
  ])
  expect(namesOf(running, stranger, { finalCases: ['4'] })).toEqual(['releaseMilestone'])
  const settled = { state: 'paid', dispute: '5' }
  expect(actsOf(jobOf('done', [settled]), stranger, { finalCases: ['5'] })).toEqual([])
})

test('what the market and jobs owe is taken from each', () => {
  const credit = (claimable: string, ofJobs: string) =>
    ({ account: accountOf(tenant), claimable: sum(claimable), claimableOfJobs: sum(ofJobs) }) as unknown as Credit
  const namesOfClaims = (...given: [string, string]) => prepareClaim(intl, credit(...given)).map(({ act }) => act.name)
  expect(namesOfClaims('0', '0')).toEqual([])
  expect(namesOfClaims('1', '0')).toEqual(['claim'])
  expect(namesOfClaims('0', '1')).toEqual(['claimOfJobs'])
  expect(namesOfClaims('1', '1')).toEqual(['claim', 'claimOfJobs'])
})
