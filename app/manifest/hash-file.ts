import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { createBuffer, hashRange } from './hash-range.mjs'
import { CHANGED } from './steady-file.mjs'
import type { WalkedFile } from './walk-directory'

/** The sentence for a file that could not be read as it was walked: `file_changed` or `unreadable_file`. */
export const fileFailed = (name: string, cause: unknown): AppError => {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === CHANGED || code === 'ENOENT' || code === 'ELOOP') {
    const text = `${quoteName(name)} changed while it was read; nothing can be said of it. Try again when nobody writes there.`
    return new AppError('file_changed', text, { cause })
  }
  return new AppError('unreadable_file', `${quoteName(name)} cannot be read (${code ?? message}).`, { cause })
}

/**
 * SHA-256 of one file as a stream, on this thread; `hashFiles` does many at once. Throws `file_changed` when it is not
 * the file that the walk has seen, before the first byte or after the last, and `unreadable_file`.
 */
export const hashFile = ({ name, path, state }: WalkedFile, onRead: (bytes: number) => void = () => undefined): Hex => {
  try {
    return `0x${hashRange({ path, state, start: 0n, end: state.size }, createBuffer(), onRead)}`
  } catch (cause) {
    throw fileFailed(name, cause)
  }
}
