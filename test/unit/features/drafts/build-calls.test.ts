import { decodeFunctionData, encodeFunctionData, parseAbi } from 'viem'
import { expect, test } from 'vitest'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { buildCustomCall } from '~/features/drafts/build-custom-call'
import { buildDescription, checkWords } from '~/features/drafts/build-description'
import { buildReleaseCall, type MovableRelease } from '~/features/drafts/build-release-call'
import { parseDraft } from '~/features/drafts/schema'

const target = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const account = '0x1111111111111111111111111111111111111111'

const custom = (fields: Record<string, string>) => {
  const draft = parseDraft(new URLSearchParams({ kind: 'custom', title: 'A title', target, ...fields }))
  if (draft.kind !== 'custom') throw new Error('not a custom draft')
  return buildCustomCall(draft)
}

const keyOf = (result: ReturnType<typeof buildCustomCall>) =>
  'errors' in result ? Object.entries(result.errors).map(([field, error]) => `${field}:${error.key}`) : []

test('a signature and its lines become the calldata that a compiler would make', () => {
  const abi = parseAbi(['function set(address a, uint8[] b, bool c, bytes4 d, string e)'])
  const built = custom({
    function: 'set(address,uint8[],bool,bytes4,string)',
    arguments: `${account}\n[3, 3, 4]\ntrue\n0x12345678\nfree text, with a comma`,
  })
  const args = [account, [3, 3, 4], true, '0x12345678', 'free text, with a comma'] as const
  const calldata = encodeFunctionData({ abi, functionName: 'set', args })
  expect(built).toEqual({ call: { target, value: '0', calldata } })
})

test('raw calldata and ether are taken as they are', () => {
  expect(custom({ function: '0x1234', value: '0.5' })).toEqual({
    call: { target, value: '500000000000000000', calldata: '0x1234' },
  })
  expect(custom({ target: 'other', other: account, value: '1' })).toEqual({
    call: { target: account, value: '1000000000000000000', calldata: '0x' },
  })
})

test.each([
  [{ target: '0x12' }, ['target:target', 'function:empty']],
  [{ target: 'other', other: target.replace('F', 'f'), function: 'a()' }, ['other:target']],
  [{ function: 'mint(address,uint256)', arguments: account }, ['arguments:count']],
  [{ function: 'mint(uint256)', arguments: '1e18' }, ['arguments:integer']],
  [{ function: 'mint(uint8)', arguments: '256' }, ['arguments:range']],
  [{ function: 'mint(uint8)', arguments: '-1' }, ['arguments:range']],
  [{ function: 'set(bool)', arguments: 'yes' }, ['arguments:bool']],
  [{ function: 'set(bytes32)', arguments: '0x12' }, ['arguments:bytes']],
  [{ function: 'set(address)', arguments: 'vitalik.eth' }, ['arguments:address']],
  [{ function: 'not a function' }, ['function:function']],
  [{ function: '0x123' }, ['function:hex']],
  [{ function: 'a()', value: '1,5' }, ['value:value']],
])('%o is refused with %o', (fields, keys) => {
  expect(keyOf(custom(fields))).toEqual(keys)
})

const release = (changes: Partial<MovableRelease>): MovableRelease => ({
  id: '3',
  name: 'Model 1',
  stage: 'gated',
  revokedAncestor: null,
  ...changes,
})

const move = (given: MovableRelease, how: 'advance' | 'revoke' = 'advance') => {
  const draft = parseDraft(new URLSearchParams({ kind: 'release', title: 'A title', release: '3', move: how }))
  if (draft.kind !== 'release') throw new Error('not a release draft')
  return buildReleaseCall(draft, [given], target)
}

test.each([
  ['registered', 'advanceToRedTeam'],
  ['red-team', 'advanceToGated'],
  ['gated', 'advanceToOpen'],
] as const)('a release at %s goes on by %s', (stage, functionName) => {
  const built = move(release({ stage }))
  if ('errors' in built) throw new Error('refused')
  expect(decodeFunctionData({ abi: modelRegistryAbi, data: built.call.calldata })).toEqual({ functionName, args: [3] })
})

test('a release that no vote can advance is refused with the reason', () => {
  expect(move(release({ stage: 'open' }))).toMatchObject({ errors: { release: { key: 'last-open' } } })
  expect(move(release({ stage: 'revoked' }), 'revoke')).toMatchObject({ errors: { release: { key: 'last-revoked' } } })
  const derived = release({ revokedAncestor: 'Model 0' })
  expect(move(derived)).toMatchObject({ errors: { release: { key: 'ancestor', values: { ancestor: 'Model 0' } } } })
  expect(move(derived, 'revoke')).toHaveProperty('call')
})

test('the description ends with its proposer, so that nobody else can send it first', () => {
  expect(buildDescription({ title: 'A title', text: 'Why.' }, account)).toBe(
    `# A title\n\nWhy.\n\n#proposer=${account}`,
  )
})

test('words that do not fit are named with their limit', () => {
  const words = (title: string, text = '') =>
    checkWords(parseDraft(new URLSearchParams({ kind: 'release', title, text })))
  expect(words('A title')).toEqual({})
  expect(words('')).toEqual({ title: { key: 'noTitle', values: { max: 120 } } })
  expect(words('x'.repeat(121))).toEqual({ title: { key: 'title', values: { max: 120, length: 121 } } })
  expect(words('A title', 'x'.repeat(20_001))).toMatchObject({ text: { key: 'text' } })
})
