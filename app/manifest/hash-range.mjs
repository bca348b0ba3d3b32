import { createHash } from 'node:crypto'
import { closeSync, readSync } from 'node:fs'
import { CHANGED, openSteady, requireSteady } from './steady-file.mjs'

// Small enough to stay in a core's own cache between the read and the hash; measured by `npm run bench:manifest`.
const CHUNK = 128 * 1024

/**
 * A range of bytes of a file; a whole file is from 0 to its size.
 * @typedef {{ path: string, state: import('./steady-file.mjs').FileState, start: bigint, end: bigint }} Range
 */

/** The memory that one thread reads through. */
export const createBuffer = () => Buffer.allocUnsafeSlow(CHUNK)

/**
 * SHA-256 of a range in hex. Blocks its thread, in constant memory; `onRead` hears the bytes of each chunk. Throws an
 * error with the code `CHANGED` when the file is not what the walk has seen, before or after, or the system's.
 * @param {Range} range @param {Buffer} buffer @param {(bytes: number) => void} onRead
 */
export const hashRange = ({ path, state, start, end }, buffer, onRead) => {
  const descriptor = openSteady(path, state)
  try {
    const hash = createHash('sha256')
    for (let at = Number(start); at < Number(end); ) {
      const read = readSync(descriptor, buffer, 0, Math.min(buffer.length, Number(end) - at), at)
      if (read === 0) throw Object.assign(new Error('it became shorter while it was read'), { code: CHANGED })
      hash.update(read === buffer.length ? buffer : buffer.subarray(0, read))
      at += read
      onRead(read)
    }
    requireSteady(descriptor, path, state)
    return hash.digest('hex')
  } finally {
    closeSync(descriptor)
  }
}
