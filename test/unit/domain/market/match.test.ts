import fc from 'fast-check'
import { expect, test } from 'vitest'
import { suggestNaively } from '#test/support/market-cases'
import { type Contender, rankBids, type StandingOffer, suggestOffers } from '~/domain/market/match'
import {
  findObstacle,
  OBSTACLES,
  type Obstacle,
  type ServiceBid,
  type Standing,
  type WantedService,
} from '~/domain/market/obstacle'

const terms = {
  disputeWindow: 100,
  disputeBond: 1_000n,
  bidDeposit: 100n,
  minStake: 5_000n,
  capBps: 5_000,
  floorUnits: 10,
}

const wanted: WantedService = {
  pool: 1,
  units: 2,
  duration: 50,
  attributes: 1n,
  auditorIds: [],
  releaseId: 0,
  party: 7,
  isBudget: false,
  declined: 0,
  terms,
}

const standing: Standing = {
  listed: true,
  pool: 1,
  units: 4,
  unitsInUse: 0,
  attributes: 3n,
  auditors: new Set([1, 2]),
  ownAuditors: new Set(),
  auditedUnits: 8,
  stake: 10_000n,
  locked: 100n,
  partyUnits: 0,
  isServing: false,
}

const bid: ServiceBid = { providerId: 1, party: 3, auditorId: 1, rate: 1_000_000n }
const contender = (given: Partial<ServiceBid> & { load?: number; standing?: Partial<Standing> }): Contender => {
  const { load = 0, standing: changed = {}, ...rest } = given
  return { bid: { ...bid, ...rest }, standing: { ...standing, ...changed }, load }
}

test('R6 the lowest rate wins, then the least load of the party, then the lowest id', () => {
  const ranked = rankBids(wanted, [
    contender({ providerId: 9, rate: 5n, load: 3 }),
    contender({ providerId: 4, rate: 5n, load: 3 }),
    contender({ providerId: 8, rate: 5n, load: 2 }),
    contender({ providerId: 2, rate: 4n, load: 900 }),
  ])
  expect(ranked.map(({ contender: { bid: one }, rank, decidedBy }) => [one.providerId, rank, decidedBy])).toEqual([
    [2, 1, 'rate'],
    [8, 2, 'rate'],
    [4, 3, 'rate'],
    [9, 4, 'rate'],
  ])
})

test('R6 says what decided against each bid: rate, load or id, and for the winner what set it apart', () => {
  const decidedBy = (contenders: Contender[]) => rankBids(wanted, contenders).map((one) => one.decidedBy)
  expect(decidedBy([contender({ providerId: 1 })])).toEqual([null])
  expect(decidedBy([contender({ providerId: 2 }), contender({ providerId: 1 })])).toEqual(['id', 'id'])
  expect(decidedBy([contender({ providerId: 1, load: 1 }), contender({ providerId: 2 })])).toEqual(['load', 'load'])
  expect(
    decidedBy([
      contender({ providerId: 1 }),
      contender({ providerId: 2, load: 5 }),
      contender({ providerId: 3, rate: 2_000_000n }),
    ]),
  ).toEqual(['load', 'load', 'rate'])
})

test('R6 a bid that cannot be served delays nobody, and says why', () => {
  const ranked = rankBids(wanted, [
    contender({ providerId: 1, rate: 1n, standing: { unitsInUse: 3 } }),
    contender({ providerId: 2, rate: 9n }),
  ])
  expect(ranked.map(({ contender: { bid: one }, rank, obstacle }) => [one.providerId, rank, obstacle])).toEqual([
    [2, 1, null],
    [1, null, 'no-units-free'],
  ])
  expect(rankBids(wanted, [])).toEqual([])
})

type Case = [Obstacle | null, Partial<WantedService>, Partial<ServiceBid>, Partial<Standing>]

test.each<Case>([
  ['not-listed', {}, {}, { listed: false, pool: 2 }],
  ['other-pool', {}, {}, { pool: 2, attributes: 0n }],
  ['missing-attribute', { attributes: 5n }, {}, { auditors: new Set() }],
  ['not-audited', {}, { auditorId: 3 }, { unitsInUse: 4 }],
  ['not-audited', {}, { auditorId: 0 }, {}],
  ['not-audited', { auditorIds: [1, 3] }, {}, {}],
  ['no-units-free', {}, {}, { unitsInUse: 3, stake: 0n }],
  ['stake-too-small', {}, {}, { stake: 4_999n, locked: 0n, partyUnits: 100 }],
  ['stake-too-small', {}, {}, { locked: 9_101n }],
  ['over-cap', { isBudget: true }, { party: 0 }, { partyUnits: 4 }],
  ['declined', { declined: 1, isBudget: true }, { party: 0 }, {}],
  ['no-party', { isBudget: true, party: 3 }, { party: 0 }, {}],
  ['same-party', { isBudget: true, party: 3, releaseId: 1 }, {}, {}],
  ['not-audited', { isBudget: true, releaseId: 1 }, {}, { ownAuditors: new Set([1]) }],
  ['not-audited', { isBudget: true, auditorIds: [1, 2] }, {}, { ownAuditors: new Set([2]) }],
  ['no-enclave', { releaseId: 1 }, {}, { ownAuditors: new Set([1]) }],
  [null, { isBudget: true }, {}, { ownAuditors: new Set([2]) }],
])('R6 in the order of the contract, the first obstacle is told: %s', (obstacle, order, offered, changed) => {
  const given = { standing: { ...standing, ...changed }, held: terms.bidDeposit }
  expect(findObstacle({ ...wanted, ...order }, { ...bid, ...offered }, given)).toBe(obstacle)
})

