import { parseArgs } from 'node:util'
import type { Json } from '~/domain/canonical-json'
import { AppError } from '~/domain/errors'
import { SHARD_SIZE } from '~/domain/manifest'
import { quoteName, toPlainJson, toPlainText } from '~/domain/plain-text'
import { describeFolder } from '~/manifest/describe-folder'
import { type Described, listCollisions } from '~/manifest/described'
import { createHashProgress, sayBytes } from './hash-progress'
import { sentenceOf } from './log'

const options = { shards: { type: 'boolean' }, json: { type: 'boolean' }, hub: { type: 'string' } } as const

const parse = (args: string[]) => {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true })
    return { ...values, positionals }
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

/** Where the files are, when not in a folder. */
type HubSource = { name: string; revision: string; commit: string }
type Source = { described: Described; emptyFolders: readonly string[]; ignored: readonly string[]; hub?: HubSource }

/**
 * `ostrakon manifest DIR [--shards] [--json]`, or `--hub ORG/NAME@REVISION` instead of DIR: prints the list of a
 * release's files, its two digests, and what registering needs. 0 done, 1 the folder cannot be a release, 3 usage or
 * network.
 */
export const runManifest = async (args: string[]): Promise<number> => {
  const { positionals, shards = false, json = false, hub } = parse(args)
  const [folder] = positionals
  if (positionals.length + (hub === undefined ? 0 : 1) !== 1 || (hub !== undefined && shards)) {
    throw new AppError('invalid_usage', 'Name one folder, or a model by --hub ORG/NAME@REVISION (never in shards).')
  }
  const source = folder === undefined ? await readHub(hub ?? '') : await hashFolder(folder, shards)
  for (const note of listNotes(source)) process.stderr.write(`${note}\n`)
  process.stdout.write(`${json ? toPlainJson(buildOutput(source)) : sayManifest(source)}\n`)
  return 0
}

const hashFolder = async (folder: string, inShards: boolean): Promise<Source> => {
  const { onEnd, ...progress } = createHashProgress()
  try {
    const described = await describeFolder(folder, { ...progress, shardSize: inShards ? SHARD_SIZE : undefined })
    const { emptyFolders, ignored } = described
    return { described, emptyFolders, ignored }
  } finally {
    onEnd()
  }
}

const readHub = async (designation: string): Promise<Source> => {
  const { describeHubModel, parseHubModel } = await import('~/manifest/describe-hub-model')
  const { readEnv } = await import('~/env.server')
  const { HF_ENDPOINT, HF_TOKEN } = readEnv()
  const model = parseHubModel(designation)
  const described = await describeHubModel({ ...model, hubUrl: HF_ENDPOINT, token: HF_TOKEN })
  return { described, emptyFolders: [], ignored: [], hub: { ...model, commit: described.commit } }
}

const listNotes = ({ described, emptyFolders, ignored }: Source): string[] => {
  const left = ignored.map((name) => `note: ${quoteName(name)} is never part of a release`)
  const empty = emptyFolders.map((name) => `note: the folder ${quoteName(name)} is empty and no part of the release`)
  const collisions = listCollisions(described.sizes.keys()).map(
    (names) => `note: ${names.map(quoteName).join(' and ')} are one file on disks that ignore case or Unicode's form`,
  )
  return [...left, ...empty, ...collisions]
}

type ListedResource = { algorithm: string; digest: string; name: string }

/** The list is as the manifest's digest has it; only sizes of whole files, which that digest does not bind, are added. */
const buildOutput = ({ described, hub }: Source) => {
  const { root, manifest, files, bytes, sizes, json } = described
  const { resources, serialization } = JSON.parse(json) as { resources: ListedResource[]; serialization: Json }
  const sized = resources.map((resource) => {
    const size = sizes.get(resource.name)
    return size === undefined ? resource : { ...resource, size: Number(size) }
  })
  return { root, manifest, files, bytes: Number(bytes), resources: sized, serialization, ...(hub ? { hub } : {}) }
}

const sayManifest = (source: Source): string => {
  const { root, manifest, files, bytes, resources, hub } = buildOutput(source)
  const from = hub && [
    `model     ${toPlainText(hub.name)} at ${toPlainText(hub.revision)}, which is commit ${hub.commit}`,
    'The digests are what the hub says of that commit; `ostrakon verify` checks the bytes once you have them.',
    '',
  ]
  return [
    ...resources.map(({ digest, name }) => `${digest}  ${toPlainText(name)}`),
    '',
    ...(from ?? []),
    `root      ${root}`,
    `manifest  ${manifest}`,
    `files     ${files}`,
    `size      ${bytes} (${sayBytes(bytes)})`,
    '',
    'Registering takes these four, and what only you know: model, version, parents, licence (SPDX), the SHA-256 of the',
    'model card, GPU-seconds and FLOP of the training, and where the files may be found.',
  ].join('\n')
}
