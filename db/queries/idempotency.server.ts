import type { Hex } from 'viem'
import type { Transaction } from '#db/client.server'
import type { Reader } from './reader.server'

/** What was answered under a key, and the digest of what had been asked. */
export type KeptAnswer = { request_hash: Hex; status: number; body: string }

type Claim = { sender: string; key: string; requestHash: Hex }

/** What was answered under a key in the last day; null where nothing was, or not yet. */
export const findKeptAnswer = async (
  sql: Reader,
  { sender, key }: Omit<Claim, 'requestHash'>,
): Promise<KeptAnswer | null> => {
  const [row] = await sql<KeptAnswer[]>`
    select request_hash, status, body from idempotent_answers
    where sender = ${sender} and key = ${key} and created_at >= now() - interval '1 day'`
  return row ?? null
}

/**
 * Claims a key for this transaction; another one with the same key waits until this ends. Answers what was answered
 * under it, or null where it is new.
 */
export const claimKey = async (sql: Transaction, { sender, key, requestHash }: Claim): Promise<KeptAnswer | null> => {
  await sql`delete from idempotent_answers where created_at < now() - interval '1 day'`
  const { count } = await sql`
    insert into idempotent_answers (sender, key, request_hash, status, body) values (${sender}, ${key}, ${requestHash}, 0, '')
    on conflict (sender, key) do nothing`
  if (count === 1) return null
  const row = await findKeptAnswer(sql, { sender, key })
  if (row === null) throw new Error('a conflict without a row')
  return row
}

/** Keeps the answer under the key that this transaction claimed. */
export const keepAnswer = async (
  sql: Transaction,
  { sender, key, status, body }: { sender: string; key: string; status: number; body: string },
): Promise<void> => {
  await sql`update idempotent_answers set status = ${status}, body = ${body} where sender = ${sender} and key = ${key}`
}
