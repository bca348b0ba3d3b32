import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { buildManifest, type ManifestFile } from '~/domain/manifest'
import { buildRegistration, type Parent, parseParents } from '~/features/models/registration/build-registration'
import { parseFlop } from '~/features/models/registration/parse-flop'
import { parseListText } from '~/features/models/registration/parse-list-text'
import { parseRegistration } from '~/features/models/registration/schema'

const files: ManifestFile[] = [
  { name: 'config.json', digest: `0x${'11'.repeat(32)}` },
  { name: 'weights.bin', digest: `0x${'22'.repeat(32)}` },
]

const listOf = (changes: object = {}): string => {
  const { root, manifest, json } = buildManifest(files)
  return JSON.stringify({ root, manifest, files: 2, bytes: 30, ...JSON.parse(json), ...changes })
}

const keyOf = (text: string) => {
  const read = parseListText(text)
  return 'key' in read ? read.key : null
}

describe('the list of files', () => {
  it('gives what goes on chain, computed again from its entries', () => {
    const { root, manifest } = buildManifest(files)
    expect(parseListText(listOf())).toEqual({ root, manifest, files: 2, size: 30n })
    expect(parseListText(listOf({ bytes: '318000000000' }))).toMatchObject({ size: 318_000_000_000n })
  })

  it('is refused where it does not give the digests or the count that it names', () => {
    const other = `0x${'ee'.repeat(32)}`
    expect(keyOf(listOf({ root: other }))).toBe('root')
    expect(keyOf(listOf({ manifest: other }))).toBe('manifest')
    expect(keyOf(listOf({ files: 3 }))).toBe('files')
    const [entry] = JSON.parse(listOf()).resources
    expect(keyOf(listOf({ resources: [entry] }))).toBe('root')
  })

  it.each([
    ['nothing', '', 'noList'],
    ['no JSON', '{"root":', 'noJson'],
    ['a number', '7', 'claims'],
    ['no digest', listOf({ root: '0x12' }), 'claims'],
    ['no size', listOf({ bytes: 0 }), 'claims'],
    ['a size that is no whole number', listOf({ bytes: 1.5 }), 'claims'],
    ['entries of another hash', listOf({ resources: [{ algorithm: 'md5', digest: 'ab', name: 'a' }] }), 'list'],
    [
      'a name that leaves the folder',
      listOf({ resources: [{ algorithm: 'sha256', digest: '11'.repeat(32), name: '../a' }] }),
      'list',
    ],
    ['rules by which other files count', listOf({ serialization: { method: 'files', allow_symlinks: true } }), 'list'],
  ])('is refused where it is %s', (_what, text, key) => {
    expect(keyOf(text)).toBe(key)
  })

  it('never throws, whatever is pasted', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseListText(text)))
  })
})

test.each([
  ['6.2e25', 62n * 10n ** 24n],
  ['1e23', 10n ** 23n],
  ['12', 12n],
  ['0', 0n],
  ['1.5', null],
  ['1.25e1', null],
  ['-1', null],
  ['1e99', null],
  ['', null],
])('%s FLOP are read exactly', (text, value) => {
  expect(parseFlop(text)).toBe(value)
})

test('parents are numbers with commas or spaces', () => {
  expect(parseParents('1, 3 7')).toEqual(['1', '3', '7'])
  expect(parseParents('')).toEqual([])
  expect(parseParents('1, x')).toBeNull()
  expect(parseParents('4294967296')).toBeNull()
})

describe('a registration', () => {
  const parents: Parent[] = [
    { id: '1', name: 'M a', stage: 'open', cumulativeFlop: String(10n ** 24n) },
    { id: '2', name: 'M b', stage: 'gated', cumulativeFlop: '5' },
  ]
  const build = (changes: Record<string, string> = {}) => {
    const form = new FormData()
    const given = {
      model: '4',
      version: 'v1',
      licence: 'Apache-2.0',
      list: listOf(),
      parents: '1 2',
      flop: '1e23',
      ...changes,
    }
    for (const [name, value] of Object.entries(given)) form.set(name, value)
    return buildRegistration(parseRegistration(form), { models: [{ id: '4', name: 'M' }], parents })
  }
  const errorsOf = (changes: Record<string, string>) => {
    const built = build(changes)
    return 'errors' in built ? Object.entries(built.errors).map(([field, { key }]) => `${field}:${key}`) : []
  }

  it('sums its own compute and the greatest of its parents', () => {
    const built = build()
    expect('errors' in built ? null : built.cumulativeFlop).toBe(10n ** 24n + 10n ** 23n)
    expect(built).toMatchObject({ release: { modelId: 4, parents: [1, 2], files: 2, size: '30', gpuSeconds: '0' } })
  })

  it.each([
    [{ model: '5' }, 'model:model'],
    [{ version: '' }, 'version:noVersion'],
    [{ version: '界'.repeat(22) }, 'version:long'],
    [{ licence: '' }, 'licence:noLicence'],
    [{ licence: 'apache2' }, 'licence:licence'],
    [{ parents: '1, 1' }, 'parents:twice'],
    [{ parents: '1, 9' }, 'parents:noParent'],
    [{ parents: '1 2 3 4 5' }, 'parents:manyParents'],
    [{ gpuSeconds: '1.5' }, 'gpuSeconds:whole'],
    [{ gpuSeconds: '18446744073709551616' }, 'gpuSeconds:whole'],
    [{ flop: '9e38' }, 'flop:flop'],
    [{ uri: 'x'.repeat(257) }, 'uri:long'],
    [{ card: '0x12' }, 'card:card'],
  ])('says what is wrong with %j', (changes, error) => {
    expect(errorsOf(changes)).toEqual([error])
  })

  it.each([
    'MIT',
    'Apache-2.0 OR MIT',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'LicenseRef-Own.1',
    '(MIT AND CC-BY-4.0)',
  ])('takes the licence %s', (licence) => {
    expect(errorsOf({ licence })).toEqual([])
  })
})
