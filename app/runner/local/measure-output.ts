import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

// What has no bytes takes room too.
const LEAST_BYTES = 512

/** Bytes of all that is below a folder, no link followed; stops counting above `enough`. */
export const measureOutput = async (folder: string, enough: number): Promise<number> => {
  let total = 0
  const open = [folder]
  for (let next = open.pop(); next !== undefined && total <= enough; next = open.pop()) {
    // Gone, or closed to us, in between: what it holds is counted when it can be seen.
    for (const entry of await readdir(next, { withFileTypes: true }).catch(() => [])) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) open.push(path)
      const size = entry.isFile()
        ? await lstat(path).then(
            (found) => found.size,
            () => 0,
          )
        : 0
      total += Math.max(size, LEAST_BYTES)
      if (total > enough) break
    }
  }
  return total
}
