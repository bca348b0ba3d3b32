import { createHash } from 'node:crypto'
import { open, readFile, stat } from 'node:fs/promises'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'

/** What goes into an archive, by name: bytes or a file to copy. */
export type TarFile = { from: string | Uint8Array; isExecutable?: boolean }

const BLOCK = 512

/**
 * Writes a tar archive that depends on names and bytes alone: sorted, with neither times nor owners. Returns its
 * SHA-256, the `image` of a spec. Throws `bad_image` on a name that ustar cannot hold.
 */
export const buildTar = async (path: string, files: Readonly<Record<string, TarFile>>): Promise<Hex> => {
  const hash = createHash('sha256')
  const out = await open(path, 'w')
  const write = async (chunk: Uint8Array) => {
    hash.update(chunk)
    await out.write(chunk)
  }
  try {
    for (const name of [...listFolders(Object.keys(files)), ...Object.keys(files)].sort()) {
      const entry = files[name]
      if (entry === undefined) {
        await write(buildHeader({ name: `${name}/`, type: '5', mode: 0o755, size: 0 }))
        continue
      }
      const bytes = typeof entry.from === 'string' ? await readFile(entry.from) : entry.from
      const isExecutable =
        entry.isExecutable ?? (typeof entry.from === 'string' && ((await stat(entry.from)).mode & 0o100) !== 0)
      await write(buildHeader({ name, type: '0', mode: isExecutable ? 0o755 : 0o644, size: bytes.length }))
      await write(bytes)
      await write(Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK))
    }
    await write(Buffer.alloc(2 * BLOCK))
  } finally {
    await out.close()
  }
  return `0x${hash.digest('hex')}`
}

const listFolders = (names: readonly string[]): string[] => {
  const folders = new Set<string>()
  for (const name of names) {
    const parts = name.split('/')
    for (let depth = 1; depth < parts.length; depth += 1) folders.add(parts.slice(0, depth).join('/'))
  }
  return [...folders]
}

type Header = { name: string; type: '0' | '5'; mode: number; size: number }

/** A ustar header; the owner is root, the time is 0. */
const buildHeader = ({ name, type, mode, size }: Header): Buffer => {
  const { prefix, last } = splitName(name)
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  const fields: [number, string][] = [
    [0, last],
    [100, octal(mode, 7)],
    [108, octal(0, 7)],
    [116, octal(0, 7)],
    [124, octal(size, 11)],
    [136, octal(0, 11)],
    [148, ' '.repeat(8)],
    [156, type],
    [257, 'ustar\x0000'],
    [345, prefix],
  ]
  for (const [at, text] of fields) block.write(text, at, 'utf8')
  block.write(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
    'latin1',
  )
  return block
}

const splitName = (name: string) => {
  if (Buffer.byteLength(name) <= 100) return { prefix: '', last: name }
  for (let at = name.indexOf('/'); at > 0 && at < name.length - 1; at = name.indexOf('/', at + 1)) {
    const [prefix, last] = [name.slice(0, at), name.slice(at + 1)]
    if (Buffer.byteLength(last) <= 100 && Buffer.byteLength(prefix) <= 155) return { prefix, last }
  }
  throw new AppError('bad_image', `The name ${JSON.stringify(name)} is too long for a tar archive.`)
}
