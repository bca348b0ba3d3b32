import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { buildFromList, type ManifestList, parseManifestList } from '~/domain/manifest-list'
import { quoteName } from '~/domain/plain-text'

/** A list of files whose digests are known to be right, and where it was found. */
export type TrustedList = { list: ManifestList; source: string }

type Digests = { root: Hex; manifest: Hex }

const API_WAIT_MS = 10_000

/** Reads a list that the caller named; throws `invalid_usage` when it cannot be read, and `invalid_manifest`. */
export const readList = async (file: string): Promise<ManifestList> => {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('invalid_usage', `The list ${quoteName(file)} cannot be read (${cause.code}).`, { cause })
  })
  return parseList(text, quoteName(file))
}

/**
 * Refuses a list that is not the one on chain, before anything is compared with it: a lying list would call the true
 * files changed, or the false ones right. Throws `lying_list`.
 */
export const requireListOnChain = (list: ManifestList, { root, manifest }: Digests, file: string): void => {
  const built = buildFromList(list)
  if (built.root === root && built.manifest === manifest) return
  const text = `The list ${quoteName(file)} is not the release's: its digests are ${built.root} and ${built.manifest}, those on chain ${root} and ${manifest}.`
  throw new AppError('lying_list', text)
}

type Places = { folder: string; release: number; portal: string | undefined }

/**
 * Looks for the release's list where nobody has to be trusted, since the chain's digests decide: in `manifest.json`
 * beside the folder, then at the portal. Null when there is none of those digests.
 */
export const findList = async (digests: Digests, { folder, release, portal }: Places): Promise<TrustedList | null> => {
  const beside = join(dirname(folder), 'manifest.json')
  const inFile = tryList(await readFile(beside, 'utf8').catch(() => ''), digests)
  if (inFile) return { list: inFile, source: beside }
  if (portal === undefined) return null
  const address = `${portal.replace(/\/$/, '')}/api/v1/releases/${release}/manifest`
  const inApi = tryList(await fetchCanonical(address), digests)
  return inApi && { list: inApi, source: address }
}

const fetchCanonical = async (address: string): Promise<string> => {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(API_WAIT_MS) })
    const { data } = (await answer.json()) as { data?: { canonical?: unknown } }
    return typeof data?.canonical === 'string' ? data.canonical : ''
  } catch {
    // The list only helps to name files; that the bytes differ is known without it.
    return ''
  }
}

const tryList = (text: string, { root, manifest }: Digests): ManifestList | null => {
  if (text === '') return null
  try {
    const list = parseList(text, 'The list')
    const built = buildFromList(list)
    return built.root === root && built.manifest === manifest ? list : null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

const parseList = (text: string, source: string): ManifestList => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_manifest', `${source} is no list of a release's files: it is not JSON.`, { cause })
  }
  return parseManifestList(json, source)
}
