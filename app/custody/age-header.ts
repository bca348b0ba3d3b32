import { hkdfSync, randomBytes } from 'node:crypto'
import { Decrypter, Encrypter } from 'age-encryption'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { formatRecipient } from './age-keys'

/** What comes before the payload of an age file, and the key of that payload. */
export type AgeStart = { bytes: Uint8Array; payloadKey: Uint8Array }

/** More than any header that a handful of recipients makes; what is longer is no age file of ours. */
export const MAX_HEADER = 64 * 1024

const NONCE = 16
// RFC 7748 points of low order answer one secret for every key; the library refuses them as it wraps.
const TAG_OF_EMPTY = 16

/**
 * Header and nonce of a new age v1 file to one X25519 recipient, and the key for its payload, which the caller
 * encrypts: the library's own payload cipher is ten times slower. Throws `invalid_recipient`.
 */
export const createAgeStart = async (recipient: Hex): Promise<AgeStart> => {
  let fileKey = new Uint8Array()
  const encrypter = new Encrypter()
  encrypter.addRecipient(formatRecipient(recipient))
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key)
      return []
    },
  })
  const empty = await encrypter.encrypt(new Uint8Array()).catch((cause: unknown) => {
    const name = formatRecipient(recipient)
    throw new AppError('invalid_recipient', `Nothing can be encrypted to ${name}: it is no key of anyone.`, { cause })
  })
  // Its nonce has encrypted an empty payload already, so the real one gets another.
  const header = empty.subarray(0, empty.length - NONCE - TAG_OF_EMPTY)
  const nonce = randomBytes(NONCE)
  return { bytes: Buffer.concat([header, nonce]), payloadKey: derivePayloadKey(fileKey, nonce) }
}

/**
 * Reads the start of an age file, given its first bytes (all of them, or `MAX_HEADER` and more). Throws
 * `damaged_ciphertext` when it is none or was changed, or is to others than the identity.
 */
export const readAgeStart = async (first: Uint8Array, identity: string): Promise<AgeStart> => {
  const mac = Buffer.from(first.buffer, first.byteOffset, first.length).indexOf('\n--- ')
  const end = mac < 0 ? -1 : first.indexOf(0x0a, mac + 1)
  if (end < 0 || first.length < end + 1 + NONCE) throw damaged('its header is not whole')
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const fileKey = await decrypter.decryptHeader(first.subarray(0, end + 1)).catch((cause: unknown) => {
    throw damaged(cause instanceof Error ? cause.message : String(cause), cause)
  })
  const bytes = first.subarray(0, end + 1 + NONCE)
  return { bytes, payloadKey: derivePayloadKey(fileKey, bytes.subarray(-NONCE)) }
}

const derivePayloadKey = (fileKey: Uint8Array, nonce: Uint8Array) =>
  new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32))

const damaged = (why: string, cause?: unknown) =>
  new AppError('damaged_ciphertext', `This is no age file to this key, or it was changed: ${why}.`, { cause })
