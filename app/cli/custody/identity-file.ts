import { writeFileSync } from 'node:fs'
import { createIdentity, recipientOf } from '~/custody/key-split'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { readSecret } from '../chain/signer'

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
