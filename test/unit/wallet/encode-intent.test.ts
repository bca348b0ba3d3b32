import { type Abi, type Address, decodeFunctionData } from 'viem'
import { expect, test } from 'vitest'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeMarketAbi,
  computeTreasuryAbi,
  milestoneLeasesAbi,
  nodeRewardsAbi,
  orderBookAbi,
  stewardGovernorAbi,
  usageReceiptsAbi,
  votingTokenAbi,
} from '~/chain/abi/generated'
import type { ChainAccess, Intent, MarketAct } from '~/domain/wallet'
import { encodeIntent } from '~/wallet/encode-intent'

const access: ChainAccess = {
  chainId: 31_337,
  name: 'Foundry',
  rpcUrl: null,
  demo: false,
  contracts: {
    registry: '0x4444444444444444444444444444444444444444',
    custody: '0x5555555555555555555555555555555555555555',
    governor: '0x1111111111111111111111111111111111111111',
    token: '0x2222222222222222222222222222222222222222',
    seats: '0x3333333333333333333333333333333333333333',
    allocation: '0x6666666666666666666666666666666666666666',
    treasury: '0x7777777777777777777777777777777777777777',
    book: '0x8888888888888888888888888888888888888888',
    market: '0x9999999999999999999999999999999999999999',
    arbitration: '0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa',
    jobs: '0xcCcCCccccccCCcccCccCcccccCcccCccCcCcCCCC',
    rewards: '0xDdDDDDDDddddddDDDDDdddddddddddddDdDDdDDD',
    receipts: '0xEeEeEeEEeeeEeEeEeeEeEEEeEeEEeeEEEeEEEeee',
    money: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB',
  },
}

const decode = (intent: Intent) => {
  const { to, data } = encodeIntent(access, intent)
  expect(to).toBe(access.contracts.governor)
  return decodeFunctionData({ abi: stewardGovernorAbi, data })
}

const vote = { kind: 'vote', proposalId: '148', choice: 'for' } as const
const call = { target: access.contracts.token, value: '5', calldata: '0x1234' } as const
const descriptionHash = `0x${'ab'.repeat(32)}` as const

test('a ballot of the token house is a stock one, with its reason only where there is one', () => {
  expect(decode({ ...vote, house: 'token', reason: '' })).toEqual({ functionName: 'castVote', args: [148n, 1] })
  expect(decode({ ...vote, house: 'token', reason: 'why' })).toEqual({
    functionName: 'castVoteWithReason',
    args: [148n, 1, 'why'],
  })
})

test('a ballot of the seat house names it in its params', () => {
  expect(decode({ ...vote, choice: 'against', house: 'seat', reason: '' })).toEqual({
    functionName: 'castVoteWithReasonAndParams',
    args: [148n, 0, '', '0x01'],
  })
})

test('queue, execute and both ways to cancel carry the calls and the hash of the text', () => {
  const args = [[call.target], [5n], [call.calldata], descriptionHash]
  const named = (['queue', 'execute', 'cancel', 'cancel-retiered'] as const).map((kind) =>
    decode({ kind, calls: [call], descriptionHash }),
  )
  expect(named).toEqual(
    ['queue', 'execute', 'cancel', 'cancelIfRetiered'].map((functionName) => ({ functionName, args })),
  )
})

test('a delegation goes to the token', () => {
  const { to, data } = encodeIntent(access, { kind: 'delegate', to: access.contracts.seats })
  expect(to).toBe(access.contracts.token)
  expect(decodeFunctionData({ abi: votingTokenAbi, data })).toEqual({
    functionName: 'delegate',
    args: [access.contracts.seats],
  })
})

test('a request for compute goes to the allocation policy, and an agent says whose it is', () => {
  const request = { pool: 2, epoch: 71, want: '9007199254740991', seq: 3, agentOf: null }
  const decodeAsk = (agentOf: number | null) => {
    const { to, data } = encodeIntent(access, { kind: 'request-compute', request: { ...request, agentOf } })
    expect(to).toBe(access.contracts.allocation)
    return decodeFunctionData({ abi: allocationPolicyAbi, data })
  }
  expect(decodeAsk(null)).toEqual({ functionName: 'request', args: [2, 71, 9007199254740991n, 3] })
  expect(decodeAsk(9)).toEqual({ functionName: 'requestFor', args: [9, 2, 71, 9007199254740991n, 3] })
})

test('a grant of money is claimed from the treasury', () => {
  const { to, data } = encodeIntent(access, { kind: 'claim-money', grantId: 4 })
  expect(to).toBe(access.contracts.treasury)
  expect(decodeFunctionData({ abi: computeTreasuryAbi, data })).toEqual({ functionName: 'claim', args: [4] })
})

const wants = {
  ...{ pool: 1, units: 4, duration: 7_200, notice: 600, releaseId: 3 },
  ...{ maxRate: '1208925819614629174706175', attributes: '5', auditorIds: '18446744073709551615' },
}
const terms = { ...wants, maxRate: 1208925819614629174706175n, attributes: 5n, auditorIds: 18446744073709551615n }
const digest = `0x${'cd'.repeat(32)}` as const

