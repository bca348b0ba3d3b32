// Plain JavaScript, since worker threads load it and would otherwise each carry a compiler.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { readSync, writeSync } from 'node:fs'
import { CHANGED } from '../manifest/steady-file.mjs'

// The age v1 payload: chunks of 64 KiB, each by ChaCha20-Poly1305 under its number and, in the last one, a flag.
// https://c2sp.org/age
const CHUNK = 64 * 1024
const TAG = 16
const ALGORITHM = 'chacha20-poly1305'
const CHUNKS_PER_READ = 4
const COUNTER_BYTES = 6

/** What decrypting throws when the bytes are not what was encrypted. */
export const DAMAGED = 'damaged_ciphertext'

/**
 * From one open file to another, from where `header` ends on; `size` is the plaintext's, or the payload's.
 * @typedef {{
 *   source: number, target: number, header: Uint8Array, payloadKey: Uint8Array, size: number,
 *   onRead: (bytes: number) => void,
 * }} Transfer
 */

/** @param {number} index @param {boolean} last */
const nonceOf = (index, last) => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 11 - COUNTER_BYTES, COUNTER_BYTES)
  if (last) nonce[11] = 1
  return nonce
}

/** @param {number} descriptor @param {Uint8Array} bytes */
const writeAll = (descriptor, bytes) => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}

/** @param {number} descriptor @param {Buffer} buffer @param {number} at @param {number} length */
const readAll = (descriptor, buffer, at, length) => {
  for (let done = 0; done < length; ) {
    const read = readSync(descriptor, buffer, done, length - done, at + done)
    if (read === 0) throw Object.assign(new Error('it became shorter while it was read'), { code: CHANGED })
    done += read
  }
  return buffer.subarray(0, length)
}

/** @param {string} why */
const damaged = (why) => Object.assign(new Error(why), { code: DAMAGED })

/**
 * Writes an age file and answers the SHA-256 of both sides, in one pass and constant memory. Blocks its thread.
 * @param {Transfer} transfer @returns {{ plaintext: string, ciphertext: string }} hex
 */
export const encryptPayload = ({ source, target, header, payloadKey, size, onRead }) => {
  const [plaintext, ciphertext] = [createHash('sha256'), createHash('sha256').update(header)]
  writeAll(target, header)
  const buffer = Buffer.allocUnsafeSlow(CHUNKS_PER_READ * CHUNK)
  const last = Math.max(1, Math.ceil(size / CHUNK)) - 1
  for (let index = 0; index <= last; ) {
    const from = index * CHUNK
    const read = readAll(source, buffer, from, Math.min(buffer.length, size - from))
    plaintext.update(read)
    const pieces = []
    for (let at = 0; at < read.length || (at === 0 && size === 0); at += CHUNK, index += 1) {
      const cipher = createCipheriv(ALGORITHM, payloadKey, nonceOf(index, index === last), { authTagLength: TAG })
      pieces.push(cipher.update(read.subarray(at, at + CHUNK)))
      cipher.final()
      pieces.push(cipher.getAuthTag())
    }
    for (const piece of pieces) {
      ciphertext.update(piece)
      writeAll(target, piece)
    }
    onRead(read.length)
  }
  return { plaintext: plaintext.digest('hex'), ciphertext: ciphertext.digest('hex') }
}

/**
 * Writes the plaintext of an age file and answers its SHA-256. What it has written when it throws is part of the
 * plaintext, and nothing that may be used: an error with the code `DAMAGED`, or the system's.
 * @param {Transfer} transfer @returns {{ plaintext: string }} hex
 */
export const decryptPayload = ({ source, target, header, payloadKey, size, onRead }) => {
  const plaintext = createHash('sha256')
  const buffer = Buffer.allocUnsafeSlow(CHUNKS_PER_READ * (CHUNK + TAG))
  const last = Math.ceil(size / (CHUNK + TAG)) - 1
  if (size < TAG) throw damaged('its payload is cut off')
  for (let index = 0; index <= last; ) {
    const from = index * (CHUNK + TAG)
    const read = readAll(source, buffer, header.length + from, Math.min(buffer.length, size - from))
    for (let at = 0; at < read.length; at += CHUNK + TAG, index += 1) {
      const chunk = openChunk(read.subarray(at, at + CHUNK + TAG), payloadKey, nonceOf(index, index === last))
      if (chunk.length === 0 && index > 0) throw damaged('it ends in an empty chunk')
      plaintext.update(chunk)
      writeAll(target, chunk)
    }
    onRead(read.length)
  }
  return { plaintext: plaintext.digest('hex') }
}

/** @param {Buffer} sealed @param {Uint8Array} key @param {Buffer} nonce */
const openChunk = (sealed, key, nonce) => {
  if (sealed.length < TAG) throw damaged('its last chunk is cut off')
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG })
  decipher.setAuthTag(sealed.subarray(-TAG))
  const opened = decipher.update(sealed.subarray(0, -TAG))
  try {
    decipher.final()
  } catch {
    throw damaged('a chunk is not what was encrypted')
  }
  return opened
}
