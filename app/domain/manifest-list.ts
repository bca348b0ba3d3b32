import { buildCanonicalJson, type Json } from './canonical-json'
import { AppError } from './errors'
import { buildManifest, buildShardManifest, type Manifest, type ManifestFile, type ManifestShard } from './manifest'

/** The list of a release's files, as a stranger may hand it out: true only once its digests are those on chain. */
export type ManifestList =
  | { method: 'files'; files: ManifestFile[] }
  | { method: 'shards'; shardSize: bigint; shards: ManifestShard[] }

/** The digests that a list stands for; throws `invalid_manifest` as building does. */
export const buildFromList = (list: ManifestList): Manifest =>
  list.method === 'files' ? buildManifest(list.files) : buildShardManifest(list.shards, list.shardSize)

/**
 * Reads parsed JSON with `resources` and `serialization`, as `ostrakon manifest --json` prints them and OpenSSF Model
 * Signing has them in its predicate; other members are ignored, a missing `serialization` means whole files. Throws
 * `invalid_manifest`, naming `source`, on another shape, another hash, or rules by which other files would count.
 */
export const parseManifestList = (value: unknown, source: string): ManifestList => {
  const { resources, serialization } = isRecord(value) ? value : {}
  if (!Array.isArray(resources)) throw invalid(source, 'it has no list "resources"')
  const shardSize = serialization === undefined ? null : parseMethod(serialization, source)
  const files = resources.map((resource) => parseResource(resource, source))
  const list = buildList(files, shardSize, source)
  requireSameRules(list, serialization, source)
  return list
}

/**
 * The list of resources as OpenSSF Model Signing names them: in shards of `shardSize` bytes with `:start:end` behind the
 * file's name, or whole files when it is null. Throws `invalid_manifest`, naming `source`, on another name.
 */
export const buildList = (
  resources: readonly ManifestFile[],
  shardSize: bigint | null,
  source: string,
): ManifestList =>
  shardSize === null
    ? { method: 'files', files: [...resources] }
    : { method: 'shards', shardSize, shards: resources.map((resource) => parseShard(resource, source)) }

const parseMethod = (serialization: unknown, source: string): bigint | null => {
  const { method, shard_size: size } = isRecord(serialization) ? serialization : {}
  if (method === 'files') return null
  if (method === 'shards' && Number.isSafeInteger(size) && Number(size) > 0) return BigInt(Number(size))
  throw invalid(source, 'its serialization is neither of files nor of shards')
}

const parseResource = (resource: unknown, source: string): ManifestFile => {
  const { algorithm, digest, name } = isRecord(resource) ? resource : {}
  if (typeof name !== 'string' || typeof digest !== 'string') throw invalid(source, 'an entry lacks name or digest')
  if (algorithm !== 'sha256') throw invalid(source, 'it uses another hash than SHA-256')
  return { name, digest: `0x${digest}` }
}

const parseShard = ({ name, digest }: ManifestFile, source: string): ManifestShard => {
  // A file's own name may hold colons, so the last two numbers count.
  const [, file = '', start = '', end = ''] = /^(.*):(\d{1,16}):(\d{1,16})$/s.exec(name) ?? []
  if (file === '') throw invalid(source, 'an entry names no range of bytes')
  return { name: file, start: BigInt(start), end: BigInt(end), digest }
}

// The digest on chain covers the rules too; a list by other rules could never have it.
const requireSameRules = (list: ManifestList, serialization: unknown, source: string) => {
  if (serialization === undefined) return
  const ours = JSON.parse(buildFromList(list).json) as { serialization: Json }
  if (buildCanonicalJson(serialization as Json) === buildCanonicalJson(ours.serialization)) return
  throw invalid(source, 'its serialization has other rules (links, ignored names) than releases here')
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalid = (source: string, problem: string) =>
  new AppError('invalid_manifest', `${source} is no list of a release's files: ${problem}.`)
