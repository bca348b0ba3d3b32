import { HubApiError, type ListFileEntry, listFiles, modelInfo } from '@huggingface/hub'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { buildManifest, isReleaseFile } from '~/domain/manifest'
import { quoteName, toPlainText } from '~/domain/plain-text'
import type { Described } from './described'
import { hashHubFile } from './hash-hub-file'

/** A model on a hub: `name` is organisation and name, `revision` a branch, a tag or a commit. */
export type HubModel = { name: string; revision: string }

/** Where the hub is, and the reader's token for it; huggingface.co and none when left out. */
export type HubAccess = { hubUrl?: string | undefined; token?: string | undefined }

/** `commit` is what the revision meant at that moment; a branch may move on. */
export type DescribedModel = Described & { commit: string }

type HubFile = { name: string; size: bigint; digest: Hex }

// The hub answers many small requests well, and more at once would only run into its limits.
const AT_ONCE = 8

/** Reads `ORG/NAME@REVISION`; throws `invalid_usage`. */
export const parseHubModel = (designation: string): HubModel => {
  const [, name = '', revision = ''] = /^([\w.-]+\/[\w.-]+)@(.+)$/.exec(designation) ?? []
  if (name !== '' && !name.split('/').some((part) => /^\.+$/.test(part))) return { name, revision }
  throw new AppError('invalid_usage', `${quoteName(designation)} names no model: write ORG/NAME@REVISION.`)
}

/**
 * Describes a revision of a model on a Hugging Face hub without downloading its weights: the hub stores large files
 * under their SHA-256, small ones are fetched and hashed. It is the hub's word about large files, not a look at their
 * bytes. Throws `hub_unreachable`, `hub_missing` and `hub_refused`, and `hub_mismatch` when the hub contradicts itself.
 */
export const describeHubModel = async ({
  name,
  revision,
  ...access
}: HubModel & HubAccess): Promise<DescribedModel> => {
  try {
    const commit = await resolveCommit({ name, revision, ...access })
    const files: HubFile[] = []
    const entries = readEntries({ name, commit, ...access })
    const work = async () => {
      for await (const entry of entries) files.push(await readFile(entry, { name, commit, ...access }))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    const list = { method: 'files' as const, files: files.map(({ name, digest }) => ({ name, digest })) }
    const sizes = new Map(files.map(({ name, size }) => [name, size]))
    const bytes = files.reduce((sum, { size }) => sum + size, 0n)
    return { ...buildManifest(list.files), list, files: files.length, bytes, sizes, commit }
  } catch (error) {
    throw hubFailed(`${name}@${revision}`, error)
  }
}

/** A branch can move between two requests, so everything is asked of one commit. */
const resolveCommit = async ({ name, revision, hubUrl, token }: HubModel & HubAccess): Promise<string> => {
  const { sha } = await modelInfo({ name, revision, additionalFields: ['sha'], ...credentials({ hubUrl, token }) })
  if (typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha)) return sha
  throw mismatch(`it names ${quoteName(String(sha))} as the commit of ${quoteName(revision)}`)
}

type Commit = HubAccess & { name: string; commit: string }

async function* readEntries({ name, commit, ...access }: Commit): AsyncGenerator<ListFileEntry> {
  const listing = listFiles({
    repo: { type: 'model', name },
    revision: commit,
    recursive: true,
    ...credentials(access),
  })
  for await (const entry of listing) if (entry.type !== 'directory' && isReleaseFile(entry.path)) yield entry
}

const readFile = async (entry: ListFileEntry, { name, commit, ...access }: Commit): Promise<HubFile> => {
  const { path, size, lfs, type } = entry
  if (type !== 'file' || !Number.isSafeInteger(size) || size < 0) {
    throw mismatch(`${quoteName(path)} is no file with a size (${quoteName(String(type))})`)
  }
  if (!lfs) {
    const digest = await hashHubFile({ repo: { type: 'model', name }, revision: commit, entry, ...credentials(access) })
    return { name: path, size: BigInt(size), digest }
  }
  if (!/^[0-9a-f]{64}$/.test(lfs.oid)) throw mismatch(`the object id of ${quoteName(path)} is no SHA-256`)
  if (lfs.size !== size) throw mismatch(`${quoteName(path)} has ${size} bytes and is stored with ${lfs.size}`)
  return { name: path, size: BigInt(size), digest: `0x${lfs.oid}` }
}

const credentials = ({ hubUrl, token }: HubAccess) => ({
  ...(hubUrl === undefined ? {} : { hubUrl }),
  ...(token === undefined ? {} : { accessToken: token }),
})

const mismatch = (problem: string) =>
  new AppError('hub_mismatch', `The hub contradicts itself: ${problem}. Nothing of it can be registered.`)

const hubFailed = (what: string, cause: unknown): AppError => {
  if (cause instanceof AppError) return cause
  const status = cause instanceof HubApiError ? cause.statusCode : undefined
  if (status === 404) {
    return new AppError('hub_missing', `The hub has no ${quoteName(what)}: check name and revision.`, { cause })
  }
  if (status === 401 || status === 403) {
    const text = `The hub does not show ${quoteName(what)} (${status}): it may not exist, or be private or gated. Accept its terms there and set HF_TOKEN.`
    return new AppError('hub_refused', text, { cause })
  }
  const reason = cause instanceof Error ? toPlainText(cause.message) : String(cause)
  return new AppError('hub_unreachable', `The hub did not answer for ${quoteName(what)}: ${reason}`, { cause })
}
