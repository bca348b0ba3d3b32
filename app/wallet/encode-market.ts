import { type Address, encodeFunctionData, erc20Abi, type Hex } from 'viem'
import { arbitrationCallAbi, bookCallAbi, marketCallAbi, receiptsCallAbi, rewardsCallAbi } from '~/chain/abi/wallet'
import type { ChainAccess, JobAct, MarketAct, OrderText } from '~/domain/wallet'
import { encodeJobAct } from './encode-job'
import type { Transaction } from './transaction'

type BookAct = Extract<MarketAct, { name: 'placeOrder' | 'cancelOrder' | 'declineWinner' | 'bid' | 'withdrawBid' }>
type CaseAct = Extract<MarketAct, { caseId: string }>
type LeaseAct = Exclude<MarketAct, BookAct | CaseAct | JobAct | { name: 'claimReward' | 'confirmUse' }>

const bookActs: readonly string[] = ['placeOrder', 'cancelOrder', 'declineWinner', 'bid', 'withdrawBid']

const isOfBook = (act: MarketAct): act is BookAct => bookActs.includes(act.name)

const isOfJobs = (act: MarketAct): act is JobAct => 'job' in act || act.name === 'offer' || act.name === 'claimOfJobs'

const toTerms = ({ maxRate, attributes, auditorIds, ...rest }: OrderText) => ({
  ...rest,
  maxRate: BigInt(maxRate),
  attributes: BigInt(attributes),
  auditorIds: BigInt(auditorIds),
})

const encodeBook = (act: BookAct): Hex => {
  const abi = bookCallAbi
  if (act.name === 'placeOrder') {
    const wants = toTerms(act.wants)
    if (act.party === null) {
      return encodeFunctionData({ abi, functionName: 'placeOrder', args: [wants, act.specDigest] })
    }
    return encodeFunctionData({ abi, functionName: 'placeBudgetOrder', args: [act.party, wants, act.specDigest] })
  }
  const id = BigInt(act.id)
  if (act.name === 'bid') {
    const args = [id, act.providerId, BigInt(act.rate), act.auditorId, act.enclaveId] as const
    return encodeFunctionData({ abi, functionName: 'bid', args })
  }
  if (act.name === 'withdrawBid') {
    return encodeFunctionData({ abi, functionName: 'withdrawBid', args: [id, act.providerId] })
  }
  return encodeFunctionData({ abi, functionName: act.name, args: [id] })
}

const encodeCase = (act: CaseAct): Hex => {
  const abi = arbitrationCallAbi
  const id = BigInt(act.caseId)
  if (act.name === 'giveEvidence') return encodeFunctionData({ abi, functionName: act.name, args: [id, act.evidence] })
  return encodeFunctionData({ abi, functionName: act.name, args: [id, act.forClaimant, act.reason] })
}

const encodeLease = (act: LeaseAct): Hex => {
  const abi = marketCallAbi
  switch (act.name) {
    case 'claim':
      return encodeFunctionData({ abi, functionName: 'claim' })
    case 'addStake':
    case 'withdrawStake':
      return encodeFunctionData({ abi, functionName: act.name, args: [act.providerId, BigInt(act.amount)] })
    case 'accept': {
      const args = [BigInt(act.id), act.providerId, BigInt(act.rate), act.seconds] as const
      return encodeFunctionData({ abi, functionName: 'accept', args })
    }
    case 'acceptAssigned':
    case 'topUp':
      return encodeFunctionData({ abi, functionName: act.name, args: [BigInt(act.id), act.seconds] })
    case 'dispute':
      return encodeFunctionData({ abi, functionName: 'dispute', args: [BigInt(act.id), act.from, act.evidence] })
    default:
      return encodeFunctionData({ abi, functionName: act.name, args: [BigInt(act.id)] })
  }
}

/** The transaction of what a reader does on the market. */
export const encodeMarketAct = ({ contracts }: ChainAccess, act: MarketAct): Transaction => {
  if ('caseId' in act) return { to: contracts.arbitration, data: encodeCase(act) }
  if (act.name === 'claimReward') {
    const args = [act.providerId, act.epoch] as const
    return { to: contracts.rewards, data: encodeFunctionData({ abi: rewardsCallAbi, functionName: 'claim', args }) }
  }
  if (act.name === 'confirmUse') {
    const args = [BigInt(act.id), BigInt(act.gpuSeconds), act.signature] as const
    return { to: contracts.receipts, data: encodeFunctionData({ abi: receiptsCallAbi, functionName: 'submit', args }) }
  }
  if (isOfJobs(act)) return { to: contracts.jobs, data: encodeJobAct(act) }
  if (isOfBook(act)) return { to: contracts.book, data: encodeBook(act) }
  return { to: contracts.market, data: encodeLease(act) }
}

type Allowance = { account: Address; spender: Address }

/** Asks how much of the account's money a contract may take. */
export const encodeAllowance = ({ contracts }: ChainAccess, { account, spender }: Allowance): Transaction => ({
  to: contracts.money,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'allowance', args: [account, spender] }),
})

/** Lets a contract take exactly `amount`, so that nothing stays approved. */
export const encodeApproval = (
  { contracts }: ChainAccess,
  { spender, amount }: { spender: Address; amount: bigint },
): Transaction => ({
  to: contracts.money,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, amount] }),
})
