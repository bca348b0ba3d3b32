import { decodeFunctionData } from 'viem'
import { expect, test } from 'vitest'
import { arbitrationAbi, nodeRewardsAbi, orderBookAbi, providerRegistryAbi } from '~/chain/abi/generated'
import { buildMarketCall, type MarketFacts } from '~/features/drafts/build-market-call'
import { listRewardFields, listTermFields, type MarketTerms } from '~/features/drafts/market-fields'
import { type Draft, parseDraft } from '~/features/drafts/schema'

const account = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const terms: MarketTerms = {
  ...{ maxBids: 8, feeBps: 125, burnBps: 2_000, capBps: 3_300, penaltyBps: 1_000, floorUnits: 48 },
  ...{ bidTime: 60, orderTime: 43_200, minNotice: 300, disputeWindow: 3_600, maxDuration: 2_592_000 },
  ...{ minStake: 100_000_000n, bidDeposit: 1_000_000n, disputeBond: 10_000_000n },
}
const facts: MarketFacts = {
  book: `0x${'11'.repeat(20)}`,
  providers: `0x${'22'.repeat(20)}`,
  arbitration: `0x${'33'.repeat(20)}`,
  rewards: `0x${'44'.repeat(20)}`,
  pools: [{ id: '2', name: 'T4 GPUs' }],
  reward: { base: 5_000_000n, freeNodes: 4 },
  terms,
  money: { symbol: 'DUSD', decimals: 6 },
}
const abis = {
  [facts.book]: orderBookAbi,
  [facts.providers]: providerRegistryAbi,
  [facts.arbitration]: arbitrationAbi,
  [facts.rewards]: nodeRewardsAbi,
}

const build = (fields: Record<string, string>) =>
  buildMarketCall(
    parseDraft(new URLSearchParams({ kind: 'market', title: 'A title', ...fields })) as Extract<
      Draft,
      { kind: 'market' }
    >,
    facts,
  )
const errorsOf = (fields: Record<string, string>) => {
  const built = build(fields)
  return 'errors' in built ? Object.entries(built.errors).map(([field, { key }]) => `${field}:${key}`) : []
}
const callOf = (fields: Record<string, string>) => {
  const built = build(fields)
  if ('errors' in built) throw new Error(JSON.stringify(built.errors))
  const abi = abis[built.call.target]
  if (abi === undefined) throw new Error(`no contract at ${built.call.target}`)
  return decodeFunctionData({ abi, data: built.call.calldata })
}

test('fields show the present terms, and sent back unchanged they set the same', () => {
  const fields = listTermFields(terms, facts.money)
  expect(fields).toMatchObject({ tFee: '1.25', tBidTime: '1', tOrderTime: '12', tLongest: '720', tStake: '100' })
  expect(callOf({ move: 'terms', ...fields })).toEqual({ functionName: 'setTerms', args: [terms] })
  expect(callOf({ move: 'terms' })).toEqual({ functionName: 'setTerms', args: [terms] })
})

test('what is changed is read exactly, in percent, minutes, hours and money', () => {
  const fields = { tFee: '0.5', tBids: '16', tBidTime: '2.5', tWindow: '90', tLongest: '0.25', tBond: '12.345678' }
  expect(callOf({ move: 'terms', ...fields }).args).toEqual([
    {
      ...terms,
      ...{ feeBps: 50, maxBids: 16, bidTime: 150, disputeWindow: 5_400, maxDuration: 900, disputeBond: 12_345_678n },
    },
  ])
})

