import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { isHex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { readEnv } from '~/env.server'

/** Reads a file that holds a secret; refuses one that others can read, since then it holds none. */
export const readSecret = (path: string): string => {
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
