import { sha256, stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { buildManifest, buildShardManifest } from '~/domain/manifest'
import { buildFromList, parseManifestList } from '~/domain/manifest-list'

const digest = (text: string) => sha256(stringToBytes(text))
const files = [
  { name: 'a', digest: digest('a') },
  { name: 'b:0:8', digest: digest('b') },
]
const parse = (value: unknown) => parseManifestList(value, 'list.json')
const refused = (text: string) =>
  expect.objectContaining({ code: 'invalid_manifest', message: expect.stringContaining(text) })

test('a list that was printed has the digests that it was printed with', () => {
  const ofFiles = buildManifest(files)
  expect(buildFromList(parse(JSON.parse(ofFiles.json)))).toEqual(ofFiles)
  const shards = files.map((file) => ({ ...file, start: 0n, end: 4n }))
  const ofShards = buildShardManifest(shards, 4n)
  expect(buildFromList(parse(JSON.parse(ofShards.json)))).toEqual(ofShards)
})

test('the order of a list and members beside the digests make no difference', () => {
  const { json, manifest } = buildManifest(files)
  const { resources, serialization } = JSON.parse(json)
  const other = {
    root: '0x00',
    resources: resources.toReversed().map((one: object) => ({ ...one, size: 3 })),
    serialization: Object.fromEntries(Object.entries(serialization).reverse()),
  }
  expect(buildFromList(parse(other)).manifest).toBe(manifest)
  expect(buildFromList(parse({ resources })).manifest).toBe(manifest)
})

test.each<[string, string, unknown]>([
  ['no object', 'no list "resources"', null],
  ['a bare list', 'no list "resources"', []],
  ['resources that are no list', 'no list "resources"', { resources: { length: 1 } }],
  ['an entry that is no object', 'lacks name or digest', { resources: [null] }],
  ['another hash', 'another hash', { resources: [{ name: 'a', digest: '00', algorithm: 'blake2b' }] }],
  ['a short digest', 'not 32 bytes', { resources: [{ name: 'a', digest: '00', algorithm: 'sha256' }] }],
])('refuses %s', (_, text, value) => {
  expect(() => buildFromList(parse(value))).toThrow(refused(text))
})

test('refuses rules by which other files would count', () => {
  const { resources, serialization } = JSON.parse(buildManifest(files).json)
  const change = (changes: object) => () => parse({ resources, serialization: { ...serialization, ...changes } })
  expect(change({})).not.toThrow()
  expect(change({ allow_symlinks: true })).toThrow(refused('other rules'))
  expect(change({ ignore_paths: ['weights'] })).toThrow(refused('other rules'))
  expect(change({ hash_type: 'blake3' })).toThrow(refused('other rules'))
  expect(change({ method: 'trees' })).toThrow(refused('neither of files nor of shards'))
  expect(change({ method: 'shards' })).toThrow(refused('neither of files nor of shards'))
  expect(change({ method: 'shards', shard_size: 8 })).toThrow(refused('no range of bytes'))
})
