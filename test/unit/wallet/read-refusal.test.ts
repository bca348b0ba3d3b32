import { encodeErrorResult, type Hex } from 'viem'
import { expect, test } from 'vitest'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import { readRefusal } from '~/wallet/read-refusal'

const account = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const context = { account, chainName: 'Foundry', chainId: 31_337 }
const noVotes = encodeErrorResult({ abi: stewardGovernorAbi, errorName: 'GovernorNoVotes', args: [account, 1] })
const refusal = { code: 'contract', error: 'GovernorNoVotes', args: { account, house: '1' } }

const wrappings: [string, (data: Hex) => unknown][] = [
  ['a node answers', (data) => ({ code: 3, message: 'execution reverted', data })],
  ['MetaMask wraps it', (data) => ({ code: -32_603, data: { originalError: { code: 3, data } } })],
  ['MetaMask wraps it twice', (data) => ({ code: -32_603, data: { code: 3, message: 'reverted', data } })],
  ['ethers wraps it', (data) => ({ code: 'CALL_EXCEPTION', info: { error: { code: 3, data } } })],
  ['viem wraps it', (data) => new Error('Execution reverted', { cause: { cause: { code: 3, data } } })],
]

test.each(wrappings)('finds the custom error as %s', async (_name, wrap) => {
  expect(await readRefusal(wrap(noVotes), context)).toEqual(refusal)
})

test('tells a refusal in the wallet from one by the chain', async () => {
  expect(await readRefusal({ code: 4001, message: 'User denied' }, context)).toEqual({ code: 'rejected' })
  expect(await readRefusal(new Error('no', { cause: { code: 4001 } }), context)).toEqual({ code: 'rejected' })
  expect(await readRefusal({ code: -32_002, message: 'pending' }, context)).toEqual({ code: 'busy' })
  const poor = { code: -32_003, message: 'Insufficient funds for gas * price + value' }
  expect(await readRefusal(poor, context)).toEqual({ code: 'insufficient-funds', account })
})

test('passes on the reason of a revert that is none of ours', async () => {
  const abi = [{ type: 'error', name: 'Error', inputs: [{ name: 'reason', type: 'string' }] }] as const
  const data = encodeErrorResult({ abi, errorName: 'Error', args: ['not today'] })
  expect(await readRefusal({ code: 3, data }, context)).toEqual({ code: 'reverted', reason: 'Error: not today' })
  expect(await readRefusal({ code: 3, data: '0xdeadbeef' }, context)).toEqual({
    code: 'reverted',
    reason: '0xdeadbeef',
  })
})

test('says what it heard when nothing else fits, and does not hang on errors that contain themselves', async () => {
  const loop: { message: string; cause?: unknown } = { message: 'fetch failed' }
  loop.cause = loop
  expect(await readRefusal(loop, context)).toEqual({ code: 'unreachable', detail: 'fetch failed' })
  expect(await readRefusal(undefined, context)).toEqual({ code: 'unreachable', detail: 'undefined' })
})