test('every term outside the contract’s bounds is named at once', () => {
  expect(
    errorsOf({
      ...{ move: 'terms', tBids: '17', tFee: '10.01', tBurn: '100.5', tCap: '0', tPenalty: '-1', tFloor: '0' },
      ...{
        tBidTime: '0.001',
        tOrderTime: '721',
        tNotice: 'soon',
        tWindow: '43201',
        tLongest: '8761',
        tStake: '1.1234567',
      },
    }),
  ).toEqual([
    ...['tBids', 'tFee', 'tBurn', 'tCap', 'tPenalty', 'tFloor', 'tBidTime', 'tOrderTime', 'tNotice', 'tWindow'].map(
      (name) => `${name}:marketTerm`,
    ),
    'tLongest:marketTerm',
    'tStake:money',
  ])
  expect(errorsOf({ move: 'terms', tDeposit: '11' })).toEqual(['tDeposit:marketDeposit'])
  expect(errorsOf({ move: 'terms', tBond: '0.5' })).toEqual(['tDeposit:marketDeposit'])
})

test('auditors and arbiters come by address, and go by number or address', () => {
  expect(callOf({ move: 'appointAuditor', account })).toEqual({ functionName: 'appointAuditor', args: [account] })
  expect(callOf({ move: 'dismissAuditor', auditor: '3' })).toEqual({ functionName: 'dismissAuditor', args: [3] })
  expect(callOf({ move: 'removeAudit', provider: '7', auditor: '3' })).toEqual({
    functionName: 'removeAudit',
    args: [7, 3],
  })
  expect(callOf({ move: 'appointArbiter', account })).toEqual({ functionName: 'appointArbiter', args: [account] })
  expect(callOf({ move: 'dismissArbiter', account })).toEqual({ functionName: 'dismissArbiter', args: [account] })
  expect(errorsOf({ move: 'appointAuditor', account: '0x12' })).toEqual(['account:account'])
  expect(errorsOf({ move: 'removeAudit', provider: '0', auditor: '3' })).toEqual(['provider:number'])
  expect(errorsOf({ move: 'dismissAuditor', auditor: '65536' })).toEqual(['auditor:number'])
})

test('an attribute has a short meaning, and a verdict a side', () => {
  expect(callOf({ move: 'attribute', attribute: 'data stays in the EU' }).args).toEqual(['data stays in the EU'])
  expect(errorsOf({ move: 'attribute', attribute: '' })).toEqual(['attribute:poolName'])
  expect(callOf({ move: 'overturn', case: '4', verdict: 'tenant' }).args).toEqual([4n, 2])
  expect(callOf({ move: 'overturn', case: '4', verdict: 'provider' }).args).toEqual([4n, 3])
  expect(errorsOf({ move: 'overturn', case: 'four' })).toEqual(['case:number'])
})

test('R9 what nodes are rewarded is read exactly, and unchanged it sets the same', () => {
  const move = 'rewards'
  expect(listRewardFields(facts.reward, facts.money)).toEqual({ reward: '5', freeNodes: '4' })
  expect(callOf({ move })).toEqual({ functionName: 'setRewards', args: [{ base: 5_000_000n, freeNodes: 4 }] })
  expect(callOf({ move, reward: '0.000001', freeNodes: '65535' }).args).toEqual([{ base: 1n, freeNodes: 65_535 }])
  expect(errorsOf({ move, reward: '0.0000001', freeNodes: '0' })).toEqual(['reward:money', 'freeNodes:marketTerm'])
  expect(errorsOf({ move, freeNodes: '65536' })).toEqual(['freeNodes:marketTerm'])
})

test('R1 a multiplier is of a pool that there is, and at most tenfold', () => {
  const move = 'multiplier'
  expect(callOf({ move, pool: '2', multiplier: '152.25' })).toEqual({
    functionName: 'setMultiplier',
    args: [2, 15_225],
  })
  expect(callOf({ move, pool: '2', multiplier: '0' }).args).toEqual([2, 0])
  expect(errorsOf({ move, pool: '3', multiplier: '100' })).toEqual(['pool:pool'])
  for (const multiplier of ['', '1000.01', '0.001', 'ten']) {
    expect(errorsOf({ move, pool: '2', multiplier })).toEqual(['multiplier:multiplier'])
  }
})
