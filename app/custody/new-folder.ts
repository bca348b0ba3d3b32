import { lstat, mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'

/** Throws `target_exists` when anything has this name already. */
export const requireFree = async (path: string): Promise<void> => {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new AppError('unreadable_file', `${quoteName(path)} cannot be looked at (${error.code}).`, { cause: error })
  })
  if (found) throw new AppError('target_exists', `${quoteName(path)} is there already: move it away, or name another.`)
}

/**
 * Fills a folder under a temporary name beside its own, which it gets once `fill` is done; when that throws, nothing
 * of it is left. Throws `target_exists`, and `unwritable_folder` when nothing can be made there.
 */
export const makeFolder = async <T>(path: string, fill: (temporary: string) => Promise<T>): Promise<T> => {
  await requireFree(path)
  const full = resolve(path)
  const temporary = await mkdtemp(join(dirname(full), `.${basename(full)}.partial-`)).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError('unwritable_folder', `Nothing can be made beside ${quoteName(path)} (${code}).`, { cause })
  })
  try {
    const result = await fill(temporary)
    await requireFree(path)
    await rename(temporary, full)
    return result
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}
