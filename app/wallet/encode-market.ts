import { type Address, encodeFunctionData, erc20Abi, type Hex } from 'viem'
import { arbitrationCallAbi, bookCallAbi, marketCallAbi } from '~/chain/abi/wallet'
import type { ChainAccess, MarketAct, OrderText } from '~/domain/wallet'
import type { Transaction } from './transaction'

type BookAct = Extract<MarketAct, { name: 'placeOrder' | 'cancelOrder' | 'declineWinner' | 'bid' | 'withdrawBid' }>
type LeaseAct = Exclude<MarketAct, BookAct | { name: 'vote' }>

const bookActs: readonly string[] = ['placeOrder', 'cancelOrder', 'declineWinner', 'bid', 'withdrawBid']

const isOfBook = (act: MarketAct): act is BookAct => bookActs.includes(act.name)

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
  if (act.name === 'vote') {
    const args = [BigInt(act.caseId), act.forClaimant, act.reason] as const
    const data = encodeFunctionData({ abi: arbitrationCallAbi, functionName: 'vote', args })
    return { to: contracts.arbitration, data }
  }
  if (isOfBook(act)) return { to: contracts.book, data: encodeBook(act) }
  return { to: contracts.market, data: encodeLease(act) }
}

/** Asks how much of the account's money the market may take. */
export const encodeAllowance = ({ contracts }: ChainAccess, account: Address): Transaction => ({
  to: contracts.money,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'allowance', args: [account, contracts.market] }),
})

/** Lets the market take exactly `amount`, so that nothing stays approved. */
export const encodeApproval = ({ contracts }: ChainAccess, amount: bigint): Transaction => ({
  to: contracts.money,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [contracts.market, amount] }),
})
