import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '~/domain/errors'
import { buildManifest, type Manifest } from '~/domain/manifest'
import { quoteName } from '~/domain/plain-text'
import type { Walk } from '../manifest/walk-directory'
import { MAX_HEADER, readAgeStart } from './age-header'
import { runPayloads } from './run-payloads'
import { requireSpace, SUFFIX } from './seal-files'

type Options = {
  walk: Walk
  identity: string
  /** An empty folder. */
  target: string
  onRead: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Decrypts every `<name>.age` to `<name>` below the target and answers the manifest of what came out; it is the
 * caller's to compare, and what is there until then is nothing to use. Throws what `runPayloads` throws, and
 * `unfit_folder` on files that are not sealed.
 */
export const openFiles = async ({ walk, identity, target, onRead, signal }: Options): Promise<Manifest> => {
  const stray = walk.files.find(({ name }) => !name.endsWith(SUFFIX) || name.split('/').at(-1) === SUFFIX)
  if (stray)
    throw new AppError('unfit_folder', `${quoteName(stray.name)} is no sealed file: none but those belong here.`)
  await requireSpace(target, walk.files)
  const files = walk.files.map((file) => ({ ...file, plainName: file.name.slice(0, -SUFFIX.length) }))
  const payloads = files.map(({ name, path, state, plainName }) => ({
    name,
    build: async () => {
      const { bytes, payloadKey } = await readAgeStart(await readFirst(path), identity)
      const written = join(target, plainName)
      await mkdir(dirname(written), { recursive: true })
      return { kind: 'decrypt' as const, path, state, target: written, header: bytes, payloadKey }
    },
  }))
  const digests = await runPayloads({ payloads, onRead, signal })
  return buildManifest(
    files.map(({ plainName }, at) => ({ name: plainName, digest: `0x${digests[at]?.plaintext}` as const })),
  )
}

const readFirst = async (path: string) => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_HEADER), 0, MAX_HEADER, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
