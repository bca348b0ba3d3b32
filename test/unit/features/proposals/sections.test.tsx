import { describe, expect, it } from 'vitest'
import { renderStatic } from '~/components/render-static.server'
import { ActionsSection } from '~/features/proposals/components/actions-section.server'
import { DescriptionSection } from '~/features/proposals/components/description-section.server'
import { ProposalHead } from '~/features/proposals/components/proposal-head.server'
import { ProposalRow } from '~/features/proposals/components/proposal-row.server'
import { ResultSection } from '~/features/proposals/components/result-section.server'
import { TimelineSection } from '~/features/proposals/components/timeline-section.server'
import type { HouseTally, Proposal } from '~/features/proposals/schema'
import { getIntl } from '~/i18n/intl.server'
import { LOCALES } from '~/i18n/locale'

const NOW = { time: '2026-11-23T14:02:24Z', block: 8_463_127 }
const LATER = { time: '2026-11-25T09:12:40Z', block: null }
const HASH = `0x${'ab'.repeat(32)}`
const STATES = ['pending', 'active', 'succeeded', 'queued', 'executed', 'defeated', 'canceled', 'expired'] as const

const account = { address: `0x${'Ab'.repeat(20)}`, party: null, seat: null, contract: null }

const house = (name: HouseTally['house']): HouseTally => {
  const unit = name === 'token' ? 'OST' : 'seat'
  const amount = (value: number) => ({ value: String(value), decimals: 0, unit }) as const
  const check = {
    met: false,
    comparison: 'more-than',
    actual: amount(2),
    needed: amount(6),
    missing: amount(5),
  } as const
  return {
    house: name,
    for: amount(2),
    against: amount(1),
    abstain: amount(0),
    total: amount(12),
    notVoted: amount(9),
    quorum: name === 'token' ? amount(4) : null,
    forNeeded: amount(7),
    passing: false,
    checks: [{ ...check, rule: name === 'token' ? 'majority' : 'seat-majority' }],
  }
}

const EVENTS = [
  'proposed',
  'voting-opens',
  'extended',
  'voting-ends',
  'queue-by',
  'queued',
  'executable',
  'execute-by',
  'executed',
  'canceled',
  'expired',
] as const

const proposal = (state: Proposal['state'], given: Partial<Proposal> = {}): Proposal => ({
  id: '148',
  title: 'Open the weights <script>alert(1)</script>',
  kind: 'release',
  tier: 'charter',
  state,
  phase: state === 'active' ? 'voting' : 'closed',
  proposer: { ...account, party: { id: '1', kind: 'lab' } },
  created: NOW,
  snapshot: NOW,
  deadline: LATER,
  decided: state === 'executed' ? NOW : null,
  eta: null,
  recovery: false,
  tally: { token: house('token'), seat: house('seat'), passing: false },
  voters: { token: 2, seat: 1 },
  description: 'Open the weights <script>alert(1)</script>\n\nBecause <img src=x onerror=alert(1)>.',
  descriptionHash: HASH,
  transaction: HASH,
  seatCapacity: 12,
  presentSeats: null,
  schedule: {
    baseDeadline: LATER,
    objectionWindowFrom: LATER,
    objectionUntil: null,
    queueBy: LATER,
    delaySeconds: 21_600,
    dissentSeconds: 90,
    earliestExecution: LATER,
    executeBy: null,
  },
  actions: [
    {
      index: 0,
      target: account.address,
      contract: null,
      value: '1',
      selector: '0xdeadbeef',
      signature: null,
      arguments: [],
      calldata: `0xdeadbeef${'00'.repeat(32 * 6)}`,
      tier: 'charter',
      sentence: { key: 'action.unknown', params: { target: account.address, selector: '0xdeadbeef' } },
      release: null,
      gate: null,
    },
  ],
  timeline: {
    entries: EVENTS.map((event, index) => ({
      event,
      status: index < 2 ? ('past' as const) : ('expected' as const),
      at: index < 2 ? NOW : LATER,
      transaction: index === 0 ? HASH : null,
      actor: index === 0 ? account : null,
    })),
    next: [
      { act: 'vote', who: 'voters', account: null, from: null, until: LATER },
      { act: 'queue', who: 'anyone', account: null, from: LATER, until: LATER },
      { act: 'cancel', who: 'council', account, from: null, until: null },
    ],
  },
  ...given,
})

const render = (locale: (typeof LOCALES)[number], one: Proposal): string =>
  renderStatic(
    getIntl(locale),
    <>
      <ProposalHead proposal={one} />
      <ResultSection proposal={one} />
      <ActionsSection proposal={one} />
      <DescriptionSection draft={null} proposal={one} />
      <TimelineSection proposal={one} now={NOW} />
      <ProposalRow proposal={one} now={NOW.time} />
    </>,
  )

describe.each(LOCALES)('a proposal in %s', (locale) => {
  it.each(STATES)('is rendered whole when %s', (state) => {
    const html = render(locale, proposal(state))
    expect(html).toContain('2026-11-25 09:12:40 UTC')
    expect(html).not.toMatch(/\{\w+\}|undefined|\[object|NaN/)
  })

  it('never lets a title or a text become markup', () => {
    const html = render(locale, proposal('active'))
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;script&gt;')
  })

  it('says that a recovery needs one house only', () => {
    const recovering = render(locale, proposal('active', { recovery: true }))
    expect(recovering.length).toBeGreaterThan(render(locale, proposal('active')).length)
  })
})

describe('the raw call', () => {
  it('shows the selector, and folds what is longer than eight lines', () => {
    const html = render('en', proposal('active'))
    expect(html).toContain('<b>0xdeadbeef</b>')
    expect(html).toContain('The remaining 64 bytes of data')
  })
})
