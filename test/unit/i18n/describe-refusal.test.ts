import { expect, test } from 'vitest'
import { contractErrorAbi } from '~/chain/abi/errors'
import { catalogues } from '~/i18n/catalogue.server'
import { describeRefusal } from '~/i18n/describe-refusal'
import { refusal as en } from '~/i18n/en/refusal'
import { LOCALES } from '~/i18n/locale'

const say = (error: string, args: Record<string, string>, locale: 'en' | 'zh-CN' = 'en') =>
  describeRefusal({ code: 'contract', error, args }, { words: catalogues[locale], locale })

const worded = Object.entries(en).filter(([key]) => key.startsWith('refused.'))

test.each(worded)('%s is an error of the contracts, and its words name only its arguments', (key, text) => {
  const error = contractErrorAbi.find(({ name }) => `refused.${name}` === key)
  const names: string[] = (error?.inputs ?? []).map(({ name }) => name)
  expect(error, key).toBeDefined()
  expect(
    [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => !names.includes(name ?? '')),
  ).toEqual([])
})

// Raised only while contracts are made, by the stock libraries, or in ways that no call of the portal reaches.
const unreachable =
  /^(EpochClock|AllocationBadWindow|GovernorBounds(DemoFloor|Empty)|GovernorInvalid(Delays|Expiry|VoteParams)|Timelock|Access|ERC|SafeCast)/

test('every error of our own that a reader can meet has words of its own', () => {
  const own = contractErrorAbi
    .map(({ name }) => name)
    .filter(
      (name) =>
        /^(Governor|Registry|Party|Seats|Token|Council|Allocation|Treasury|Providers|Market|Arbitration|Milestones|Rewards|Receipts)/.test(
          name,
        ) && !unreachable.test(name),
    )
  const missing = [...new Set(own)].filter((name) => !(`refused.${name}` in en))
  expect(missing.sort()).toEqual([
    'GovernorAlreadyInitializedLatestProposalId',
    'GovernorProposalQueueingNotRequired',
    'PartyEpochUnknown',
    'PartyLengthMismatch',
    'SeatsTooShort',
    'TokenLengthMismatch',
    'TokenMintCapTooHigh',
    'TokenTooManyBarred',
  ])
})

test('amounts, times, houses, states and stages are shown as readers know them', () => {
  const votes = { proposer: '0xA', votes: '12500000000000000000', threshold: '10000000000000000000000' }
  expect(say('GovernorInsufficientProposerVotes', votes)).toContain('12.50\u00a0OST')
  expect(say('GovernorInsufficientProposerVotes', votes)).toContain('10,000.00\u00a0OST')
  expect(say('GovernorTooEarly', { proposalId: '7', eta: '1795514400' })).toContain('2026-11-24 10:00:00 UTC')
  expect(say('GovernorNoVotes', { account: '0xA', house: '1' })).toContain('Seat house')
  expect(say('GovernorUnexpectedProposalState', { proposalId: '7', current: '3' })).toContain('"Defeated"')
  expect(say('RegistryIllegalStage', { releaseId: '2', actual: '1', needed: '3' })).toContain('"Gated"')
  expect(say('GovernorNoVotes', { account: '0xA', house: '0' }, 'zh-CN')).toContain('代币院')
})

test('why a provider cannot serve is said in words, and an unknown reason by its number', () => {
  const refused = { orderId: '4', providerId: '2' }
  expect(say('MarketCannotServe', { ...refused, obstacle: '7' })).toContain('its party would be over the cap')
  expect(say('MarketCannotServe', { ...refused, obstacle: '99' })).toContain(': 99.')
  expect(say('MarketBadRange', { from: '1795514400', earliest: '1', end: '2' })).toContain('2026-11-24 10:00:00 UTC')
})

test('an error without words of its own is named with its arguments', () => {
  expect(say('PartyLengthMismatch', { controllers: '2', kinds: '1' })).toBe(
    'The contract refused: PartyLengthMismatch(controllers 2, kinds 1).',
  )
})

test.each(LOCALES)('every other refusal has words in %s that use what is known', (locale) => {
  const shown = { words: catalogues[locale], locale }
  const told = [
    describeRefusal({ code: 'rejected' }, shown),
    describeRefusal({ code: 'wrong-chain', name: 'Base', chainId: '8453' }, shown),
    describeRefusal({ code: 'unreachable', detail: 'timeout' }, shown),
  ]
  expect(told.filter((text) => text.includes('{'))).toEqual([])
  expect(told[1]).toContain('8453')
})
