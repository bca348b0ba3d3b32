import { concat, type Hex, sha256 } from 'viem'
import { compareLists } from './compare-lists'
import type { ManifestList } from './manifest-list'

type Named = { name: string; digest: Hex }

/** What differs between the files of two releases, file by file in name order. */
export type ListDiff = {
  added: Named[]
  removed: Named[]
  changed: { name: string; before: Hex; after: Hex }[]
  renamed: { before: string; after: string; digest: Hex }[]
  unchanged: number
}

/**
 * Compares two lists of files. Of a file in several shards the digest is the SHA-256 over its shards' digests. Null when
 * one list is of whole files and the other of shards, or shards differ in size: equal files would look different.
 */
export const diffLists = (after: ManifestList, before: ManifestList): ListDiff | null => {
  if (after.method !== before.method) return null
  if (after.method === 'shards' && before.method === 'shards' && after.shardSize !== before.shardSize) return null
  const now = buildDigests(after)
  const then = buildDigests(before)
  const digestIn = (digests: ReadonlyMap<string, Hex>, name: string): Hex => digests.get(name) ?? '0x'
  const diff: ListDiff = { added: [], removed: [], changed: [], renamed: [], unchanged: now.size }
  for (const difference of compareLists(after, before)) {
    const { kind, name } = difference
    if (kind !== 'missing') diff.unchanged -= 1
    if (kind === 'missing') diff.removed.push({ name, digest: digestIn(then, name) })
    else if (kind === 'added') diff.added.push({ name, digest: digestIn(now, name) })
    else if (kind === 'renamed') {
      diff.renamed.push({ before: difference.from, after: name, digest: digestIn(now, name) })
    } else diff.changed.push({ name, before: digestIn(then, name), after: digestIn(now, name) })
  }
  return diff
}

const buildDigests = (list: ManifestList): Map<string, Hex> => {
  if (list.method === 'files') return new Map(list.files.map(({ name, digest }) => [name, digest]))
  const shards = new Map<string, Hex[]>()
  for (const { name, digest } of list.shards) {
    const digests = shards.get(name)
    if (digests) digests.push(digest)
    else shards.set(name, [digest])
  }
  return new Map(
    [...shards].map(([name, [first = '0x', ...more]]) => [
      name,
      more.length === 0 ? first : sha256(concat([first, ...more])),
    ]),
  )
}
