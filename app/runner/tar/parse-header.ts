import { AppError } from '~/domain/errors'

/** What a tar header says. `type` is the archive's own letter: 0 file, 1 hard link, 2 symbolic link, 5 folder, … */
export type TarHeader = { name: string; type: string; size: number; isExecutable: boolean; target: string }

/** Reads one header of 512 bytes; throws `bad_image` when it is none. Source: POSIX.1-2017, pax, "ustar Interchange Format". */
export const parseHeader = (block: Buffer): TarHeader => {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  if (readNumber(block.subarray(148, 156)) !== sum)
    throw new AppError('bad_image', 'A header of the root tar is broken.')
  const letter = String.fromCharCode(block[156] ?? 0)
  const type = letter === '\0' || letter === '7' ? '0' : letter
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? readText(block.subarray(345, 500)) : ''
  const name = readText(block.subarray(0, 100))
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type,
    // Only files and extensions have bytes, whatever the header of another says.
    size: '125'.includes(type) ? 0 : readNumber(block.subarray(124, 136)),
    isExecutable: (readNumber(block.subarray(100, 108)) & 0o111) !== 0,
    target: readText(block.subarray(157, 257)),
  }
}

const readText = (field: Buffer) => {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? field.length : end)
}

/** Octal digits, or GNU's base 256 for what they cannot hold. */
const readNumber = (field: Buffer): number => {
  const first = field[0] ?? 0
  if (first === 0x80) {
    const value = field.subarray(1).reduce((total, byte) => total * 256 + byte, 0)
    if (Number.isSafeInteger(value)) return value
  }
  const digits = /^[ \0]*([0-7]*)[ \0]*$/.exec(field.toString('latin1'))?.[1]
  if (first < 0x80 && digits !== undefined) return digits === '' ? 0 : Number.parseInt(digits, 8)
  throw new AppError('bad_image', 'A number in a header of the root tar cannot be read.')
}
