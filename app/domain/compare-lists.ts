import { compareCodePoints } from './manifest'
import type { ManifestList } from './manifest-list'

/**
 * How one file differs from a release's list. `changed` bytes may be those of another file of the list (`holds`); a
 * `renamed` file has the bytes of one that is missing under its name.
 */
export type FileDifference =
  | { kind: 'missing'; name: string }
  | { kind: 'added'; name: string }
  | { kind: 'changed'; name: string; holds?: string }
  | { kind: 'renamed'; name: string; from: string }

/** What is different in the files found when `listed` is the release's list, in name order. */
export const compareLists = (found: ManifestList, listed: ManifestList): FileDifference[] => {
  const here = buildContents(found)
  const there = buildContents(listed)
  const missing = groupByContent([...there].filter(([name]) => !here.has(name)))
  const all = groupByContent(there)
  const differences: FileDifference[] = []
  for (const [name, content] of here) {
    const known = there.get(name)
    if (known === content) continue
    const from = known === undefined ? missing.get(content)?.shift() : undefined
    const holds = all.get(content)?.[0]
    if (known !== undefined) differences.push({ kind: 'changed', name, ...(holds === undefined ? {} : { holds }) })
    else differences.push(from === undefined ? { kind: 'added', name } : { kind: 'renamed', name, from })
  }
  for (const name of [...missing.values()].flat()) differences.push({ kind: 'missing', name })
  return differences.sort((a, b) => compareCodePoints(a.name, b.name))
}

/** How many files a list names; in shards, files without a byte are not among them. */
export const countFiles = (list: ManifestList): number => buildContents(list).size

/** What a list says of each file's bytes: equal texts, equal bytes. */
const buildContents = (list: ManifestList): Map<string, string> => {
  if (list.method === 'files') return new Map(list.files.map(({ name, digest }) => [name, digest]))
  const contents = new Map<string, string>()
  for (const { name, start, end, digest } of list.shards.toSorted((a, b) => Number(a.start - b.start))) {
    contents.set(name, `${contents.get(name) ?? ''}${start}:${end}:${digest} `)
  }
  return contents
}

const groupByContent = (files: Iterable<readonly [name: string, content: string]>) => {
  const names = new Map<string, string[]>()
  for (const [name, content] of files) {
    const group = names.get(content)
    if (group) group.push(name)
    else names.set(content, [name])
  }
  return names
}
