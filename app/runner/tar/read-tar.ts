import type { Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '~/domain/errors'
import { parseHeader, type TarHeader } from './parse-header'
import { parsePax } from './parse-pax'

const BLOCK = 512
const CHUNK = 1 << 20
const MAX_NAME_BYTES = 65_536

/** One entry, and its bytes, which have to be read before the next entry is asked for. */
export type TarEntry = TarHeader & { content: AsyncIterable<Buffer> }

/** Reads an archive's bytes in their order; each goes into the hash too. */
const createReader = (file: FileHandle, hash: Hash) => {
  let position = 0
  const read = async (size: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(size)
    let filled = 0
    while (filled < size) {
      const { bytesRead } = await file.read(buffer, filled, size - filled, position)
      if (bytesRead === 0) break
      position += bytesRead
      filled += bytesRead
    }
    const found = buffer.subarray(0, filled)
    hash.update(found)
    return found
  }
  const readWhole = async (size: number) => {
    const found = await read(size)
    if (found.length < size) throw new AppError('bad_image', 'The root tar ends in the middle of an entry.')
    return found
  }
  return { read, readWhole }
}

/**
 * The entries of a tar archive (POSIX ustar with pax records, or GNU's long names), with every byte of the file put into
 * `hash`, also those behind the end. Throws `bad_image` on anything else, before it gives out a byte of an entry.
 */
export async function* readTar(file: FileHandle, hash: Hash): AsyncGenerator<TarEntry> {
  const { read, readWhole } = createReader(file, hash)
  let given: Partial<TarHeader> = {}
  for (;;) {
    const block = await read(BLOCK)
    if (block.length === 0 || block.every((byte) => byte === 0)) break
    if (block.length < BLOCK) throw new AppError('bad_image', 'The root tar ends in the middle of a header.')
    const header = parseHeader(block)
    if (header.type === 'x' || header.type === 'L' || header.type === 'K') {
      const text = await readWhole(padded(requireShort(header.size)))
      given = { ...given, ...readExtension(header.type, text.subarray(0, header.size)) }
      continue
    }
    // A pax header for all that follows says nothing that is kept here, but for names: there it may not.
    if (header.type === 'g') {
      const found = readExtension('x', (await readWhole(padded(requireShort(header.size)))).subarray(0, header.size))
      if (Object.keys(found).length > 0) throw new AppError('bad_image', 'The root tar names every entry alike.')
      continue
    }
    const entry = { ...header, ...given }
    given = {}
    let left = entry.size
    const content = async function* () {
      while (left > 0) {
        const size = Math.min(left, CHUNK)
        left -= size
        yield await readWhole(size)
      }
    }
    yield { ...entry, content: content() }
    for await (const _ of content());
    await readWhole(padded(entry.size) - entry.size)
  }
  while ((await read(CHUNK)).length > 0);
}

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK

const requireShort = (size: number) => {
  if (size <= MAX_NAME_BYTES) return size
  throw new AppError('bad_image', `The root tar has a name, or records, of ${size} bytes.`)
}

const readExtension = (type: 'x' | 'L' | 'K', text: Buffer): Partial<TarHeader> => {
  if (type === 'x') return parsePax(text)
  const name = text.toString().replace(/\0+$/, '')
  return type === 'L' ? { name } : { target: name }
}
