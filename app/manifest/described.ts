import { compareCodePoints, type Manifest } from '~/domain/manifest'
import type { ManifestList } from '~/domain/manifest-list'

/** Files described as a release: what is written on chain of them, and the list behind that. Sizes in bytes by name. */
export type Described = Manifest & {
  list: ManifestList
  files: number
  bytes: bigint
  sizes: ReadonlyMap<string, bigint>
}

/** Names that are different bytes and yet one name on many disks: they differ in case or in Unicode's form alone. */
export const listCollisions = (names: Iterable<string>): string[][] => {
  const groups = new Map<string, string[]>()
  for (const name of names) {
    const key = name.normalize('NFC').toLowerCase()
    const group = groups.get(key)
    if (group) group.push(name)
    else groups.set(key, [name])
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => group.sort(compareCodePoints))
}
