import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Address } from 'viem'
import { compareLists } from '~/domain/compare-lists'
import { AppError } from '~/domain/errors'
import { SHARD_SIZE } from '~/domain/manifest'
import { buildFromList, type ManifestList } from '~/domain/manifest-list'
import { quoteName, toPlainJson } from '~/domain/plain-text'
import { type DescribedFolder, describeFolder } from '~/manifest/describe-folder'
import { createHashProgress } from './hash-progress'
import { sentenceOf } from './log'
import type { BundleOptions } from './verify/check-bundle'
import { findList, readList, requireListOnChain, type TrustedList } from './verify/find-list'
import type { Targets } from './verify/find-targets'
import type { RegisteredRelease } from './verify/read-release'
import { decideExit, decidePermission, type Mismatch, type Report } from './verify/report'
import { buildJson, sayReport } from './verify/say-report'

const options = {
  release: { type: 'string' },
  rpc: { type: 'string' },
  deployment: { type: 'string' },
  url: { type: 'string' },
  manifest: { type: 'string' },
  as: { type: 'string' },
  shards: { type: 'boolean' },
  bundle: { type: 'string' },
  key: { type: 'string' },
  'root-certificate': { type: 'string' },
  'trusted-root': { type: 'string' },
  identity: { type: 'string' },
  issuer: { type: 'string' },
  json: { type: 'boolean' },
} as const

const parse = (args: string[]) => {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true })
    return { ...values, positionals }
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

type Values = ReturnType<typeof parse>

/**
 * `ostrakon verify DIR --release ID`: whether the files are that release, where votes have brought it, and whether it
 * may be used now. 0 they are, and it is open and not recalled or `--as` has a live grant; 1 other files; 2 right but
 * not allowed; 3 usage or network. With `--manifest` and no chain in sight: 0 or 1, and the stage is not checked. Chain
 * and bundles are loaded where they are asked for, since their codecs weigh more than all of the hashing.
 */
export const runVerify = async (args: string[]): Promise<number> => {
  const values = parse(args)
  const { folder, id, account } = readArguments(values)
  const list = values.manifest === undefined ? null : await readList(values.manifest)
  const targets = id === null ? null : await findChain(values)
  const bundle = values.bundle === undefined ? null : await openBundle({ ...values, bundle: values.bundle }, folder)
  const chain = targets && id !== null ? await (await import('./verify/ask-chain')).askChain(targets, id) : null
  const release = chain?.release ?? null
  if (list && release) requireListOnChain(list, release, values.manifest ?? '')

  const except = bundle?.except ?? []
  const found = await hashFolder(folder, { except, shardSize: findShardSize(list, values.shards === true) })
  if (bundle) await bundle.requireSigned(found.list)
  const given = list && { list, source: values.manifest ?? '' }
  const mismatch = await findMismatch(found, { given, release, folder, portal: targets?.portal })
  // Hashing can take hours, and what counts is where the release stands after them.
  const standing = chain && (await chain.readStanding(account))
  const permission = standing && decidePermission(standing)
  const { root, manifest, files, bytes, ignored } = found
  const signer = bundle?.signer ?? null
  const report: Report = {
    found: { root, manifest, files, bytes, ignored },
    mismatch,
    release,
    standing,
    permission,
    signer,
  }
  process.stdout.write(`${values.json ? toPlainJson(buildJson(report)) : sayReport(report)}\n`)
  return decideExit(report)
}

const readArguments = ({ positionals, release, as, manifest }: Values) => {
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) {
    throw new AppError('invalid_usage', 'Name the folder with the files: ostrakon verify DIR --release ID.')
  }
  if (release === undefined && manifest === undefined) {
    throw new AppError('invalid_usage', 'Name the release with --release ID, or a list of files with --manifest FILE.')
  }
  if (release !== undefined && !/^[1-9]\d{0,8}$/.test(release)) {
    throw new AppError('invalid_usage', `--release ${quoteName(release)} is no id: it is a number from 1.`)
  }
  if (as !== undefined && !/^0x[0-9a-f]{40}$/i.test(as)) {
    throw new AppError('invalid_usage', `--as ${quoteName(as)} is no address.`)
  }
  return {
    folder: resolve(folder),
    id: release === undefined ? null : Number(release),
    account: as as Address | undefined,
  }
}

/** Null means that no chain is asked, which only a list of files makes sense of. */
const findChain = async (values: Values): Promise<Targets | null> => {
  const { findTargets } = await import('./verify/find-targets')
  const targets = findTargets(values)
  if (targets || values.manifest !== undefined) return targets
  const text = 'No chain to ask: give --rpc and --deployment, or start the demo with `npm start`. See .env.example.'
  throw new AppError('invalid_environment', text)
}

const openBundle = async (given: BundleOptions, folder: string) => {
  const { findNameInFolder, readBundle, requireSigned } = await import('./verify/check-bundle')
  const bundle = await readBundle(given)
  const name = await findNameInFolder(folder, given.bundle)
  const except = name === null ? [] : [name]
  const { signer } = bundle
  return { signer, except, requireSigned: (found: ManifestList) => requireSigned({ folder, except, found, bundle }) }
}

const findShardSize = (list: ManifestList | null, inShards: boolean): bigint | undefined => {
  if (list?.method === 'files' && inShards) {
    throw new AppError('invalid_usage', '--shards does not go with this --manifest: it lists whole files.')
  }
  if (list?.method === 'shards') return list.shardSize
  return inShards ? SHARD_SIZE : undefined
}

type HashOptions = { except: readonly string[]; shardSize: bigint | undefined }

const hashFolder = async (folder: string, hashOptions: HashOptions): Promise<DescribedFolder> => {
  const { onEnd, ...progress } = createHashProgress()
  try {
    return await describeFolder(folder, { ...hashOptions, ...progress })
  } finally {
    onEnd()
  }
}

type Expected = {
  given: TrustedList | null
  release: RegisteredRelease | null
  folder: string
  portal: string | undefined
}

const findMismatch = async (found: DescribedFolder, expected: Expected): Promise<Mismatch | null> => {
  const { given, release, folder, portal } = expected
  const digests = release ?? (given && buildFromList(given.list))
  if (digests?.root === found.root && digests.manifest === found.manifest) return null
  const trusted = given ?? (release && (await findList(release, { folder, release: release.id, portal })))
  const differences = trusted ? compareLists(found.list, trusted.list) : []
  if (trusted && differences.length > 0) return { known: 'files', differences, source: trusted.source }
  return { known: digests?.root === found.root ? 'names' : 'bytes', differences: [] }
}
