import { describe, expect, it } from 'vitest'
import { describeVerdict } from '~/features/proposals/components/verdict'
import type { Check, HouseTally, ProposalSummary } from '~/features/proposals/schema'
import { getIntl } from '~/i18n/intl.server'

const en = getIntl('en')
const zh = getIntl('zh-CN')

const seats = (value: number) => ({ value: String(value), decimals: 0, unit: 'seat' }) as const
const votes = (value: number) => ({ value: String(BigInt(value) * 10n ** 18n), decimals: 18, unit: 'OST' }) as const

const failing = (rule: Check['rule'], missing: Check['missing']): Check => ({
  rule,
  met: false,
  comparison: 'at-least',
  actual: missing,
  needed: missing,
  missing,
})

const house = (name: 'token' | 'seat', checks: Check[], cast = true): HouseTally => {
  const amount = name === 'token' ? votes : seats
  return {
    house: name,
    for: amount(cast ? 6 : 0),
    against: amount(0),
    abstain: amount(0),
    total: amount(12),
    notVoted: amount(0),
    quorum: null,
    forNeeded: null,
    passing: checks.length === 0,
    checks,
  }
}

type Given = Partial<Pick<ProposalSummary, 'state' | 'phase'>> & { token?: Check[]; seat?: Check[]; cast?: boolean }

const proposal = ({ state = 'active', phase = 'voting', token = [], seat = [], cast = true }: Given) => ({
  state,
  phase,
  tally: {
    token: house('token', token, cast),
    seat: house('seat', seat, cast),
    passing: token.length + seat.length === 0,
  },
})

describe('describeVerdict', () => {
  it('names the house that is short, and by how much', () => {
    const given = proposal({ seat: [failing('seat-majority', seats(1))] })
    expect(describeVerdict(en, given)).toBe('Not passing yet: the seat house is one For short')
    expect(describeVerdict(zh, given)).toBe('目前尚未通过：席位院还差一席赞成')
  })

  it('names both houses where both are short', () => {
    const given = proposal({
      token: [failing('quorum', votes(2_837_896))],
      seat: [failing('seat-third', seats(5))],
    })
    expect(describeVerdict(en, given)).toBe(
      'Not passing yet: the token house is 2,837,896.00\u00a0OST short of its quorum; the seat house is 5 For short',
    )
  })

  it('says the condition of a house that is furthest from met', () => {
    const given = proposal({ seat: [failing('seat-third', seats(1)), failing('seat-more-for', seats(3))] })
    expect(describeVerdict(en, given)).toContain('three For short')
  })

  it('says that nobody has voted instead of listing everything', () => {
    const given = proposal({
      token: [failing('quorum', votes(10))],
      seat: [failing('seat-third', seats(5))],
      cast: false,
    })
    expect(describeVerdict(en, given)).toBe('Not passing yet: nobody has voted')
  })

  it('says a block as what it is', () => {
    expect(describeVerdict(en, proposal({ seat: [failing('seat-no-block', seats(0))] }))).toBe(
      'Not passing yet: more than half of the seats are Against',
    )
  })

  it('says that a house is outvoted where no number of seats would be enough', () => {
    const given = proposal({ seat: [failing('seat-two-thirds', seats(21))] })
    const seat = { ...given.tally.seat, against: seats(11), forNeeded: seats(22) }
    expect(describeVerdict(en, { ...given, tally: { ...given.tally, seat } })).toBe(
      'Not passing yet: 11 of 12 seats are Against',
    )
  })

  it('speaks of a defeat in the past', () => {
    const given = proposal({ state: 'defeated', phase: 'closed', token: [failing('majority', votes(4))] })
    expect(describeVerdict(en, given)).toBe('Defeated: the token house was 4.00\u00a0OST For short')
  })

  it('tells what passed who may act', () => {
    expect(describeVerdict(en, proposal({ state: 'succeeded', phase: 'queueable' }))).toContain('may queue it')
    expect(describeVerdict(en, proposal({ state: 'queued', phase: 'delayed' }))).toContain('waits out its delay')
    expect(describeVerdict(en, proposal({ state: 'queued', phase: 'executable' }))).toContain('may execute it')
  })

  it('says in the objection period what is accepted', () => {
    expect(describeVerdict(en, proposal({ phase: 'objection' }))).toContain('only Against')
  })
})
