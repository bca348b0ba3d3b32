import type { Hex } from 'viem'
import { z } from 'zod'
import { countFiles } from '~/domain/compare-lists'
import { AppError } from '~/domain/errors'
import { buildFromList, parseManifestList } from '~/domain/manifest-list'
import type { FieldError } from './schema'

/** What of a list goes on chain. Size in bytes. */
export type ListFacts = { root: Hex; manifest: Hex; files: number; size: bigint }

// As much as some ten thousand files take; what is larger is no list of a release.
const MOST_CHARACTERS = 8_000_000

const digest = z.string().regex(/^(0x)?[0-9a-f]{64}$/)

const claimsSchema = z.object({
  root: digest,
  manifest: digest,
  files: z.int().min(1),
  bytes: z.union([z.int().min(1), z.string().regex(/^[1-9][0-9]{0,19}$/)]),
})

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const same = (claimed: string, computed: Hex): boolean => claimed.replace(/^0x/, '') === computed.slice(2)

/**
 * Reads what `ostrakon manifest --json` prints. Both digests and the number of files are computed again from the list,
 * so that a changed list is refused; only the size has to be believed.
 */
export const parseListText = (text: string): ListFacts | FieldError => {
  if (text === '') return { key: 'noList', values: {} }
  if (text.length > MOST_CHARACTERS) return { key: 'longList', values: { max: MOST_CHARACTERS } }
  const value = parseJson(text)
  if (value === undefined) return { key: 'noJson', values: {} }
  const claims = claimsSchema.safeParse(value)
  if (!claims.success) return { key: 'claims', values: { field: claims.error.issues[0]?.path.join('.') || 'root' } }
  const { root, manifest, files, bytes } = claims.data
  try {
    const list = parseManifestList(value, 'The text')
    const computed = buildFromList(list)
    if (!same(root, computed.root)) return { key: 'root', values: { given: root, computed: computed.root } }
    if (!same(manifest, computed.manifest)) {
      return { key: 'manifest', values: { given: manifest, computed: computed.manifest } }
    }
    const counted = countFiles(list)
    if (counted !== files) return { key: 'files', values: { given: files, counted } }
    return { root: computed.root, manifest: computed.manifest, files, size: BigInt(bytes) }
  } catch (error) {
    if (error instanceof AppError) return { key: 'list', values: { detail: error.message } }
    throw error
  }
}
