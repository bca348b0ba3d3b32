import { mkdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { buildManifest, type Manifest } from '~/domain/manifest'
import { quoteName } from '~/domain/plain-text'
import type { Walk, WalkedFile } from '../manifest/walk-directory'
import { createAgeStart } from './age-header'
import { runPayloads } from './run-payloads'

/** What every sealed file's name ends in. */
export const SUFFIX = '.age'

type Options = {
  walk: Walk
  recipient: Hex
  /** An empty folder. */
  target: string
  onRead: (bytes: number) => void
  signal: AbortSignal
}

/** The manifests of both sides, from one pass over the files. */
export type SealedFiles = { plaintext: Manifest; ciphertext: Manifest }

/**
 * Encrypts each file of a release to `<name>.age` below the target. Throws what `runPayloads` throws, `no_space` before
 * anything is written where that is plain from the sizes, and `unfit_folder` on names that would meet.
 */
export const sealFiles = async ({ walk, recipient, target, onRead, signal }: Options): Promise<SealedFiles> => {
  requireDistinct(walk.files)
  await requireSpace(target, walk.files)
  const payloads = walk.files.map(({ name, path, state }) => ({
    name,
    build: async () => {
      const { bytes, payloadKey } = await createAgeStart(recipient)
      const written = join(target, `${name}${SUFFIX}`)
      await mkdir(dirname(written), { recursive: true })
      return { kind: 'encrypt' as const, path, state, target: written, header: bytes, payloadKey }
    },
  }))
  const digests = await runPayloads({ payloads, onRead, signal })
  const plaintext = walk.files.map(({ name }, at) => ({ name, digest: `0x${digests[at]?.plaintext}` as const }))
  const ciphertext = walk.files.map(({ name }, at) => ({
    name: `${name}${SUFFIX}`,
    digest: `0x${digests[at]?.ciphertext}` as const,
  }))
  return { plaintext: buildManifest(plaintext), ciphertext: buildManifest(ciphertext) }
}

/** A file `x` beside a folder `x.age` would need one name for two things. */
const requireDistinct = (files: readonly WalkedFile[]) => {
  const folders = new Set(files.flatMap(({ name }) => listFolders(name)))
  const clash = files.find(({ name }) => folders.has(`${name}${SUFFIX}`))
  if (!clash) return
  const [file, folder] = [quoteName(clash.name), quoteName(`${clash.name}${SUFFIX}`)]
  throw new AppError('unfit_folder', `${file} lies beside the folder ${folder}, and would be sealed under its name.`)
}

const listFolders = (name: string) => {
  const parts = name.split('/').slice(0, -1)
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}

/** Throws `no_space` when the files alone take more than there is. */
export const requireSpace = async (folder: string, files: readonly WalkedFile[]) => {
  const needed = files.reduce((sum, { state }) => sum + state.size, 0n)
  const { bavail, bsize } = await statfs(folder, { bigint: true })
  if (needed <= bavail * bsize) return
  const message = `The files take ${needed} bytes and ${quoteName(folder)} has ${bavail * bsize} left: make room first.`
  throw new AppError('no_space', message)
}
