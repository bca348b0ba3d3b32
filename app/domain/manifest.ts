import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils'
import type { Hex } from 'viem'
import { buildCanonicalJson } from './canonical-json'
import { AppError } from './errors'
import { quoteName } from './plain-text'

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

/** A range of bytes of a file, `end` not included, and the SHA-256 of those bytes. */
export type ManifestShard = ManifestFile & { start: bigint; end: bigint }

/** Bytes in a shard where nobody chose: the number that OpenSSF Model Signing v1.0 names. */
export const SHARD_SIZE = 1_000_000_000n

type Resource = { algorithm: 'sha256'; digest: string; name: string }

/**
 * Builds the manifest of a release from its files, in whatever order they come. Throws `invalid_manifest` on no files,
 * a name twice, a name that leaves the folder, or a digest that is not 32 bytes.
 */
export const buildManifest = (files: readonly ManifestFile[]): Manifest => {
  for (const { name } of files) requireName(name)
  return build(sortByName(files), { method: 'files' })
}

/**
 * The same from equal ranges of the files' bytes, so that one huge file is hashed by many at once. Throws also where the
 * ranges of a file do not follow each other from 0 in steps of `shardSize`, the last one shorter or equal. Files without
 * a byte have no range, so nothing would bind their names: they have to be refused before. Ranges of a file stay in the
 * order of its bytes, as in the Model Signing project's own vectors; its specification's words would sort 10 before 9.
 */
export const buildShardManifest = (shards: readonly ManifestShard[], shardSize: bigint): Manifest => {
  requireRanges(shards, shardSize)
  const sorted = sortByName([...shards].sort((a, b) => Number(a.start - b.start)))
  const resources = sorted.map(({ name, start, end, digest }) => ({ name: `${name}:${start}:${end}`, digest }))
  return build(resources, { method: 'shards', shard_size: Number(shardSize) })
}

/** The ranges of a file of that size in bytes; none when it is empty. */
export const listShards = (size: bigint, shardSize: bigint): { start: bigint; end: bigint }[] => {
  const ranges: { start: bigint; end: bigint }[] = []
  for (let start = 0n; start < size; start += shardSize) {
    ranges.push({ start, end: start + shardSize < size ? start + shardSize : size })
  }
  return ranges
}

type Method = { method: 'files' } | { method: 'shards'; shard_size: number }

const build = (sorted: readonly ManifestFile[], method: Method): Manifest => {
  if (sorted.length === 0) throw new AppError('invalid_manifest', 'A release needs at least one file.')
  for (const [index, file] of sorted.entries()) requireValid(file, sorted[index - 1])
  const resources = sorted.map(({ name, digest }): Resource => ({ algorithm: 'sha256', digest: digest.slice(2), name }))
  const serialization = { allow_symlinks: false, hash_type: 'sha256', ignore_paths: IGNORED_NAMES, ...method }
  const json = buildCanonicalJson({ resources, serialization })
  return {
    root: toHex(sha256(hexToBytes(resources.map(({ digest }) => digest).join('')))),
    manifest: toHex(sha256(utf8ToBytes(json))),
    json,
  }
}

const toHex = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`

/** Whether a file of that name, relative to the release's folder, belongs to the release. */
export const isReleaseFile = (name: string): boolean =>
  !(IGNORED_NAMES as readonly string[]).includes(name.split('/')[0] ?? '')

/** Orders as the bytes of UTF-8 do. JavaScript's own order is UTF-16 and differs beyond the basic plane. */
export const compareCodePoints = (a: string, b: string): number => {
  for (let index = 0; index < a.length && index < b.length; index++) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue
    return rankOf(a.charCodeAt(index)) - rankOf(b.charCodeAt(index))
  }
  return a.length - b.length
}

// Surrogates stand for what is beyond the basic plane, yet have lower numbers than its last letters.
const rankOf = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

const sortByName = <File extends ManifestFile>(files: readonly File[]): File[] =>
  [...files].sort((a, b) => compareCodePoints(a.name, b.name))

const requireName = (name: string) => {
  const parts = name.split('/')
  if (name === '' || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new AppError('invalid_manifest', `${quoteName(name)} is no name of a file below the release's folder.`)
  }
}

const requireValid = ({ name, digest }: ManifestFile, before: ManifestFile | undefined) => {
  if (name === before?.name) throw new AppError('invalid_manifest', `${quoteName(name)} is listed twice.`)
  if (!/^0x[0-9a-f]{64}$/.test(digest)) {
    throw new AppError(
      'invalid_manifest',
      `The digest of ${quoteName(name)} is ${quoteName(digest)}, not 32 bytes of hex.`,
    )
  }
}

const requireRanges = (shards: readonly ManifestShard[], shardSize: bigint) => {
  if (shardSize < 1n || shardSize > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new AppError('invalid_manifest', `Shards of ${shardSize} bytes cannot be: choose at least 1.`)
  }
  const byName = new Map<string, ManifestShard[]>()
  for (const shard of shards) byName.set(shard.name, [...(byName.get(shard.name) ?? []), shard])
  for (const [name, ranges] of byName) {
    requireName(name)
    const sorted = ranges.sort((a, b) => Number(a.start - b.start))
    const size = sorted.at(-1)?.end ?? 0n
    const expected = listShards(size, shardSize)
    const fits = expected.every(({ start, end }, at) => sorted[at]?.start === start && sorted[at]?.end === end)
    if (size > 0n && expected.length === sorted.length && fits) continue
    const text = `The shards of ${quoteName(name)} do not follow each other in steps of ${shardSize} bytes.`
    throw new AppError('invalid_manifest', text)
  }
}
