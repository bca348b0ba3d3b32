import { concat, type Hex, sha256 } from 'viem'
import { z } from 'zod'
import { AppError } from '~/domain/errors'
import type { ManifestFile } from '~/domain/manifest'
import { quoteName } from '~/domain/plain-text'
import { parseJsonBytes, show } from './parse-bundle'

/** How the signer turned files into resources. */
type Serialization = {
  /** `shards`: each resource is a byte range, `path:start:end`, of at most `shardSize` bytes. */
  method: 'files' | 'shards'
  shardSize: number | null
  allowSymlinks: boolean
  ignorePaths: readonly string[]
}

/** What an OMS statement says of a model. */
export type OmsStatement = {
  /** SHA-256 over the raw digests in the order listed, which the statement's subject names. It binds no names. */
  root: Hex
  /** The name that the signer gave the model; informative, untrusted text. */
  subject: string
  /** As listed. Before v1.1 a model of a single file is named `.`. */
  resources: readonly ManifestFile[]
  serialization: Serialization
}

const PREDICATE_TYPE = 'https://model_signing/signature/v1.0'
const DEPRECATED_TYPE = 'https://model_signing/Digests/v0.1'

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'is not 32 bytes of lower-case hex')

const schema = z.object({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(z.object({ name: z.string().min(1), digest: z.object({ sha256: digest }) })).length(1),
  predicate: z.object({
    resources: z.array(z.object({ name: z.string(), digest: z.string(), algorithm: z.string() })).min(1),
    serialization: z.object({
      method: z.enum(['files', 'shards']),
      hash_type: z.string(),
      shard_size: z.number().int().positive().optional(),
      allow_symlinks: z.boolean(),
      ignore_paths: z.array(z.string()).optional(),
    }),
  }),
})

type Statement = z.infer<typeof schema>

/**
 * Refuses another predicate type than OMS v1.0 before the signature is looked at, since v0.2 of the reference tool
 * signed other bytes than DSSE says and would only be called wrong. Throws `oms_wrong_predicate`.
 */
export const requirePredicateType = (payload: Uint8Array): void => {
  const json = parseJsonBytes(payload, 'The signed payload')
  const type = (json as { predicateType?: unknown } | null)?.predicateType
  if (type === PREDICATE_TYPE) return
  if (type === DEPRECATED_TYPE) {
    const message = `The bundle is of the deprecated form ${DEPRECATED_TYPE} (model_signing 0.2), which signs no list of resources. Ask for one signed with version 1.0 or later.`
    throw new AppError('oms_wrong_predicate', message)
  }
  const found = typeof type === 'string' ? show(type) : 'no type'
  throw new AppError(
    'oms_wrong_predicate',
    `The bundle states ${found}, not ${PREDICATE_TYPE}: it is about something else.`,
  )
}

/**
 * Reads the signed statement. Throws `oms_invalid_statement` on a bad shape, name or order of shards, `oms_unknown_hash`
 * on another hash than SHA-256, and `oms_wrong_root` when the resources do not give the digest of the subject.
 */
export const parseStatement = (payload: Uint8Array): OmsStatement => {
  const result = schema.safeParse(parseJsonBytes(payload, 'The signed payload'))
  if (!result.success) {
    const problems = result.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw invalid(`does not follow the OMS v1.0 schema: ${problems.join('; ')}`)
  }
  const { subject, predicate } = result.data
  const serialization = readSerialization(predicate.serialization)
  const resources = predicate.resources.map(readResource)
  requireNames(resources, serialization)
  const root = sha256(concat(resources.map((resource) => resource.digest)))
  const stated: Hex = `0x${subject[0]?.digest.sha256 ?? ''}`
  if (root !== stated) {
    throw new AppError('oms_wrong_root', `The bundle's subject is ${stated}, but its own resources give ${root}.`)
  }
  return { root, subject: subject[0]?.name ?? '', resources, serialization }
}

const readSerialization = (given: Statement['predicate']['serialization']): Serialization => {
  requireSha256(given.hash_type, 'its files')
  const shardSize = given.shard_size ?? null
  if ((given.method === 'shards') !== (shardSize !== null)) {
    throw invalid(`has method ${given.method} and shard_size ${shardSize ?? 'none'}, which do not go together`)
  }
  const { allow_symlinks: allowSymlinks, ignore_paths: ignorePaths = [] } = given
  return { method: given.method, shardSize, allowSymlinks, ignorePaths }
}

const readResource = ({ name, digest: hex, algorithm }: Statement['predicate']['resources'][number]): ManifestFile => {
  requireSha256(algorithm, quoteName(name))
  if (!digest.safeParse(hex).success) throw invalid(`gives ${quoteName(name)} a digest that is not 32 bytes of hex`)
  return { name, digest: `0x${hex}` }
}

const requireSha256 = (algorithm: string, what: string) => {
  if (algorithm === 'sha256') return
  const message = `The bundle hashes ${what} with ${show(algorithm)}; only sha256 is known here. Ask for one with sha256.`
  throw new AppError('oms_unknown_hash', message)
}

const requireNames = (resources: readonly ManifestFile[], { method }: Serialization) => {
  const seen = new Set<string>()
  for (const { name } of resources) {
    if (seen.has(name)) throw invalid(`lists ${quoteName(name)} twice`)
    seen.add(name)
    const path = method === 'files' ? name : /^(.+):\d+:\d+$/s.exec(name)?.[1]
    const isWholeModel = path === '.' && resources.length === 1
    if (path === undefined || !(isWholeModel || isBelow(path))) {
      throw invalid(
        `lists ${quoteName(name)}, which is no ${method === 'files' ? 'file' : 'byte range of one'} below the model`,
      )
    }
  }
}

const isBelow = (path: string) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

const invalid = (problem: string) => new AppError('oms_invalid_statement', `What the bundle signs ${problem}.`)
