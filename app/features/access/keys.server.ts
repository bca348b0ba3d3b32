import { randomBytes } from 'node:crypto'
import type { Address } from 'viem'
import { insertKey, type KeyRow, listKeys, revokeKey } from '#db/queries/access.server'
import type { Reader } from '#db/queries/reader.server'
import { AppError } from '~/domain/errors'
import { digestSecret, SCOPES } from '~/http/caller'
import { toTime } from '~/http/present'
import { getServices } from '~/services.server'
import type { Key, MadeKey, NewKey } from './schema'

const MOST_KEYS = 20

const toSeconds = (date: Date) => Math.floor(date.getTime() / 1000)

const toKey = ({ key_id, name, scopes, created_at, expires_at }: KeyRow): Key => ({
  id: String(key_id),
  name,
  scopes: SCOPES.filter((scope) => scopes.includes(scope)),
  created: toTime(toSeconds(created_at)),
  expires: toTime(toSeconds(expires_at)),
})

/** The keys of an account that can be used. */
export const getKeys = async (account: Address): Promise<Key[]> => {
  const { writer } = await getServices()
  return (await listKeys(writer, account)).map(toKey)
}

/** Makes a key for machines; only its digest is kept. Throws `too_many_keys`. */
export const makeKey = async (
  sql: Reader,
  account: Address,
  { name, scopes, days }: NewKey,
): Promise<MadeKey & { key: string }> => {
  // Two at once must not both find room for the last one.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`keys ${account}`}, 0))`
  if ((await listKeys(sql, account)).length >= MOST_KEYS) {
    throw new AppError('too_many_keys', `${account} has ${MOST_KEYS} keys: revoke one that is no longer used.`)
  }
  const key = `ostrakon_${randomBytes(32).toString('base64url')}`
  const row = await insertKey(sql, { keyHash: digestSecret(key), account, name, scopes, days })
  return { ...toKey(row), key }
}

/** Ends a key, and answers those that are left. Throws `key_unknown` where the account has none of this id. */
export const endKey = async (sql: Reader, account: Address, id: string): Promise<Key[]> => {
  if (await revokeKey(sql, { id, account })) return (await listKeys(sql, account)).map(toKey)
  throw new AppError('key_unknown', `${account} has no key ${id} that is of use: /api/v1/keys lists them.`)
}
