import { decodeFunctionData } from 'viem'
import { expect, test } from 'vitest'
import { allocationPolicyAbi, computeTreasuryAbi } from '~/chain/abi/generated'
import {
  buildBudgetCall,
  buildPolicyCall,
  buildPoolCall,
  type ComputeFacts,
} from '~/features/drafts/build-compute-call'
import { type Draft, parseDraft } from '~/features/drafts/schema'

const account = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const kinds = [0, 1, 2, 3, 4, 5, 6].map((kind) => ({ class: kind % 2, weight: kind }))
const facts: ComputeFacts = {
  allocation: `0x${'11'.repeat(20)}`,
  treasury: `0x${'22'.repeat(20)}`,
  pools: [
    { id: '1', name: 'T4' },
    { id: '7', name: 'G2' },
  ],
  policy: {
    capBps: 2000,
    classes: [
      { reserveBps: 1000, weight: 1 },
      { reserveBps: 0, weight: 3 },
    ],
    kinds,
  },
  capBps: { min: 500, max: 3300 },
  money: { symbol: 'DUSD', decimals: 6 },
}

const draft = <Kind extends Draft['kind']>(kind: Kind, fields: Record<string, string>) => {
  const parsed = parseDraft(new URLSearchParams({ kind, title: 'A title', ...fields }))
  if (parsed.kind !== kind) throw new Error(`not a draft of ${kind}`)
  return parsed as Extract<Draft, { kind: Kind }>
}

type Built = ReturnType<typeof buildPoolCall>

const errorsOf = (built: Built) =>
  'errors' in built ? Object.entries(built.errors).map(([field, { key }]) => `${field}:${key}`) : []
const callOf = (built: Built) => {
  if ('errors' in built) throw new Error(JSON.stringify(built.errors))
  expect(built.call.value).toBe('0')
  const ofTreasury = built.call.target === facts.treasury
  if (!ofTreasury) expect(built.call.target).toBe(facts.allocation)
  const abi = ofTreasury ? computeTreasuryAbi : allocationPolicyAbi
  return decodeFunctionData({ abi, data: built.call.calldata })
}

const policy = (fields: Record<string, string>) => buildPolicyCall(draft('policy', fields), facts)
const pool = (fields: Record<string, string>) => buildPoolCall(draft('pool', fields), facts)
const budget = (fields: Record<string, string>) => buildBudgetCall(draft('budget', fields), facts)

test('a policy is what the fields say, and leaves each kind of party in its class', () => {
  expect(callOf(policy({ cap: '12.5', r1: '25', w0: '9' }))).toEqual({
    functionName: 'setPolicy',
    args: [
      {
        capBps: 1250,
        classes: [
          { reserveBps: 1000, weight: 9 },
          { reserveBps: 2500, weight: 3 },
        ],
        kinds,
      },
    ],
  })
})

test('a policy with wrong fields names each with the bounds', () => {
  expect(errorsOf(policy({ cap: '34', r0: '-1', w1: 'x' }))).toEqual(['cap:cap', 'r0:percent', 'w1:weight'])
  const built = policy({ cap: '34' })
  expect('errors' in built && built.errors.cap?.values).toEqual({ given: '34', min: 5, max: 33 })
})

test('the cap alone is lowered and never raised, whatever the other fields hold', () => {
  expect(callOf(policy({ move: 'lower', cap: '19.99', r0: 'nonsense' }))).toEqual({
    functionName: 'lowerCap',
    args: [1999],
  })
  expect(errorsOf(policy({ move: 'lower', cap: '20' }))).toEqual(['cap:capNotLower'])
  expect(errorsOf(policy({ move: 'lower', cap: '4' }))).toEqual(['cap:cap'])
})

test('a pool is opened, resized and closed', () => {
  expect(callOf(pool({ poolName: 'H100, north', hours: '24' }))).toEqual({
    functionName: 'addPool',
    args: ['H100, north', 86_400n],
  })
  expect(callOf(pool({ move: 'resize', pool: '7', hours: '0.01' }))).toEqual({
    functionName: 'setCapacity',
    args: [7, 36n],
  })
  expect(callOf(pool({ move: 'close', pool: '7' }))).toEqual({ functionName: 'closePool', args: [7] })
})

