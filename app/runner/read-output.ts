import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'

/** One file that a job left. */
export type OutputFile = { name: string; size: number; sha256: Hex }

/**
 * What an ended job left in its output, by name. A stranger wrote it: a link, or anything else but files and folders,
 * throws `bad_output`, for it could lead to files of the provider.
 */
export const readOutput = async (folder: string, below = ''): Promise<OutputFile[]> => {
  const files: OutputFile[] = []
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) files.push(...(await readOutput(folder, name)))
    else if (entry.isFile()) files.push({ name, ...(await hashFile(join(folder, name))) })
    else throw new AppError('bad_output', `The job left ${quoteName(name)}, which is no file and no folder.`)
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const hashFile = async (path: string): Promise<Omit<OutputFile, 'name'>> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      hash.update(chunk)
      size += chunk.length
    }
    return { size, sha256: `0x${hash.digest('hex')}` }
  } finally {
    await file.close()
  }
}
