import { AppError } from '~/domain/errors'
import type { TarHeader } from './parse-header'

/** Reads pax records, `length key=value\n`, for what matters here. Throws `bad_image`. */
export const parsePax = (text: Buffer): Partial<TarHeader> => {
  const found: Partial<TarHeader> = {}
  let at = 0
  while (at < text.length) {
    const space = text.indexOf(' ', at)
    const length = space === -1 ? 0 : Number(text.toString('latin1', at, space))
    const record = text.subarray(space + 1, at + length)
    if (!Number.isInteger(length) || length < 5 || at + length > text.length || record.at(-1) !== 0x0a) throw broken()
    const [, key = '', value = ''] = /^([^=]+)=(.*)\n$/s.exec(record.toString()) ?? []
    if (key === 'path') found.name = value
    if (key === 'linkpath') found.target = value
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) throw broken()
      found.size = Number(value)
    }
    // Sparse files of GNU's third format hide behind a plain header.
    if (key.startsWith('GNU.sparse.')) throw new AppError('bad_image', 'The root tar holds a sparse file.')
    at += length
  }
  return found
}

const broken = () => new AppError('bad_image', 'The records of an entry in the root tar are broken.')