test('a pool needs a name that fits and hours that the contract can count', () => {
  expect(errorsOf(pool({ poolName: '', hours: '0' }))).toEqual(['hours:hours', 'poolName:poolName'])
  // 22 signs of three bytes each
  expect(errorsOf(pool({ poolName: '算'.repeat(22), hours: '1' }))).toEqual(['poolName:poolName'])
  expect(callOf(pool({ poolName: '算'.repeat(21), hours: '1' })).functionName).toBe('addPool')
  expect(errorsOf(pool({ poolName: 'x', hours: '999999999999' }))).toEqual([])
  expect(errorsOf(pool({ move: 'resize', pool: '3', hours: '1e3' }))).toEqual(['hours:hours', 'pool:pool'])
  expect(errorsOf(pool({ move: 'close', pool: '' }))).toEqual(['pool:pool'])
})

test('a budget without a sum costs what its hours cost at that price, both rounded for the lessor', () => {
  // 1.20 an hour is 333.33… base units a second: rounded up, and so is the whole.
  expect(callOf(budget({ pool: '1', hours: '100', price: '1.20' }))).toEqual({
    functionName: 'setSchedule',
    args: [1, { gpuSeconds: 360_000n, money: 120_000_001n, maxRate: 333_333_334n }],
  })
  expect(callOf(budget({ pool: '1', hours: '100', price: '1.20', money: '50' })).args).toEqual([
    1,
    { gpuSeconds: 360_000n, money: 50_000_000n, maxRate: 333_333_334n },
  ])
  expect(callOf(budget({ move: 'end', pool: '7' }))).toEqual({
    functionName: 'setSchedule',
    args: [7, { gpuSeconds: 0n, money: 0n, maxRate: 0n }],
  })
})

test('a budget names every field that is wrong', () => {
  expect(errorsOf(budget({ pool: '2', hours: '', price: '1.0000001', money: '-5' }))).toEqual([
    'pool:pool',
    'hours:hours',
    'price:money',
    'money:money',
  ])
})

test('a budget beyond what the contract can count is refused, not sent', () => {
  const coarse = { ...facts, money: { symbol: 'WEI', decimals: 18 } }
  const fields = { pool: '1', hours: '999999999999', price: '999999999999999999' }
  expect(errorsOf(buildBudgetCall(draft('budget', fields), coarse))).toEqual(['price:tooCostly'])
})

test('money is granted between days, from its cliff on', () => {
  const fields = { move: 'pay', account, money: '24000', from: '2027-01-01', until: '2027-12-31' }
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000
  expect(callOf(budget(fields))).toEqual({
    functionName: 'grantMoney',
    args: [account, 24_000_000_000n, at('2027-01-01'), at('2027-01-01'), at('2027-12-31')],
  })
  expect(callOf(budget({ ...fields, cliff: '2027-03-01' })).args?.[3]).toBe(at('2027-03-01'))
  expect(callOf(budget({ ...fields, account: account.toLowerCase() })).args?.[0]).toBe(account)
})

test('a grant with wrong fields, or days out of order, is no call', () => {
  const fields = { move: 'pay', account, money: '1', from: '2027-01-01', until: '2027-12-31' }
  expect(errorsOf(budget({ ...fields, account: `${account.slice(0, -1)}4`, money: '0', from: '1.1.2027' }))).toEqual([
    'account:account',
    'money:money',
    'from:day',
  ])
  for (const wrong of [{ until: '2027-01-01' }, { cliff: '2026-12-31' }, { cliff: '2028-01-01' }])
    expect(errorsOf(budget({ ...fields, ...wrong }))).toEqual(['until:term'])
})

test('a grant of money is stopped by its number', () => {
  expect(callOf(budget({ move: 'stop', grant: '3' }))).toEqual({ functionName: 'cancelMoneyGrant', args: [3] })
  for (const grant of ['', '0', '4294967296', '1.5'])
    expect(errorsOf(budget({ move: 'stop', grant }))).toEqual(['grant:number'])
})
