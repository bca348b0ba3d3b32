import { lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'

/**
 * Throws `invalid_usage` when something has this name that is no file, such as a folder, a link or a device: it would
 * be replaced, and not written to.
 */
export const requireReplaceable = async (path: string): Promise<void> => {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw unwritable(path, error)
  })
  if (found === null || found.isFile()) return
  throw new AppError('invalid_usage', `--out ${quoteName(path)} is there already, and no file; name another.`)
}

/**
 * Writes parts of a text to a file under a temporary name beside its own, which it gets once all is written; a file of
 * that name is replaced, and when anything fails it is as before. Throws `invalid_usage` when nothing can be written.
 */
export const writeWhole = async (path: string, parts: Iterable<string>): Promise<void> => {
  const full = resolve(path)
  const temporary = join(dirname(full), `.${basename(full)}.partial-${process.pid}`)
  try {
    const file = await open(temporary, 'wx')
    try {
      for (const part of parts) await file.writeFile(part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, full)
  } catch (error) {
    await rm(temporary, { force: true })
    throw unwritable(path, error)
  }
}

/** Prints parts of a text as fast as they are read; whoever stops reading, such as `head`, has seen enough. */
export const print = async (parts: Iterable<string>): Promise<void> => {
  try {
    await pipeline(Readable.from(parts), process.stdout, { end: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}

const unwritable = (path: string, cause: unknown) => {
  const { code } = cause as NodeJS.ErrnoException
  return new AppError('invalid_usage', `--out ${quoteName(path)} cannot be written (${code}).`, { cause })
}
