import { isUtf8 } from 'node:buffer'
import { accessSync, type BigIntStats, constants, lstatSync, readdirSync } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '~/domain/errors'
import { compareCodePoints, isReleaseFile } from '~/domain/manifest'
import { quoteName, toPlainText } from '~/domain/plain-text'
import { type FileState, readState } from './steady-file.mjs'

/** A regular file of a release; `state` is what must not change until its last byte is read. */
export type WalkedFile = { name: string; path: string; state: FileState }

/**
 * What is below a folder: its files in name order, the folders that hold nothing and so are no part of a release, and the
 * names at its top that never are, whatever they hold.
 */
export type Walk = { root: string; files: WalkedFile[]; emptyFolders: string[]; ignored: string[] }

/** Files that are left out at any depth, by name below the folder: a bundle that lies beside what it signs. */
type WalkOptions = { except?: readonly string[] }

type Found = Omit<Walk, 'root'> & { problems: string[] }

const LISTED = 20

/**
 * Finds the files of a release below a folder. Names are the disk's own bytes, which must be UTF-8: nothing is
 * normalised, and names that differ in case alone are two files. Links are never followed below the folder. Throws
 * `no_folder`, and `unfit_folder` that names every link, pipe, socket, device, name that is not UTF-8, and whatever may
 * not be read.
 */
export const walkDirectory = async (folder: string, { except = [] }: WalkOptions = {}): Promise<Walk> => {
  const root = await findRoot(folder)
  const found: Found = { files: [], emptyFolders: [], ignored: [], problems: [] }
  const left = ['']
  const skipped = new Set(except)
  for (let at = left.pop(); at !== undefined; at = left.pop()) left.push(...visit({ root, at, skipped, found }))
  if (found.problems.length > 0) throw unfit(folder, found.problems)
  const byName = (a: { name: string }, b: { name: string }) => compareCodePoints(a.name, b.name)
  return {
    root,
    files: found.files.sort(byName),
    emptyFolders: found.emptyFolders.sort(compareCodePoints),
    ignored: found.ignored.sort(),
  }
}

const findRoot = async (folder: string) => {
  try {
    const root = await realpath(folder)
    if ((await lstat(root)).isDirectory()) return root
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError(
      'no_folder',
      `${quoteName(folder)} cannot be opened (${code}): name the folder of the release.`,
      {
        cause,
      },
    )
  }
  throw new AppError('no_folder', `${quoteName(folder)} is no folder: name the folder that holds the release's files.`)
}

type Visit = { root: string; at: string; skipped: ReadonlySet<string>; found: Found }

/**
 * Sorts out what is directly in one folder, and answers the folders below it. Synchronous: promises for very many files
 * would take more memory than all that is known of them.
 */
const visit = ({ root, at, skipped, found }: Visit): string[] => {
  const listing = attempt(() => readdirSync(join(root, at), { encoding: 'buffer' }))
  if (listing.failed) {
    found.problems.push(`the folder ${quoteName(at === '' ? '.' : at)} cannot be read (${listing.code})`)
    return []
  }
  if (listing.value.length === 0 && at !== '') found.emptyFolders.push(at)
  const folders: string[] = []
  for (const bytes of listing.value) {
    if (!isUtf8(bytes)) {
      found.problems.push(`${quoteBytes(at, bytes)} is no UTF-8, which a list of names has to be`)
      continue
    }
    const name = at === '' ? bytes.toString() : `${at}/${bytes.toString()}`
    if (!isReleaseFile(name)) found.ignored.push(name)
    if (!isReleaseFile(name) || skipped.has(name)) continue
    const path = join(root, name)
    const stats = attempt(() => lstatSync(path, { bigint: true }))
    const problem = stats.failed ? `cannot be read (${stats.code})` : findProblem(stats.value, path)
    if (problem !== undefined) found.problems.push(`${quoteName(name)} ${problem}`)
    else if (!stats.failed && stats.value.isDirectory()) folders.push(name)
    else if (!stats.failed) found.files.push({ name, path, state: readState(stats.value) })
  }
  return folders
}

type Attempt<Value> = { failed: false; value: Value } | { failed: true; code: string }

/** What the system gives, or the code of its refusal. */
const attempt = <Value>(call: () => Value): Attempt<Value> => {
  try {
    return { failed: false, value: call() }
  } catch (error) {
    return { failed: true, code: (error as NodeJS.ErrnoException).code ?? String(error) }
  }
}

const findProblem = (stats: BigIntStats, path: string): string | undefined => {
  if (stats.isDirectory()) return
  if (stats.isSymbolicLink()) return 'is a symbolic link; a release holds files alone (`cp -rL` makes some of links)'
  if (stats.isFIFO()) return 'is a pipe, not a file'
  if (stats.isSocket()) return 'is a socket, not a file'
  if (!stats.isFile()) return 'is a device, not a file'
  const access = attempt(() => accessSync(path, constants.R_OK))
  return access.failed ? `cannot be read (${access.code})` : undefined
}

const quoteBytes = (at: string, bytes: Buffer) => {
  // Latin-1 shows each byte as one letter, so that the name can be found again.
  const letters = [...bytes.toString('latin1')].map((letter) =>
    letter > '~' ? `\\x${letter.charCodeAt(0).toString(16)}` : letter,
  )
  return `"${toPlainText(at === '' ? letters.join('') : `${at}/${letters.join('')}`)}"`
}

const unfit = (folder: string, problems: readonly string[]) => {
  const more = problems.length > LISTED ? [`and ${problems.length - LISTED} more`] : []
  const list = [...problems.slice(0, LISTED), ...more].join('; ')
  return new AppError('unfit_folder', `${quoteName(folder)} is not the folder of a release: ${list}.`)
}
