import { type Address, encodeFunctionData } from 'viem'
import { arbitrationAbi, nodeRewardsAbi, orderBookAbi, providerRegistryAbi } from '~/chain/abi/generated'
import { type MarketTerms, parseMultiplier, parseRewardFields, parseTermFields, type RewardRule } from './market-fields'
import { type Built, parseAccount, parseNumber, toCall } from './parse-fields'
import type { Draft, DraftField, FieldError } from './schema'

/** What drafts about the market are made from: where calls go, what counts for new orders and epochs, pools, and money. */
export type MarketFacts = {
  book: Address
  providers: Address
  arbitration: Address
  rewards: Address
  pools: readonly { id: string; name: string }[]
  terms: MarketTerms
  reward: RewardRule
  money: { symbol: string; decimals: number }
}

type MarketDraft = Extract<Draft, { kind: 'market' }>

const NAME_MAX = 64
const FOR_CLAIMANT = 2
const FOR_RESPONDENT = 3

const wrong = (field: DraftField, error: FieldError): Built => ({ errors: { [field]: error } })
const given = (key: string, text: string): FieldError => ({ key, values: { given: text } })

const buildTerms = (draft: MarketDraft, facts: MarketFacts): Built => {
  const { terms, errors } = parseTermFields(draft, facts.terms, facts.money)
  if (Object.keys(errors).length > 0) return { errors }
  return toCall(facts.book, encodeFunctionData({ abi: orderBookAbi, functionName: 'setTerms', args: [terms] }))
}

const buildAccountCall = (draft: MarketDraft, { providers, arbitration }: MarketFacts): Built => {
  const account = parseAccount(draft.account)
  if (account === null) return wrong('account', given('account', draft.account))
  if (draft.move === 'appointAuditor') {
    const abi = providerRegistryAbi
    return toCall(providers, encodeFunctionData({ abi, functionName: 'appointAuditor', args: [account] }))
  }
  const functionName = draft.move === 'appointArbiter' ? 'appointArbiter' : 'dismissArbiter'
  return toCall(arbitration, encodeFunctionData({ abi: arbitrationAbi, functionName, args: [account] }))
}

const buildAuditCall = (draft: MarketDraft, { providers }: MarketFacts): Built => {
  const abi = providerRegistryAbi
  const auditor = parseNumber(draft.auditor, 2 ** 16 - 1)
  if (auditor === null) return wrong('auditor', given('number', draft.auditor))
  if (draft.move === 'dismissAuditor') {
    return toCall(providers, encodeFunctionData({ abi, functionName: 'dismissAuditor', args: [auditor] }))
  }
  const provider = parseNumber(draft.provider)
  if (provider === null) return wrong('provider', given('number', draft.provider))
  return toCall(providers, encodeFunctionData({ abi, functionName: 'removeAudit', args: [provider, auditor] }))
}

const buildAttribute = (draft: MarketDraft, { providers }: MarketFacts): Built => {
  const length = new TextEncoder().encode(draft.attribute).length
  if (length === 0 || length > NAME_MAX)
    return wrong('attribute', { key: 'poolName', values: { max: NAME_MAX, length } })
  const args = [draft.attribute] as const
  return toCall(providers, encodeFunctionData({ abi: providerRegistryAbi, functionName: 'addAttribute', args }))
}

const buildOverturn = (draft: MarketDraft, { arbitration }: MarketFacts): Built => {
  const id = parseNumber(draft.case, 9_999_999_999)
  if (id === null) return wrong('case', given('number', draft.case))
  const args = [BigInt(id), draft.verdict === 'tenant' ? FOR_CLAIMANT : FOR_RESPONDENT] as const
  return toCall(arbitration, encodeFunctionData({ abi: arbitrationAbi, functionName: 'overturn', args }))
}

const buildRewards = (draft: MarketDraft, facts: MarketFacts): Built => {
  const { rule, errors } = parseRewardFields(draft, facts.reward, facts.money)
  if (Object.keys(errors).length > 0) return { errors }
  return toCall(facts.rewards, encodeFunctionData({ abi: nodeRewardsAbi, functionName: 'setRewards', args: [rule] }))
}

const buildMultiplier = (draft: MarketDraft, { pools, rewards }: MarketFacts): Built => {
  if (!pools.some(({ id }) => id === draft.pool)) return wrong('pool', given('pool', draft.pool))
  const bps = parseMultiplier(draft.multiplier)
  if (bps === null) return wrong('multiplier', given('multiplier', draft.multiplier))
  const args = [Number(draft.pool), bps] as const
  return toCall(rewards, encodeFunctionData({ abi: nodeRewardsAbi, functionName: 'setMultiplier', args }))
}

/** Changes the market's terms or what nodes are rewarded, or who audits providers and decides disputes; or overturns a verdict. */
export const buildMarketCall = (draft: MarketDraft, facts: MarketFacts): Built => {
  switch (draft.move) {
    case 'terms':
      return buildTerms(draft, facts)
    case 'appointAuditor':
    case 'appointArbiter':
    case 'dismissArbiter':
      return buildAccountCall(draft, facts)
    case 'dismissAuditor':
    case 'removeAudit':
      return buildAuditCall(draft, facts)
    case 'attribute':
      return buildAttribute(draft, facts)
    case 'overturn':
      return buildOverturn(draft, facts)
    case 'rewards':
      return buildRewards(draft, facts)
    case 'multiplier':
      return buildMultiplier(draft, facts)
  }
}
