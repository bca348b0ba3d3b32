import { sha256, stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { compareLists, countFiles } from '~/domain/compare-lists'
import type { ManifestList } from '~/domain/manifest-list'

const list = (contents: Record<string, string>): ManifestList => ({
  method: 'files',
  files: Object.entries(contents).map(([name, content]) => ({ name, digest: sha256(stringToBytes(content)) })),
})
const listed = list({ a: '1', b: '2', c: '3' })

test('G2 names each file that is changed, missing, added or renamed, in name order', () => {
  const found = list({ z: 'new', renamed: '3', a: 'flipped' })
  expect(compareLists(found, listed)).toEqual([
    { kind: 'changed', name: 'a' },
    { kind: 'missing', name: 'b' },
    { kind: 'renamed', name: 'renamed', from: 'c' },
    { kind: 'added', name: 'z' },
  ])
})

test('G2 says of swapped files whose bytes each one has', () => {
  expect(compareLists(list({ a: '2', b: '1', c: '3' }), listed)).toEqual([
    { kind: 'changed', name: 'a', holds: 'b' },
    { kind: 'changed', name: 'b', holds: 'a' },
  ])
})

test('finds nothing between equal lists, in whatever order they are', () => {
  expect(compareLists(list({ c: '3', a: '1', b: '2' }), listed)).toEqual([])
})

test('a copy under another name is added, not renamed, and of two renamed copies each has its origin', () => {
  expect(compareLists(list({ a: '1', b: '2', c: '3', copy: '3' }), listed)).toEqual([{ kind: 'added', name: 'copy' }])
  const twice = list({ x: '1', y: '1' })
  expect(compareLists(list({ p: '1', q: '1', r: '1' }), twice)).toEqual([
    { kind: 'renamed', name: 'p', from: 'x' },
    { kind: 'renamed', name: 'q', from: 'y' },
    { kind: 'added', name: 'r' },
  ])
})

test('compares shards by file', () => {
  const shards = (second: string): ManifestList => ({
    method: 'shards',
    shardSize: 4n,
    shards: [
      { name: 'w', start: 4n, end: 6n, digest: sha256(stringToBytes(second)) },
      { name: 'w', start: 0n, end: 4n, digest: sha256(stringToBytes('1')) },
    ],
  })
  expect(compareLists(shards('x'), shards('2'))).toEqual([{ kind: 'changed', name: 'w' }])
  expect(compareLists(shards('2'), shards('2'))).toEqual([])
  expect(countFiles(shards('2'))).toBe(1)
})
