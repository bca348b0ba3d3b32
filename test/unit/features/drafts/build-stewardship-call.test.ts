import { decodeFunctionData } from 'viem'
import { expect, test } from 'vitest'
import { custodyAbi, enclavesAbi, modelRegistryAbi } from '~/chain/abi/generated'
import {
  buildCustodyCall,
  buildEvaluatorCall,
  buildMeasurementCall,
  buildOverruleCall,
} from '~/features/drafts/build-stewardship-call'
import { type Draft, parseDraft } from '~/features/drafts/schema'

const contracts = {
  registry: `0x${'11'.repeat(20)}`,
  custody: `0x${'22'.repeat(20)}`,
  enclaves: `0x${'33'.repeat(20)}`,
} as const
const account = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const digest = `0x${'ab'.repeat(32)}`

const draft = <Kind extends Draft['kind']>(kind: Kind, fields: Record<string, string>) => {
  const parsed = parseDraft(new URLSearchParams({ kind, title: 'A title', ...fields }))
  if (parsed.kind !== kind) throw new Error(`not a draft of ${kind}`)
  return parsed as Extract<Draft, { kind: Kind }>
}

const errorsOf = (built: ReturnType<typeof buildOverruleCall>) =>
  'errors' in built ? Object.entries(built.errors).map(([field, { key }]) => `${field}:${key}`) : []
const callOf = (built: ReturnType<typeof buildOverruleCall>) => {
  if ('errors' in built) throw new Error(JSON.stringify(built.errors))
  return built.call
}

test('an evaluator is appointed and dismissed', () => {
  const appoint = callOf(buildEvaluatorCall(draft('evaluator', { account }), contracts))
  expect(appoint.target).toBe(contracts.registry)
  expect(decodeFunctionData({ abi: modelRegistryAbi, data: appoint.calldata })).toEqual({
    functionName: 'appointEvaluator',
    args: [account],
  })
  const dismiss = callOf(buildEvaluatorCall(draft('evaluator', { account, move: 'dismiss' }), contracts))
  expect(decodeFunctionData({ abi: modelRegistryAbi, data: dismiss.calldata }).functionName).toBe('dismissEvaluator')
  expect(errorsOf(buildEvaluatorCall(draft('evaluator', { account: '0x12' }), contracts))).toEqual(['account:account'])
})

test('a Fail is overruled by its number', () => {
  const { calldata } = callOf(buildOverruleCall(draft('overrule', { uid: '5' }), contracts))
  expect(decodeFunctionData({ abi: modelRegistryAbi, data: calldata })).toEqual({ functionName: 'overrule', args: [5] })
  expect(errorsOf(buildOverruleCall(draft('overrule', { uid: '0' }), contracts))).toEqual(['uid:number'])
})

test('access is granted until the start of a day, and a grant revoked', () => {
  const fields = { seal: '2', account, recipient: digest, until: '2027-01-31' }
  const grant = callOf(buildCustodyCall(draft('custody', fields), contracts))
  expect(grant.target).toBe(contracts.custody)
  expect(decodeFunctionData({ abi: custodyAbi, data: grant.calldata })).toEqual({
    functionName: 'grant',
    args: [2, account, digest, Date.parse('2027-01-31T00:00:00Z') / 1000],
  })
  const revoke = callOf(buildCustodyCall(draft('custody', { move: 'revoke', grant: '3' }), contracts))
  expect(decodeFunctionData({ abi: custodyAbi, data: revoke.calldata })).toEqual({
    functionName: 'revokeGrant',
    args: [3],
  })
  expect(errorsOf(buildCustodyCall(draft('custody', {}), contracts))).toEqual([
    'seal:number',
    'account:account',
    'recipient:digest',
    'until:day',
  ])
})

test('a measurement is allowed with words for it, and removed without', () => {
  const allow = callOf(
    buildMeasurementCall(draft('measurement', { measurement: digest, description: 'server 1.2' }), contracts),
  )
  expect(allow.target).toBe(contracts.enclaves)
  expect(decodeFunctionData({ abi: enclavesAbi, data: allow.calldata })).toEqual({
    functionName: 'allowMeasurement',
    args: [digest, 'server 1.2'],
  })
  const remove = callOf(buildMeasurementCall(draft('measurement', { measurement: digest, move: 'remove' }), contracts))
  expect(decodeFunctionData({ abi: enclavesAbi, data: remove.calldata }).functionName).toBe('removeMeasurement')
  expect(
    errorsOf(buildMeasurementCall(draft('measurement', { measurement: `0x${'00'.repeat(32)}` }), contracts)),
  ).toEqual(['measurement:digest', 'description:description'])
})
