import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { SHARD_SIZE } from '~/domain/manifest'
import { quoteName } from '~/domain/plain-text'
import { describeFolder } from '~/manifest/describe-folder'
import { isSameState } from '~/manifest/steady-file.mjs'
import { type Walk, walkDirectory } from '~/manifest/walk-directory'

type Digests = { root: Hex; manifest: Hex }

/** What was read of a folder, and what the chain says that it has to be. */
export type Comparison = { walk: Walk; found: Digests; registered: Digests }

/**
 * Throws `manifest_mismatch` unless the files are the registered ones. A release that was registered in shards is hashed
 * once more for it, and `file_changed` thrown when its files are not as they were when they were read first.
 */
export const requireRegistered = async ({ walk, found, registered }: Comparison): Promise<void> => {
  if (isEqual(found, registered)) return
  const inShards = await describeFolder(walk.root, { shardSize: SHARD_SIZE }).catch(() => null)
  if (!inShards || !isEqual(inShards, registered)) {
    const message = `The files are not the release: their manifest is ${found.manifest}, registered is ${registered.manifest}. Nothing was kept; \`ostrakon verify\` says which files differ.`
    throw new AppError('manifest_mismatch', message)
  }
  const { files } = await walkDirectory(walk.root)
  const changed = walk.files.find(({ name, state }, at) => {
    const now = files[at]
    return !now || now.name !== name || !isSameState(now.state, state)
  })
  if (!changed) return
  throw new AppError(
    'file_changed',
    `${quoteName(changed.name)} changed while it was read. Try again when nobody writes there.`,
  )
}

const isEqual = (a: Digests, b: Digests) => a.root === b.root && a.manifest === b.manifest
