import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** Keeps a nonce for so many seconds, and forgets those that are over. */
export const insertNonce = async (
  sql: Reader,
  { nonce, seconds }: { nonce: string; seconds: number },
): Promise<void> => {
  await sql`delete from auth_nonces where expires_at < now()`
  await sql`insert into auth_nonces (nonce, expires_at) values (${nonce}, now() + ${seconds} * interval '1 second')`
}

/** Takes a nonce away; false where it was never given out, was taken already or is too old. */
export const takeNonce = async (sql: Reader, nonce: string): Promise<boolean> => {
  const { count } = await sql`delete from auth_nonces where nonce = ${nonce} and expires_at >= now()`
  return count === 1
}

/** Keeps a session for so many seconds, and forgets those that are over. */
export const insertSession = async (
  sql: Reader,
  { idHash, account, seconds }: { idHash: Hex; account: Address; seconds: number },
): Promise<void> => {
  await sql`delete from sessions where expires_at < now()`
  await sql`
    insert into sessions (id_hash, account, expires_at)
    values (${idHash}, ${account}, now() + ${seconds} * interval '1 second')`
}

export type SessionRow = { account: Address; created_at: Date; expires_at: Date }

/** A session that is not over. */
export const findSession = async (sql: Reader, idHash: Hex): Promise<SessionRow | null> => {
  const [row] = await sql<SessionRow[]>`
    select account, created_at, expires_at from sessions where id_hash = ${idHash} and expires_at >= now()`
  return row ?? null
}

export const deleteSession = async (sql: Reader, idHash: Hex): Promise<void> => {
  await sql`delete from sessions where id_hash = ${idHash}`
}

export type KeyRow = {
  key_id: bigint
  account: Address
  name: string
  scopes: string[]
  created_at: Date
  expires_at: Date
}

/** A key that is neither over nor revoked, by the SHA-256 of its text. */
export const findKey = async (sql: Reader, keyHash: Hex): Promise<KeyRow | null> => {
  const [row] = await sql<KeyRow[]>`
    select key_id, account, name, scopes, created_at, expires_at from api_keys
    where key_hash = ${keyHash} and expires_at >= now() and revoked_at is null`
  return row ?? null
}

/** The keys of an account that are neither over nor revoked, oldest first. */
export const listKeys = async (sql: Reader, account: Address): Promise<KeyRow[]> => [
  ...(await sql<KeyRow[]>`
    select key_id, account, name, scopes, created_at, expires_at from api_keys
    where account = ${account} and expires_at >= now() and revoked_at is null order by key_id`),
]

type NewKey = { keyHash: Hex; account: Address; name: string; scopes: readonly string[]; days: number }

export const insertKey = async (sql: Reader, { keyHash, account, name, scopes, days }: NewKey): Promise<KeyRow> => {
  const [row] = await sql<KeyRow[]>`
    insert into api_keys (key_hash, account, name, scopes, expires_at)
    values (${keyHash}, ${account}, ${name}, ${[...scopes]}, now() + ${days} * interval '1 day')
    returning key_id, account, name, scopes, created_at, expires_at`
  if (row === undefined) throw new Error('an insert that returned no row')
  return row
}

/** Ends a key of this account; false where it has none of this id that is still of use. */
export const revokeKey = async (sql: Reader, { id, account }: { id: string; account: Address }): Promise<boolean> => {
  const { count } = await sql`
    update api_keys set revoked_at = now()
    where key_id = ${id} and account = ${account} and revoked_at is null and expires_at >= now()`
  return count === 1
}
