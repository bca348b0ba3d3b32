import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { isHex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { createIdentity, recipientOf } from '~/custody/key-split'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { readEnv } from '~/env.server'

/** Reads a file that holds a secret; refuses one that others can read, since then it holds none. */
const readSecret = (path: string): string => {
  const file = openSecret(path)
  try {
    const mode = fstatSync(file).mode & 0o777
    if ((mode & 0o077) === 0) return readFileSync(file, 'utf8')
    const said = mode.toString(8).padStart(4, '0')
    throw new AppError('unsafe_file', `Others can read ${quoteName(path)} (mode ${said}): run chmod 600 on it.`)
  } finally {
    closeSync(file)
  }
}

const openSecret = (path: string) => {
  try {
    return openSync(path, constants.O_RDONLY)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError('invalid_usage', `${quoteName(path)} cannot be opened (${code}).`, { cause })
  }
}

/**
 * The age identity in a file, as `age-keygen` writes it too: one line that is no comment. Throws `unsafe_file`,
 * `invalid_identity` and `invalid_usage`, which never repeat what the file holds.
 */
export const readIdentity = (path: string): string => {
  const lines = readSecret(path).split('\n')
  const [identity, ...more] = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  if (identity === undefined || more.length > 0) {
    throw new AppError('invalid_identity', `${quoteName(path)} must hold one age identity and nothing else.`)
  }
  recipientOf(identity)
  return identity
}

/** Reads an identity, or writes a new one where no file of that name is; `made` says which. */
export const readOrMakeIdentity = (path: string): { identity: string; made: boolean } => {
  const identity = createIdentity()
  try {
    writeFileSync(path, `${identity}\n`, { flag: 'wx', mode: 0o600 })
    return { identity, made: true }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') return { identity: readIdentity(path), made: false }
    throw new AppError('invalid_usage', `${quoteName(path)} cannot be written (${code}).`, { cause })
  }
}

/** The account to send with, from a file or SIGNER_KEY; null when neither is given. */
export const findSigner = (keyFile: string | undefined): LocalAccount | null => {
  const text = keyFile === undefined ? readEnv().SIGNER_KEY : readSecret(keyFile).trim()
  if (text === undefined) return null
  const key = text.startsWith('0x') ? text : `0x${text}`
  if (isHex(key) && key.length === 66) return privateKeyToAccount(key)
  // The value stays out of the message: it may be a real key with a typing error.
  const where = keyFile === undefined ? 'SIGNER_KEY' : quoteName(keyFile)
  throw new AppError('invalid_environment', `${where} must hold a private key: 32 bytes of hex.`)
}
