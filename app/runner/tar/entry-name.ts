import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'

const MAX_BYTES = 4_000
const MAX_DEPTH = 64

/** An entry's name below the root, without dots and doubled slashes; empty for the root. Throws `bad_image`. */
export const cleanName = (name: string): string => {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  const isOutside = name.startsWith('/') || parts.includes('..')
  if (isOutside) throw new AppError('bad_image', `The root tar has an entry outside of it: ${quoteName(name)}.`)
  if (name.includes('\0') || Buffer.byteLength(name) > MAX_BYTES || parts.length > MAX_DEPTH) {
    throw new AppError(
      'bad_image',
      `The root tar has a name that is too long or too deep: ${quoteName(name.slice(0, 80))}.`,
    )
  }
  return parts.join('/')
}

/** Whether a symbolic link with this target stays below the root; an absolute one does, since the root is the job's. */
export const isInside = (name: string, target: string): boolean => {
  if (target === '' || target.includes('\0') || Buffer.byteLength(target) > MAX_BYTES) return false
  if (target.startsWith('/')) return true
  let depth = name.split('/').length - 1
  for (const part of target.split('/')) {
    if (part === '..') depth -= 1
    else if (part !== '' && part !== '.') depth += 1
    if (depth < 0) return false
  }
  return true
}
