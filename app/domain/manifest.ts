import { concat, type Hex, sha256, stringToBytes } from 'viem'
import { buildCanonicalJson } from './canonical-json'
import { AppError } from './errors'

/** A regular file of a release: its name below the release's folder, with `/`, and the SHA-256 of its bytes. */
export type ManifestFile = { name: string; digest: Hex }

/** What is written on chain of a list of files. */
export type Manifest = {
  /** OMS subject digest: SHA-256 over the raw digests in name order. It does not bind the names. */
  root: Hex
  /** SHA-256 of `json`: binds the names too. */
  manifest: Hex
  /** Canonical JSON (RFC 8785) of `{resources, serialization}` as OpenSSF Model Signing v1.0 has them. */
  json: string
}

/** Top-level names that are no part of a release: those of OpenSSF Model Signing, and its signature file. */
const IGNORED_NAMES = ['.git', '.gitattributes', '.github', '.gitignore', 'model.sig'] as const

/**
 * Builds the manifest of a release from its files, in whatever order they come. Throws `invalid_manifest` on no files,
 * a name twice, a name that leaves the folder, or a digest that is not 32 bytes.
 */
export const buildManifest = (files: readonly ManifestFile[]): Manifest => {
  if (files.length === 0) throw new AppError('invalid_manifest', 'A release needs at least one file.')
  const sorted = [...files].sort((a, b) => compareCodePoints(a.name, b.name))
  for (const [index, file] of sorted.entries()) requireValid(file, sorted[index - 1])
  const resources = sorted.map(({ name, digest }) => ({ algorithm: 'sha256', digest: digest.slice(2), name }))
  const serialization = {
    allow_symlinks: false,
    hash_type: 'sha256',
    ignore_paths: IGNORED_NAMES,
    method: 'files',
  }
  const json = buildCanonicalJson({ resources, serialization })
  return {
    root: sha256(concat(sorted.map(({ digest }) => digest))),
    manifest: sha256(stringToBytes(json)),
    json,
  }
}

/** Whether a file of that name, relative to the release's folder, belongs to the release. */
export const isReleaseFile = (name: string): boolean =>
  !(IGNORED_NAMES as readonly string[]).includes(name.split('/')[0] ?? '')

/** Orders as the bytes of UTF-8 do. JavaScript's own order is UTF-16 and differs beyond the basic plane. */
export const compareCodePoints = (a: string, b: string): number => {
  const left = stringToBytes(a)
  const right = stringToBytes(b)
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

const requireValid = ({ name, digest }: ManifestFile, before: ManifestFile | undefined) => {
  const parts = name.split('/')
  if (name === '' || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new AppError('invalid_manifest', `${JSON.stringify(name)} is no name of a file below the release's folder.`)
  }
  if (name === before?.name) throw new AppError('invalid_manifest', `${JSON.stringify(name)} is listed twice.`)
  if (!/^0x[0-9a-f]{64}$/.test(digest)) {
    throw new AppError('invalid_manifest', `The digest of ${JSON.stringify(name)} is ${digest}, not 32 bytes of hex.`)
  }
}
