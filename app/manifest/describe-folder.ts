import { AppError } from '~/domain/errors'
import { listShards } from '~/domain/manifest'
import { buildFromList, type ManifestList } from '~/domain/manifest-list'
import { quoteName } from '~/domain/plain-text'
import type { Described } from './described'
import { type FileRange, hashRanges } from './hash-files'
import { isSameState } from './steady-file.mjs'
import { type Walk, type WalkedFile, walkDirectory } from './walk-directory'

/** A folder as a release; `emptyFolders` and `ignored` names are no part of it. */
export type DescribedFolder = Described & { emptyFolders: readonly string[]; ignored: readonly string[] }

type Options = {
  /** Bytes in a shard; whole files when left out. */
  shardSize?: bigint | undefined
  /** Files that are no part of the release, by their names below the folder. */
  except?: readonly string[]
  threads?: number
  /** Called once, when it is known how much there is to read. */
  onStart?: (total: { files: number; bytes: bigint }) => void
  onProgress?: (bytes: bigint) => void
}

/**
 * Hashes all of a folder. Throws what walking and hashing throw, `invalid_manifest` when it is empty or, in shards,
 * has a file without a byte, and `file_changed` when the folder at the end is not what it was at the start.
 */
export const describeFolder = async (folder: string, options: Options = {}): Promise<DescribedFolder> => {
  const { shardSize, except = [], threads, onStart, onProgress } = options
  const walk = await walkDirectory(folder, { except })
  const sizes = new Map(walk.files.map(({ name, state }) => [name, state.size]))
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0n)
  const ranges = walk.files.flatMap((file) => listRanges(file, shardSize))
  onStart?.({ files: walk.files.length, bytes })
  const digests = await hashRanges(ranges, { ...(threads ? { threads } : {}), ...(onProgress ? { onProgress } : {}) })
  requireSameFiles(walk, await walkDirectory(walk.root, { except }))
  const parts = ranges.map(({ file, start, end }, index) => {
    return { name: file.name, start, end, digest: digests[index] ?? '0x' }
  })
  const list: ManifestList =
    shardSize === undefined
      ? { method: 'files', files: parts.map(({ name, digest }) => ({ name, digest })) }
      : { method: 'shards', shardSize, shards: parts }
  const { length: files } = walk.files
  const { emptyFolders, ignored } = walk
  return { ...buildFromList(list), list, files, bytes, sizes, emptyFolders, ignored }
}

const listRanges = (file: WalkedFile, shardSize: bigint | undefined): FileRange[] => {
  const { size } = file.state
  if (shardSize === undefined) return [{ file, start: 0n, end: size }]
  if (size > 0n) return listShards(size, shardSize).map((range) => ({ file, ...range }))
  const problem = `${quoteName(file.name)} is empty, and a list of shards would not name it: use whole files, or remove it.`
  throw new AppError('invalid_manifest', problem)
}

const requireSameFiles = (before: Walk, after: Walk) => {
  const states = new Map(after.files.map(({ name, state }) => [name, state]))
  const gone = before.files.find(({ name, state }) => {
    const now = states.get(name)
    return !now || !isSameState(now, state)
  })
  const known = new Set(before.files.map(({ name }) => name))
  const changed = gone ?? after.files.find(({ name }) => !known.has(name))
  if (!changed) return
  const text = `${quoteName(changed.name)} changed while the folder was read; nothing can be said of it. Try again when nobody writes there.`
  throw new AppError('file_changed', text)
}
