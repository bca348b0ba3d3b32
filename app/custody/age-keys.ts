import { bech32 } from '@scure/base'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { AppError } from '~/domain/errors'

const RECIPIENT = 'age'
const IDENTITY = 'AGE-SECRET-KEY-'

/** An age recipient (`age1...`) of the X25519 public key that the chain holds. */
export const formatRecipient = (key: Hex): string => bech32.encodeFromBytes(RECIPIENT, hexToBytes(key, { size: 32 }))

/** The X25519 public key of an age recipient; throws `invalid_recipient` on what is none, other kinds included. */
export const parseRecipient = (text: string): Hex => {
  const key = findBytes(text, RECIPIENT)
  if (key) return bytesToHex(key)
  throw new AppError('invalid_recipient', `${JSON.stringify(text)} is no X25519 age recipient; one begins with age1.`)
}

/** An age identity (`AGE-SECRET-KEY-1...`) of an X25519 secret key of 32 bytes. */
export const formatIdentity = (key: Uint8Array): string => bech32.encodeFromBytes(IDENTITY, key).toUpperCase()

/** The X25519 secret key of an age identity; throws `invalid_identity`, which never repeats what was given. */
export const parseIdentity = (text: string): Uint8Array => {
  const key = findBytes(text, IDENTITY)
  if (key) return key
  throw new AppError('invalid_identity', 'This is no X25519 age identity; one begins with AGE-SECRET-KEY-1.')
}

const findBytes = (text: string, wanted: string): Uint8Array | null => {
  try {
    const { prefix, bytes } = bech32.decodeToBytes(text)
    return prefix === wanted.toLowerCase() && bytes.length === 32 ? bytes : null
  } catch {
    return null
  }
}