test('R6 what just suffices is no obstacle', () => {
  const judge = (order: Partial<WantedService>, changed: Partial<Standing>, held = terms.bidDeposit) =>
    findObstacle({ ...wanted, ...order }, bid, { standing: { ...standing, ...changed }, held })
  expect(judge({}, { unitsInUse: 2 })).toBe(null)
  // 2 units for 50 s at one base unit, and the bond: 1,100 are needed, of which the deposit is held.
  expect(judge({}, { locked: 9_000n })).toBe(null)
  expect(judge({}, { locked: 9_001n }, 0n)).toBe('stake-too-small')
  expect(judge({}, { stake: 5_000n, locked: 0n })).toBe(null)
  // Half of ten units that are counted at least.
  expect(judge({}, { partyUnits: 3 })).toBe(null)
  expect(judge({}, { partyUnits: 4, auditedUnits: 12 })).toBe(null)
  expect(judge({ auditorIds: [2] }, {})).toBe(null)
  expect(judge({ releaseId: 1 }, { isServing: true })).toBe(null)
})

test('names an obstacle for each of the contract’s but none', () => {
  expect(OBSTACLES).toHaveLength(11)
})

const offers = fc.array(
  fc.record({
    providerId: fc.integer({ min: 1, max: 1_000 }),
    pool: fc.integer({ min: 1, max: 2 }),
    party: fc.integer({ min: 0, max: 3 }),
    rate: fc.bigInt({ min: 1n, max: 4_000_000n }),
    load: fc.integer({ min: 0, max: 2 }),
    unitsInUse: fc.integer({ min: 0, max: 4 }),
    locked: fc.bigInt({ min: 7_500n, max: 10_000n }),
    partyUnits: fc.integer({ min: 0, max: 4 }),
    auditors: fc.subarray([1, 2]),
    releaseId: fc.integer({ min: 0, max: 2 }),
    listed: fc.boolean(),
  }),
  { maxLength: 40 },
)
const wants = fc.array(
  fc.record({
    pool: fc.integer({ min: 1, max: 2 }),
    units: fc.integer({ min: 1, max: 3 }),
    duration: fc.integer({ min: 1, max: 200 }),
    maxRate: fc.bigInt({ min: 1n, max: 4_000_000n }),
    auditorIds: fc.subarray([1, 2]),
    releaseId: fc.integer({ min: 0, max: 2 }),
    isBudget: fc.boolean(),
    party: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 20 },
)

test('R6 suggests for many orders what judging every pair of them would', () => {
  fc.assert(
    fc.property(offers, wants, fc.integer({ min: 1, max: 5 }), (given, asked, most) => {
      const open = asked.map((one) => ({ ...wanted, ...one }))
      const list: StandingOffer[] = given.map(
        ({ providerId, party, rate, load, releaseId, auditors, pool, ...rest }, index) => ({
          bid: { providerId: providerId * 100 + index, party, auditorId: 1, rate },
          standing: { ...standing, ...rest, pool, auditors: new Set(auditors), isServing: releaseId !== 0 },
          load,
          releaseId,
        }),
      )
      expect(suggestOffers(open, list, most)).toEqual(suggestNaively(open, list, most))
    }),
  )
})

test('R6 weighs sums of money exactly where they are close', () => {
  const rate = 2n ** 79n + 1n
  const order = { ...wanted, units: 1, duration: 1, maxRate: 2n ** 80n, auditorIds: [1] }
  const needed = (rate + 999_999n) / 1_000_000n + terms.disputeBond
  const offer = (stake: bigint): StandingOffer => ({
    ...contender({ rate, standing: { stake, locked: 0n } }),
    releaseId: 0,
  })
  const found = (stake: bigint) => suggestOffers([order], [offer(stake)], 1)[0]?.offers.length
  expect([found(needed), found(needed - 1n)]).toEqual([1, 0])
})
