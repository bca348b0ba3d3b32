import { concat, type Hex, keccak256, sha256, stringToHex } from 'viem'
import { expect, test } from 'vitest'
import { diffLists } from '~/domain/diff-lists'
import type { ManifestList } from '~/domain/manifest-list'

const digest = (text: string): Hex => keccak256(stringToHex(text))

const filesOf = (names: Record<string, string>): ManifestList => ({
  method: 'files',
  files: Object.entries(names).map(([name, content]) => ({ name, digest: digest(content) })),
})

test('names what was added, removed, changed and renamed, with digests', () => {
  const before = filesOf({ 'a.bin': 'a', 'b.bin': 'b', 'gone.bin': 'gone', 'old.bin': 'moved' })
  const after = filesOf({ 'a.bin': 'a', 'b.bin': 'B', 'new.bin': 'new', 'moved.bin': 'moved' })
  expect(diffLists(after, before)).toEqual({
    added: [{ name: 'new.bin', digest: digest('new') }],
    removed: [{ name: 'gone.bin', digest: digest('gone') }],
    changed: [{ name: 'b.bin', before: digest('b'), after: digest('B') }],
    renamed: [{ before: 'old.bin', after: 'moved.bin', digest: digest('moved') }],
    unchanged: 1,
  })
})

test('a list does not differ from itself, whatever the order', () => {
  const list = filesOf({ a: 'a', b: 'b' })
  const turned: ManifestList = { method: 'files', files: [...(list.method === 'files' ? list.files : [])].reverse() }
  expect(diffLists(turned, list)).toEqual({ added: [], removed: [], changed: [], renamed: [], unchanged: 2 })
})

test('files in shards are compared as files', () => {
  const shards = (second: string): ManifestList => ({
    method: 'shards',
    shardSize: 4n,
    shards: [
      { name: 'w', start: 0n, end: 4n, digest: digest('first') },
      { name: 'w', start: 4n, end: 6n, digest: digest(second) },
      { name: 'one', start: 0n, end: 3n, digest: digest('one') },
    ],
  })
  const whole = (second: string) => sha256(concat([digest('first'), digest(second)]))
  expect(diffLists(shards('b'), shards('a'))).toMatchObject({
    changed: [{ name: 'w', before: whole('a'), after: whole('b') }],
    unchanged: 1,
  })
})

test('whole files and shards, or shards of two sizes, are not compared', () => {
  const shards = (shardSize: bigint): ManifestList => ({
    method: 'shards',
    shardSize,
    shards: [{ name: 'w', start: 0n, end: 1n, digest: digest('w') }],
  })
  expect(diffLists(filesOf({ w: 'w' }), shards(4n))).toBeNull()
  expect(diffLists(shards(8n), shards(4n))).toBeNull()
})