const decodeAct = (act: MarketAct) => {
  const { to, data } = encodeIntent(access, { kind: 'market', act, pays: '0' })
  const { book, market, arbitration, jobs, rewards, receipts } = access.contracts
  const abis: [Address, Abi][] = [
    [book, orderBookAbi],
    [market, computeMarketAbi],
    [arbitration, arbitrationAbi],
    [jobs, milestoneLeasesAbi],
    [rewards, nodeRewardsAbi],
    [receipts, usageReceiptsAbi],
  ]
  const abi = abis.find(([address]) => address === to)?.[1] ?? []
  return { to, ...decodeFunctionData({ abi, data }) }
}

test('orders and bids go to the order book, with every digit of their rates', () => {
  const to = access.contracts.book
  expect(decodeAct({ name: 'placeOrder', party: null, wants, specDigest: digest })).toEqual({
    ...{ to, functionName: 'placeOrder' },
    args: [terms, digest],
  })
  expect(decodeAct({ name: 'placeOrder', party: 7, wants, specDigest: digest })).toEqual({
    ...{ to, functionName: 'placeBudgetOrder' },
    args: [7, terms, digest],
  })
  expect(decodeAct({ name: 'bid', id: '9', providerId: 2, rate: '800000', auditorId: 1, enclaveId: 0 })).toEqual({
    ...{ to, functionName: 'bid' },
    args: [9n, 2, 800_000n, 1, 0],
  })
  expect(decodeAct({ name: 'withdrawBid', id: '9', providerId: 2 }).args).toEqual([9n, 2])
  expect(decodeAct({ name: 'declineWinner', id: '9' })).toEqual({ to, functionName: 'declineWinner', args: [9n] })
})

test('leases, disputes and stakes go to the market, verdicts and evidence to the arbiters', () => {
  const to = access.contracts.market
  expect(decodeAct({ name: 'accept', id: '9', providerId: 2, rate: '5', seconds: 60 })).toEqual({
    ...{ to, functionName: 'accept' },
    args: [9n, 2, 5n, 60],
  })
  expect(decodeAct({ name: 'topUp', id: '9', seconds: 60 })).toEqual({ to, functionName: 'topUp', args: [9n, 60] })
  expect(decodeAct({ name: 'dispute', id: '9', from: 1_700_000_000, evidence: digest }).args).toEqual([
    ...[9n, 1_700_000_000, digest],
  ])
  expect(decodeAct({ name: 'addStake', providerId: 2, amount: '100' }).args).toEqual([2, 100n])
  expect(decodeAct({ name: 'claim' })).toEqual({ to, functionName: 'claim', args: undefined })
  for (const name of ['endLease', 'giveNotice', 'close', 'withdraw', 'release', 'settleDispute'] as const) {
    expect(decodeAct({ name, id: '9' })).toEqual({ to, functionName: name, args: [9n] })
  }
  expect(decodeAct({ name: 'vote', caseId: '4', forClaimant: true, reason: digest })).toEqual({
    ...{ to: access.contracts.arbitration, functionName: 'vote' },
    args: [4n, true, digest],
  })
  expect(decodeAct({ name: 'giveEvidence', caseId: '4', evidence: digest })).toEqual({
    ...{ to: access.contracts.arbitration, functionName: 'giveEvidence' },
    args: [4n, digest],
  })
})

test('what is done about a job goes to its contract, each act to the function that it names', () => {
  const to = access.contracts.jobs
  const plan = [{ amount: '79228162514264337593543950335', deadline: 1_800_000_000 }]
  expect(decodeAct({ name: 'offer', providerId: 2, specDigest: digest, plan })).toEqual({
    ...{ to, functionName: 'offer' },
    args: [2, digest, [{ amount: 79228162514264337593543950335n, deadline: 1_800_000_000 }]],
  })
  for (const name of ['withdrawOffer', 'acceptJob', 'reclaim'] as const) {
    expect(decodeAct({ name, job: '9' })).toEqual({ to, functionName: name, args: [9n] })
  }
  expect(decodeAct({ name: 'deliver', job: '9', digest })).toEqual({ to, functionName: 'deliver', args: [9n, digest] })
  const ofMilestone = {
    acceptMilestone: 'acceptMilestone',
    releaseMilestone: 'release',
    settleMilestone: 'settle',
  } as const
  for (const name of ['acceptMilestone', 'releaseMilestone', 'settleMilestone'] as const) {
    expect(decodeAct({ name, job: '9', index: 3 })).toEqual({ to, functionName: ofMilestone[name], args: [9n, 3] })
  }
  expect(decodeAct({ name: 'rejectMilestone', job: '9', index: 3, evidence: digest })).toEqual({
    ...{ to, functionName: 'reject' },
    args: [9n, 3, digest],
  })
  expect(decodeAct({ name: 'claimOfJobs' })).toEqual({ to, functionName: 'claim', args: undefined })
})

test('a reward is claimed from the rewards, and a receipt goes to the receipts', () => {
  const { rewards, receipts } = access.contracts
  expect(decodeAct({ name: 'claimReward', providerId: 2, epoch: 71 })).toEqual({
    ...{ to: rewards, functionName: 'claim' },
    args: [2, 71],
  })
  expect(decodeAct({ name: 'confirmUse', id: '9', gpuSeconds: '9007199254740993', signature: '0x1234' })).toEqual({
    ...{ to: receipts, functionName: 'submit' },
    args: [9n, 9007199254740993n, '0x1234'],
  })
})
