import { readFile, realpath } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { compareLists } from '~/domain/compare-lists'
import { AppError } from '~/domain/errors'
import { buildList, type ManifestList } from '~/domain/manifest-list'
import { quoteName } from '~/domain/plain-text'
import { describeFolder } from '~/manifest/describe-folder'
import { type BundleTrust, type VerifiedBundle, verifyBundle } from '~/oms/verify-bundle'

/** What the caller gave to trust a bundle by; file names but for `identity` and `issuer`. */
export type BundleOptions = {
  bundle: string
  key?: string | undefined
  'root-certificate'?: string | undefined
  'trusted-root'?: string | undefined
  identity?: string | undefined
  issuer?: string | undefined
}

/** Verifies the signature of a bundle, and says nothing of any files yet. Throws `invalid_usage` and the bundle's errors. */
export const readBundle = async (options: BundleOptions): Promise<VerifiedBundle> => {
  const trust = await readTrust(options)
  const bytes = await readGiven(options.bundle)
  return verifyBundle({ bytes, trust, time: BigInt(Math.floor(Date.now() / 1000)) })
}

/** The bundle's own name below the folder, since it signs what it lies beside and not itself; null when elsewhere. */
export const findNameInFolder = async (folder: string, bundle: string): Promise<string | null> => {
  const name = relative(await realpath(folder), await realpath(bundle))
  return name.startsWith(`..${sep}`) || name === '..' ? null : name.split(sep).join('/')
}

type Signed = { folder: string; except: readonly string[]; found: ManifestList; bundle: VerifiedBundle }

/**
 * Refuses a bundle that does not sign exactly these files under these names; hashes again where it was signed in other
 * shards. Names and digests are compared, not roots: signers order files in more than one way. Throws `oms_other_files`.
 */
export const requireSigned = async ({ folder, except, found, bundle }: Signed): Promise<void> => {
  const { shardSize } = bundle.serialization
  const signedSize = shardSize === null ? null : BigInt(shardSize)
  const foundSize = found.method === 'files' ? null : found.shardSize
  const here =
    signedSize === foundSize
      ? found
      : (await describeFolder(folder, { except, shardSize: signedSize ?? undefined })).list
  const differences = compareLists(here, buildList(bundle.resources, signedSize, 'The bundle'))
  if (differences.length === 0) return
  const names = differences.slice(0, 20).map(({ kind, name }) => `${kind} ${quoteName(name)}`)
  const more = differences.length > names.length ? `; and ${differences.length - names.length} more` : ''
  throw new AppError('oms_other_files', `The bundle signs other files than these: ${names.join('; ')}${more}.`)
}

const readTrust = async (options: BundleOptions): Promise<BundleTrust> => {
  const { key, 'root-certificate': root, 'trusted-root': trustedRoot, identity, issuer } = options
  const given = [key, root, trustedRoot].filter((one) => one !== undefined)
  if (given.length === 1 && key !== undefined) return { kind: 'key', publicKey: await readText(key) }
  if (given.length === 1 && root !== undefined) return { kind: 'certificate', roots: [await readText(root)] }
  if (given.length === 1 && trustedRoot !== undefined && identity !== undefined && issuer !== undefined) {
    return { kind: 'keyless', trustedRoot: await readText(trustedRoot), identity, issuer }
  }
  const text =
    'Say whom to trust for --bundle: --key FILE, or --root-certificate FILE, or --trusted-root FILE --identity WHO --issuer URL.'
  throw new AppError('invalid_usage', text)
}

const readText = async (file: string) => (await readGiven(file)).toString()

const readGiven = (file: string) =>
  readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('invalid_usage', `${quoteName(file)} cannot be read (${cause.code}).`, { cause })
  })
