import { PROPOSAL_STATES } from '~/domain/proposal-state'
import type { Refusal } from '~/domain/refusal'
import { fillText } from './fill-text'
import { formatQuantity, formatUtcSeconds } from './format'
import type { Locale } from './locale'
import type { MessageKey } from './messages'

const STAGES = [null, 'registered', 'red-team', 'gated', 'open', 'revoked'] as const
const TOKEN_DECIMALS = 18

/** The texts that refusals are told with: a part of the catalogue. */
type RefusalWords = Readonly<
  Record<
    Extract<MessageKey, `refus${string}` | `state.${string}` | `stage.${string}` | `house.${string}` | 'unit.OST'>,
    string
  >
>

type Shown = { words: RefusalWords; locale: Locale }
type ShowValue = (value: string, shown: Shown) => string

const showTime: ShowValue = (value) => formatUtcSeconds(Number(value))
const showAmount: ShowValue = (value, { words, locale }) =>
  fillText(words['unit.OST'], { amount: formatQuantity(locale, { value, decimals: TOKEN_DECIMALS }) })
const showHouse: ShowValue = (value, { words }) => words[`house.${value === '1' ? 'seat' : 'token'}`]
const showState: ShowValue = (value, { words }) => {
  const state = PROPOSAL_STATES[Number(value)]
  return state === undefined ? value : words[`state.${state}`]
}
const showObstacle: ShowValue = (value, { words }) => {
  const key = `refusal.obstacle.${value}`
  return key in words ? words[key as keyof RefusalWords] : value
}
const showStage: ShowValue = (value, { words }) => {
  const stage = STAGES[Number(value)]
  return stage ? words[`stage.${stage}`] : value
}

/** How an argument of a custom error reads; whatever is not listed is shown as it is. */
const shows: Readonly<Record<string, ShowValue>> = {
  'GovernorNoVotes.house': showHouse,
  'GovernorOnlyObjections.until': showTime,
  'GovernorUnexpectedProposalState.current': showState,
  'GovernorInsufficientProposerVotes.votes': showAmount,
  'GovernorInsufficientProposerVotes.threshold': showAmount,
  'GovernorTooEarly.eta': showTime,
  'CouncilTermTooLong.until': showTime,
  'CouncilTermTooLong.max': showTime,
  'RegistryIllegalStage.actual': showStage,
  'RegistryIllegalStage.needed': showStage,
  'RegistryNotWithdrawable.stage': showStage,
  'SeatsTooManyAdmissions.until': showTime,
  'SeatsTermNotOver.termEnd': showTime,
  'PartyAgentTooLong.until': showTime,
  'PartyAgentTooLong.latest': showTime,
  'AllocationNotTaking.from': showTime,
  'AllocationNotTaking.until': showTime,
  'AllocationStillTaking.until': showTime,
  'TreasuryBadTerm.start': showTime,
  'TreasuryBadTerm.cliff': showTime,
  'TreasuryBadTerm.end': showTime,
  'ProvidersBadTerm.until': showTime,
  'ProvidersBadTerm.latest': showTime,
  'MarketIsPaused.until': showTime,
  'MilestonesPaused.until': showTime,
  'MilestonesTooLate.until': showTime,
  'MilestonesTooEarly.from': showTime,
  'MilestonesBadDeadline.deadline': showTime,
  'MilestonesBadDeadline.earliest': showTime,
  'MilestonesBadDeadline.latest': showTime,
  'MarketEpochTooShort.until': showTime,
  'MarketEpochTooShort.ends': showTime,
  'MarketStillBidding.until': showTime,
  'MarketStillRunning.until': showTime,
  'MarketDisputeTooLate.until': showTime,
  'MarketBadRange.from': showTime,
  'MarketBadRange.earliest': showTime,
  'MarketBadRange.end': showTime,
  'MarketCannotServe.obstacle': showObstacle,
  'TokenMintTooEarly.nextMintAt': showTime,
  'TokenMintTooLarge.amount': showAmount,
  'TokenMintTooLarge.max': showAmount,
}

const describeContract = (refusal: Extract<Refusal, { code: 'contract' }>, shown: Shown): string => {
  const { error } = refusal
  const args = Object.entries(refusal.args).map(
    ([name, value]) => [name, shows[`${error}.${name}`]?.(value, shown) ?? value] as const,
  )
  const key = `refused.${error}`
  if (key in shown.words) return fillText(shown.words[key as keyof RefusalWords], Object.fromEntries(args))
  const listed = args.map(([name, value]) => `${name} ${value}`).join(', ')
  return fillText(shown.words['refusal.unnamed'], { error, args: listed })
}

/** The refusal in a reader's words: what was refused, with which value, and what to do next. */
export const describeRefusal = (refusal: Refusal, shown: Shown): string => {
  if (refusal.code === 'contract') return describeContract(refusal, shown)
  return fillText(shown.words[`refusal.${refusal.code}`], { ...refusal })
}
