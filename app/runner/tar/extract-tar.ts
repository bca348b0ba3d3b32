import { createHash } from 'node:crypto'
import { chmod, link, lstat, mkdir, open, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { cleanName, isInside } from './entry-name'
import { readTar, type TarEntry } from './read-tar'

/** What an archive may hold at most; a tar is not compressed, so its own size bounds what comes out. */
export type TarLimits = { bytes: number; entries: number }

/** What a sandbox puts over the root; an archive may have them as folders, or not at all. */
const mountPoints = ['proc', 'dev', 'tmp', 'input', 'output'] as const

type Extraction = { path: string; digest: Hex; target: string; limits: TarLimits }

/**
 * Unpacks a tenant's root tar into an empty folder, after its SHA-256 was compared and with it compared again. Nothing is
 * written outside the folder: names are taken apart, no link is followed, and devices and pipes are refused. Owners and
 * modes are the archive's no more: files are readable by all, and never more than executable. Throws `wrong_image` and
 * `bad_image`.
 */
export const extractTar = async ({ path, digest, target, limits }: Extraction): Promise<void> => {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('bad_image', `The root tar ${quoteName(path)} cannot be opened (${cause.code}).`, { cause })
  })
  try {
    const { size } = await file.stat()
    if (size > limits.bytes) throw bad(`has ${size} bytes, more than ${limits.bytes}`)
    const first = createHash('sha256')
    for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) first.update(chunk)
    requireDigest(first.digest('hex'), digest)
    const second = createHash('sha256')
    let entries = 0
    for await (const entry of readTar(file, second)) {
      entries += 1
      if (entries > limits.entries) throw bad(`has more than ${limits.entries} entries`)
      if (entry.size > size) throw bad(`says that ${quoteName(entry.name)} is larger than the archive`)
      await writeEntry(target, entry)
    }
    requireDigest(second.digest('hex'), digest)
    for (const name of mountPoints) await makeFolder(target, name)
  } finally {
    await file.close()
  }
}

const requireDigest = (found: string, expected: Hex) => {
  if (`0x${found}` === expected) return
  throw new AppError('wrong_image', `The root tar's SHA-256 is 0x${found}, the spec asks for ${expected}.`)
}

const writeEntry = async (root: string, entry: TarEntry): Promise<void> => {
  const name = cleanName(entry.name)
  if (name === '' && entry.type === '5') return
  if (entry.type === '5') return makeFolder(root, name)
  if (!'012'.includes(entry.type)) throw bad(`holds ${quoteName(entry.name)}, which is no file, folder or link`)
  if (name === '' || (mountPoints as readonly string[]).includes(name)) throw bad(`has ${quoteName(name)} as no folder`)
  await makeFolder(root, dirname(name))
  const path = join(root, name)
  if (entry.type === '2') {
    if (!isInside(name, entry.target)) throw bad(`has a link ${quoteName(name)} that leads out of it`)
    await symlink(entry.target, path).catch(refuseTwice(name))
    return
  }
  if (entry.type === '1') {
    const source = cleanName(entry.target)
    await makeFolder(root, dirname(source))
    const found = await lstat(join(root, source)).catch(() => null)
    if (!found?.isFile()) throw bad(`has a link ${quoteName(name)} to what is no file of it`)
    await link(join(root, source), path).catch(refuseTwice(name))
    return
  }
  // Exclusive, so that neither a link nor an earlier file is ever written through.
  const file = await open(path, 'wx', entry.isExecutable ? 0o755 : 0o644).catch(refuseTwice(name))
  try {
    for await (const chunk of entry.content) await file.write(chunk)
    await file.chmod(entry.isExecutable ? 0o755 : 0o644)
  } finally {
    await file.close()
  }
}

/** Makes a folder and those above it; each that is there has to be a folder itself, and no link to one. */
const makeFolder = async (root: string, name: string): Promise<void> => {
  let path = root
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue
    path = join(path, part)
    const found = await lstat(path).catch(() => null)
    if (found === null) await mkdir(path).then(() => chmod(path, 0o755))
    else if (!found.isDirectory()) throw bad(`goes through ${quoteName(name)}, which is no folder`)
  }
}

const refuseTwice = (name: string) => (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EEXIST') throw bad(`has ${quoteName(name)} twice`)
  throw bad(`has ${quoteName(name)}, which cannot be written (${cause.code})`)
}

const bad = (problem: string) => new AppError('bad_image', `The root tar ${problem}.`)
