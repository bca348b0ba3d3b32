import { concat, type Hex, sha256, stringToBytes } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  buildManifest,
  buildShardManifest,
  compareCodePoints,
  isReleaseFile,
  listShards,
  SHARD_SIZE,
} from '~/domain/manifest'

// The payload of the Model Signing project's own test vector v1.1.0-elliptic-key.
const vector = {
  root: '0x92745110b1ab4368471cbe31664e10174e954b113a3df333db860317b2c6dec4',
  files: [
    { name: 'signme-1', digest: '0xbc9a717db6064a32cbe9eae6fc40651dd6d36ef1757183f590eff2b1765d7ebc' },
    { name: 'signme-2', digest: '0x32dcb1f8e1ae52d5963e56a6ba06ab58b424c15ed2a6b70d2feca1d089370028' },
  ],
} as const

const file = (name: string, content = name) => ({ name, digest: sha256(stringToBytes(content)) })

describe('buildManifest', () => {
  test('gives the subject digest of the official test vector', () => {
    expect(buildManifest(vector.files).root).toBe(vector.root)
  })

  test('does not depend on the order in which files are found', () => {
    const files = ['b', 'a/z', 'a', 'ä', '𝒜', '\uff5e'].map((name) => file(name))
    expect(buildManifest([...files].reverse())).toEqual(buildManifest(files))
  })

  test('orders by code points, where UTF-16 would differ', () => {
    const names = ['𝒜', '\uff5e']
    expect([...names].sort()).toEqual(['𝒜', '\uff5e'])
    expect([...names].sort(compareCodePoints)).toEqual(['\uff5e', '𝒜'])
    const digests: Hex[] = [file('\uff5e').digest, file('𝒜').digest]
    expect(buildManifest(names.map((name) => file(name))).root).toBe(sha256(concat(digests)))
  })

  test('binds names in the manifest digest, and content alone in the root', () => {
    const before = buildManifest([file('a.onnx', 'weights')])
    const after = buildManifest([file('b.onnx', 'weights')])
    expect(after.root).toBe(before.root)
    expect(after.manifest).not.toBe(before.manifest)
  })

  test('writes canonical JSON with sorted members', () => {
    const { json, manifest } = buildManifest([file('a', '')])
    expect(json).toBe(
      '{"resources":[{"algorithm":"sha256","digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","name":"a"}],' +
        '"serialization":{"allow_symlinks":false,"hash_type":"sha256","ignore_paths":[".git",".gitattributes",".github",".gitignore","model.sig"],"method":"files"}}',
    )
    expect(manifest).toBe(sha256(stringToBytes(json)))
  })

  test.each(['', '/etc/passwd', '../up', 'a//b', 'a/./b', 'a/'])('refuses the name %j', (name) => {
    expect(() => buildManifest([file(name, 'x')])).toThrow(expect.objectContaining({ code: 'invalid_manifest' }))
  })

  test('refuses a name twice, a short digest and an empty release', () => {
    const invalid = expect.objectContaining({ code: 'invalid_manifest' })
    expect(() => buildManifest([file('a', '1'), file('a', '2')])).toThrow(invalid)
    expect(() => buildManifest([{ name: 'a', digest: '0x12' }])).toThrow(invalid)
    expect(() => buildManifest([])).toThrow(invalid)
  })
})

test('isReleaseFile leaves out version control and the signature at the top level only', () => {
  expect(['.git/HEAD', '.gitignore', '.github/x', 'model.sig'].filter(isReleaseFile)).toEqual([])
  expect(['model.onnx', 'sub/.git/HEAD', 'sub/model.sig', '.github2'].every(isReleaseFile)).toBe(true)
})

describe('buildShardManifest', () => {
  const shard = (name: string, start: bigint, end: bigint) => ({
    name,
    start,
    end,
    digest: file(`${name}${start}`).digest,
  })

  test('lists ranges in the order of a file’s bytes, also where their names as text would not be', () => {
    const shards = listShards(12n, 1n).map(({ start, end }) => shard('w', start, end))
    const { json, root } = buildShardManifest([shard('w.bin', 0n, 1n), ...shards.toReversed()], 1n)
    const { resources, serialization } = JSON.parse(json)
    const expected = [...shards.map(({ start, end }) => `w:${start}:${end}`), 'w.bin:0:1']
    expect(resources.map(({ name }: { name: string }) => name)).toEqual(expected)
    expect(serialization).toMatchObject({ method: 'shards', shard_size: 1 })
    expect(root).toBe(sha256(concat([...shards, shard('w.bin', 0n, 1n)].map(({ digest }) => digest))))
  })

  test('takes files whose own names look like ranges', () => {
    const { json } = buildShardManifest([shard('a:0:8', 0n, 8n), shard('a', 0n, 8n)], 8n)
    expect(JSON.parse(json).resources.map(({ name }: { name: string }) => name)).toEqual(['a:0:8', 'a:0:8:0:8'])
  })

  test.each([
    ['a gap', [shard('w', 0n, 8n), shard('w', 16n, 20n)]],
    ['a start after 0', [shard('w', 8n, 16n)]],
    ['an overlap', [shard('w', 0n, 8n), shard('w', 4n, 12n)]],
    ['a short range before the last', [shard('w', 0n, 4n), shard('w', 4n, 12n)]],
    ['a range twice', [shard('w', 0n, 8n), shard('w', 0n, 8n)]],
    ['an empty range', [shard('w', 0n, 0n)]],
    ['a range turned round', [shard('w', 8n, 0n)]],
    ['a name that leaves the folder', [shard('../w', 0n, 8n)]],
    ['nothing at all', []],
  ])('refuses %s', (_, shards) => {
    const invalid = expect.objectContaining({ code: 'invalid_manifest' })
    expect(() => buildShardManifest(shards, 8n)).toThrow(invalid)
  })

  test('splits a file into ranges of one size, the last one shorter, and an empty one into none', () => {
    const ranges = listShards(2_500_000_000n, SHARD_SIZE)
    expect(ranges.map(({ start, end }) => [start, end])).toEqual([
      [0n, 1_000_000_000n],
      [1_000_000_000n, 2_000_000_000n],
      [2_000_000_000n, 2_500_000_000n],
    ])
    expect(listShards(SHARD_SIZE, SHARD_SIZE)).toHaveLength(1)
    expect(listShards(0n, SHARD_SIZE)).toEqual([])
  })
})
